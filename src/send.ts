import type { FastifyReply, FastifyRequest } from 'fastify'
import { dependsOn } from './cache/depends-on.ts'
import { require } from './caller.ts'
import type { Conditions } from './conditions.ts'
import type { Form } from './forms.ts'
import { type ItemQuery, type ListQuery, listRequest, namesOf } from './list-query.ts'
import type { Resource, RouteContext } from './resource.ts'
import { linkToNext, respond } from './respond.ts'
import type { Found, ListRequest, Page } from './store.ts'
import { idsIn } from './tags.ts'

type State = { id: string; version: number }

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
  const items = present ? await Promise.all(page.items.map((item) => present(item, { ...query, body }))) : page.items
  const nextCursor = page.next && cursors.write(page.next, question)
  linkToNext(request, reply, nextCursor)
  const payload = {
    items: items.map((item) => picked(item, fields, asked.include)),
    nextCursor,
    ...(page.total !== null && { total: page.total }),
  }
  return respond(
    request,
    reply,
    {
      payload,
      whole: page,
      visibleUntil: page.visibleUntil,
      tags: [kind, ...idsIn(page.items)],
      dependsOn: dependsOn(kind, asked.include, Object.keys(asked.filters)),
    },
    now(),
  )
}

/** One resource as the query asks for it; `also` are others that the answer names. */
export async function sendItem<T, Draft, Options extends Conditions>(
  request: FastifyRequest,
  reply: FastifyReply,
  { kind, vocabulary, present }: Resource<T, Draft, Options>,
  { now }: RouteContext,
  found: Found<T>,
  also: { id: string }[] = [],
): Promise<FastifyReply> {
  const query = (request.method === 'GET' || request.method === 'HEAD' ? request.query : {}) as ItemQuery
  const fields = namesOf('fields', query.fields, vocabulary.fields)
  const include = query.include?.split(',') ?? []
  const { id, version } = found.item as State
  const item = present ? await present(found.item, query) : found.item
  return respond(
    request,
    reply,
    {
      payload: picked(item, fields, include),
      whole: item,
      state: { id, version, quotesVersion: found.quotesVersion },
      visibleUntil: found.visibleUntil,
      tags: [...idsIn(found.item), ...idsIn(also)],
      dependsOn: dependsOn(kind, include, null),
    },
    now(),
  )
}

/** One resource in a form of its own; `also` are others that the answer names. */
export async function sendForm<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  form: Form<T>,
  { now, site }: RouteContext,
  { item, quotesVersion, visibleUntil }: Found<T>,
  also: { id: string }[],
): Promise<FastifyReply> {
  const content = await form.render(item, site())
  if (form.contentSecurityPolicy) reply.header('content-security-policy', form.contentSecurityPolicy)
  const { id, version, lang } = item as State & { lang?: string }
  const answer = {
    payload: { lang },
    content: { type: form.mediaType, text: content },
    visibleUntil,
    tags: [...idsIn(item), ...idsIn(also)],
  }
  return respond(request, reply, { ...answer, state: { id, version, quotesVersion } }, now())
}

/** Only the members asked for, and what was embedded. */
function picked<T>(item: T, fields: string[], include: string[]): Partial<T> {
  if (fields.length === 0) return item
  const wanted = new Set([...fields, ...include.map((name) => name.split('.')[0])])
  return Object.fromEntries(Object.entries(item as object).filter(([name]) => wanted.has(name))) as Partial<T>
}
