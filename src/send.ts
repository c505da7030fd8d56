import type { FastifyReply, FastifyRequest } from 'fastify'
import { dependsOn } from './cache/depends-on.ts'
import { require } from './caller.ts'
import type { Conditions } from './conditions.ts'
import type { Form } from './forms.ts'
import { type ItemQuery, type ListQuery, listRequest, namesOf } from './list-query.ts'
import type { Resource, RouteContext } from './resource.ts'
import { linkToNext, respond } from './respond.ts'
import type { Found, Kind, ListRequest, Page } from './store.ts'
import { idsIn, idsInDocument, idsOf } from './tags.ts'

type State = { id: string; version: number; lang?: string | null }

/** Others that an answer names, and when the first of them ceases to be public. */
interface Also {
  items: { id: string }[]
  visibleUntil: string | null
}

const nobody: Also = { items: [], visibleUntil: null }

/** A page of a list, its filters those of the query and of the route. */
export async function sendPage<T, Draft, Options extends Conditions>(
  request: FastifyRequest<{ Querystring: ListQuery }>,
  reply: FastifyReply,
  { kind, store, vocabulary, present }: Pick<Resource<T, Draft, Options>, 'kind' | 'store' | 'vocabulary' | 'present'>,
  { cursors, now }: RouteContext,
  fixed: Partial<ListRequest['filters']>,
): Promise<FastifyReply> {
  const { query, caller } = request
  if (query.trashed) require(caller, 'drafts:read', 'The trash')
  const fields = namesOf('fields', query.fields, vocabulary.fields)
  const body = query.body ?? (fields.includes('body') ? 'portable-text' : 'none')
  const { request: asked, question } = listRequest({ ...query, body, ...fixed }, vocabulary, cursors, kind)
  const page: Page<T> = await store.list(caller, asked)
  const nextCursor = page.next && cursors.write(page.next, question)
  linkToNext(request, reply, nextCursor)
  const rest = { nextCursor, ...(page.total !== null && { total: page.total }) }
  const answer = {
    visibleUntil: page.visibleUntil,
    tags: [kind, ...(page.document ? idsInDocument(kind, page.document) : idsIn(page.items))],
    dependsOn: dependsOn(kind, asked.include, Object.keys(asked.filters)),
  }
  if (page.document && isAsStored(query)) {
    const { json, languages } = page.document
    return respond(request, reply, { ...answer, json: pageOf(json, rest), languages }, now())
  }
  const items = present ? await Promise.all(page.items.map((item) => present(item, { ...query, body }))) : page.items
  const payload = { items: items.map((item) => picked(item, fields, asked.include)), ...rest }
  return respond(request, reply, { ...answer, payload, whole: page }, now())
}

/** One resource as the query asks for it. */
export async function sendItem<T, Draft, Options extends Conditions>(
  request: FastifyRequest,
  reply: FastifyReply,
  { kind, vocabulary, present }: Resource<T, Draft, Options>,
  { now }: RouteContext,
  found: Found<T>,
  also = nobody,
): Promise<FastifyReply> {
  const query = (request.method === 'GET' || request.method === 'HEAD' ? request.query : {}) as ItemQuery
  const fields = namesOf('fields', query.fields, vocabulary.fields)
  const include = query.include?.split(',') ?? []
  const answer = { ...answerOf(kind, found, also), dependsOn: dependsOn(kind, include, null) }
  if (found.document && isAsStored(query)) {
    const { json, lang } = found.document
    return respond(request, reply, { ...answer, json, languages: [lang] }, now())
  }
  const item = present ? await present(found.item, query) : found.item
  return respond(request, reply, { ...answer, payload: picked(item, fields, include), whole: item }, now())
}

/** One resource in a form of its own. */
export async function sendForm<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  kind: Kind,
  form: Form<T>,
  { now, site }: RouteContext,
  found: Found<T>,
  also: Also,
): Promise<FastifyReply> {
  const text = await form.render(found.item, site())
  if (form.contentSecurityPolicy) reply.header('content-security-policy', form.contentSecurityPolicy)
  const { lang } = found.item as State
  const answer = { payload: { lang }, content: { type: form.mediaType, text } }
  return respond(request, reply, { ...answerOf(kind, found, also), ...answer }, now())
}

/** What every answer that holds it says of what was found. */
function answerOf<T>(kind: Kind, found: Found<T>, also: Also) {
  const { id, version } = found.document ?? (found.item as State)
  return {
    state: { id, version, quotesVersion: found.quotesVersion },
    visibleUntil: [found.visibleUntil, also.visibleUntil].filter((time) => time !== null).sort()[0] ?? null,
    tags: [...idsOf(kind, found), ...also.items.map((other) => other.id)],
  }
}

/** Whether the query takes a document as the store has it. */
function isAsStored({ fields, body, quotes }: ItemQuery): boolean {
  return fields === undefined && quotes === undefined && !['html', 'markdown', 'text'].includes(body ?? '')
}

/** The page as JSON.stringify would write it. */
function pageOf(items: Buffer, rest: object): Buffer {
  return Buffer.concat([Buffer.from('{"items":'), items, Buffer.from(`,${JSON.stringify(rest).slice(1)}`)])
}

/** Only the members asked for, and what was embedded. */
function picked<T>(item: T, fields: string[], include: string[]): Partial<T> {
  if (fields.length === 0) return item
  const wanted = new Set([...fields, ...include.map((name) => name.split('.')[0])])
  return Object.fromEntries(Object.entries(item as object).filter(([name]) => wanted.has(name))) as Partial<T>
}
