import type { Client, FetchOptions } from 'openapi-fetch'
import type { Media, Picking, Whole } from './get.ts'
import type { paths } from './openapi.ts'

type Answered<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

/** The addresses that answer a list in pages. */
type ListPath = {
  [P in keyof paths]: Answered<P> extends { items: unknown[]; nextCursor: string | null } ? P : never
}[keyof paths]

type Listed<P extends ListPath> = Answered<P> extends { items: (infer Item)[] } ? Item : never

/** What a list is asked with; where it has no `fields`, its items are whole. */
type ListOptions<P extends ListPath> = FetchOptions<paths[P]['get']>

/** An item of a list: whole, or when `fields` were asked for, what of it was. */
type ItemOf<P extends ListPath, Options> = Options extends Picking ? Listed<P> : Whole<Listed<P>>

/**
 * Every item of a list, page after page, each page asked for when it is needed:
 * `for await (const quote of items('/v1/quotes', { params: { query: { analyst: ['ext:salem'] } } }))`.
 */
export type Items = <P extends ListPath, Options extends ListOptions<P>>(
  path: P,
  ...options: Record<never, never> extends ListOptions<P> ? [Options?] : [Options]
) => AsyncGenerator<ItemOf<P, Options>, void, undefined>

type Asked = { params?: { query?: Record<string, unknown> } }
type Answer = { data?: { items: never[]; nextCursor: string | null } }

/** The iterator over the lists that a client reads. */
export function itemsOf(client: Pick<Client<paths, Media>, 'GET'>): Items {
  const get = client.GET as unknown as (path: string, options: Asked) => Promise<Answer>
  return async function* (path: string, options: Asked = {}) {
    let cursor: string | null | undefined
    do {
      const query = { ...options.params?.query, ...(cursor && { cursor }) }
      const { data } = await get(path, { ...options, params: { ...options.params, query } })
      yield* data?.items ?? []
      cursor = data?.nextCursor
    } while (cursor)
  } as Items
}
