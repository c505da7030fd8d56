import createClient, { type Client, type ClientOptions } from 'openapi-fetch'
import type { Get, Media } from './get.ts'
import type { components, paths } from './openapi.ts'
import { type Items, itemsOf } from './pages.ts'
import { problemOf } from './problem.ts'

export { etagOf, idempotencyKey, ifMatch, ifNew } from './conditions.ts'
export type { components, paths } from './openapi.ts'
export { isProblem, type Problem, ProblemError } from './problem.ts'
export { cut, pieces } from './spans.ts'

type Schemas = components['schemas']
export type Article = Schemas['Article']
export type Source = Schemas['Source']
export type Analyst = Schemas['Analyst']
export type Quote = Schemas['Quote']

/** The options of `openapi-fetch`, and a key for what the public may not do. */
export interface IsnadOptions extends ClientOptions {
  /** The address of the server, such as `https://news.example.org`. */
  baseUrl: string
  key?: string
}

/** A client of every operation of the API, typed by its OpenAPI document. */
export interface Isnad extends Omit<Client<paths, Media>, 'GET'> {
  GET: Get
  /** Every item of a list, page after page. */
  items: Items
}

/**
 * A client: `GET`, `POST`, `PUT`, `PATCH` and `DELETE` take an address of the
 * document and answer `{ data, response }`. A refusal throws a `ProblemError`.
 */
export function createIsnad({ key, ...options }: IsnadOptions): Isnad {
  const client = createClient<paths, Media>(options)
  client.use({
    onRequest({ request }) {
      if (key !== undefined) request.headers.set('authorization', `Bearer ${key}`)
      if (request.method === 'PATCH') request.headers.set('content-type', 'application/merge-patch+json')
      return request
    },
    async onResponse({ response }) {
      if (response.status >= 400) throw await problemOf(response)
    },
  })
  return { ...client, GET: client.GET as Get, items: itemsOf(client) }
}

/** What a call answered: `const article = await dataOf(isnad.GET('/v1/articles/{ref}', …))`. */
export async function dataOf<T>(call: Promise<{ data?: T; response: Response }>): Promise<NonNullable<T>> {
  const { data, response } = await call
  if (data === undefined || data === null)
    throw new Error(`${response.url} answered ${response.status} without content.`)
  return data
}
