import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { closed, RefInPath } from '../schemas/common.ts'
import type { Caller } from './caller.ts'
import type { Conditions } from './conditions.ts'
import type { Cursors } from './cursor.ts'
import type { Form } from './forms.ts'
import type { ItemQuery, Vocabulary } from './list-query.ts'
import type { Site } from './site.ts'
import { type Found, type Kind, type ResourceStore, singular } from './store.ts'

/** What every route has at hand. */
export interface RouteContext {
  cursors: Cursors
  now: () => Date
  /** Where this server is, and what it serves. */
  site: () => Site
}

/** One kind of resource, as its routes need it. */
export interface Resource<T, Draft, Options extends Conditions> {
  kind: Kind
  store: ResourceStore<T, Draft, Partial<Draft>, Options>
  vocabulary: Vocabulary
  schemas: { item: TSchema; fields: TSchema; draft: TSchema; patch: TSchema; list: TSchema }
  examples: { draft: unknown; patch: unknown }
  /** More query parameters of a write, and what they mean to the store. */
  writeParameters?: Record<string, TSchema>
  options(conditions: Conditions, query: never): Options
  /** Makes a draft or a patch what the store takes. */
  toStore?(draft: Partial<Draft>): Promise<Partial<Draft>>
  /** What has to be embedded for the query, beyond what it names itself. */
  needs?(query: ItemQuery): string[]
  /** Makes what the store answered what the query asks for. */
  present?(item: T, query: ItemQuery): Promise<T>
  /** Where else a list with this address is to be had, as the value of `Link`. */
  listLinks?(url: string): string
  /** The forms it can be read in besides JSON. */
  forms?: Form<T>[]
  /** Where the same text is to be had in other languages, and how long that holds. */
  translations?(
    caller: Caller,
    id: string,
  ): Promise<{ items: { id: string; lang: string }[]; visibleUntil: string | null }>
}

export const RefParams = closed({ ref: RefInPath })

/** Answers a resource that was read or written. */
export type Send<T> = (request: FastifyRequest, reply: FastifyReply, found: Found<T>) => Promise<FastifyReply>

/** How a kind is spoken of in the document. */
export function namesOfKind(kind: Kind): { one: string; an: string; Name: string } {
  const one = singular[kind]
  return { one, an: `${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}`, Name: one[0]?.toUpperCase() + one.slice(1) }
}
