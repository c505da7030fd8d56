import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { closed, RefInPath, ref } from '../schemas/common.ts'
import { linkToAlternates } from './alternates.ts'
import { type Caller, require } from './caller.ts'
import type { Conditions } from './conditions.ts'
import type { Cursors } from './cursor.ts'
import { Failure } from './errors.ts'
import { conditionsOf } from './etag.ts'
import { type Form, preferredForm } from './forms.ts'
import {
  type ItemQuery,
  itemParameters,
  type ListQuery,
  listParameters,
  listRequest,
  namesOf,
  type Vocabulary,
} from './list-query.ts'
import { answers, conditionHeaders, messageHeader, withForms } from './openapi.ts'
import { linkToNext, respond, vary } from './respond.ts'
import { revisionRoutes } from './revisions/routes.ts'
import { type Found, type Kind, type ListRequest, type Page, type ResourceStore, singular } from './store.ts'
import { idsIn } from './tags.ts'

/** What every route has at hand. */
export interface RouteContext {
  cursors: Cursors
  now: () => Date
  /** The address of this server. */
  publicUrl: () => string
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
    item: T,
  ): Promise<{ items: { id: string; lang: string }[]; visibleUntil: string | null }>
}

export const RefParams = closed({ ref: RefInPath })

const neededToCreate: Record<Kind, string> = {
  articles: 'Needs `content:write`, and `content:publish` as well where it is live at once.',
  sources: 'Needs `content:write`.',
  analysts: 'Needs `content:write`.',
  quotes: 'Needs `content:write`, or `content:publish` where its article is live.',
}

type WithRef = { Params: { ref: string }; Querystring: ItemQuery & { purge?: boolean } }
type State = { id: string; version: number }

/** Answers a resource that was read or written. */
export type Send<T> = (request: FastifyRequest, reply: FastifyReply, found: Found<T>) => Promise<FastifyReply>

/** The routes that all resources have: list, create, read, replace, change, delete and restore. */
export function resourceRoutes<T, Draft, Options extends Conditions>(
  app: FastifyInstance,
  resource: Resource<T, Draft, Options>,
  context: RouteContext,
): { send: Send<T> } {
  const { kind, store, vocabulary, schemas, examples, forms = [] } = resource
  const one = singular[kind]
  const an = `${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}`
  const path = `/v1/${kind}`
  const Name = one[0]?.toUpperCase() + one.slice(1)
  const writes = closed(resource.writeParameters ?? {})
  const item = ref(schemas.item)
  const itemOrFields = Type.Unsafe<unknown>({ anyOf: [item, ref(schemas.fields)] })
  const scopes = ['content:write', 'content:publish'] as const
  const config = { scopes: [...scopes] }
  const keyed = [{ key: [] }]

  app.get<{ Querystring: ListQuery }>(
    path,
    {
      schema: {
        operationId: `list${Name}s`,
        tags: [kind],
        summary: `List ${kind}`,
        description: `One page of the ${kind} that you may see, in the order of \`sort\`. \`Link\` leads to the next page (RFC 8288).`,
        querystring: closed(listParameters(vocabulary)),
        response: answers({ 200: [`A page of ${kind}.`, ref(schemas.list)] }, [304, 400, 401, 403, 429], 'cached'),
      },
    },
    (request, reply) => {
      if (resource.listLinks) reply.header('link', resource.listLinks(request.url))
      return sendPage(request, reply, resource, context, {})
    },
  )

  app.post<{ Body: Draft }>(
    path,
    {
      config,
      schema: {
        operationId: `create${Name}`,
        tags: [kind],
        summary: `Create ${an}`,
        description: `Stores a new ${one}. ${neededToCreate[kind]}`,
        security: keyed,
        querystring: writes,
        headers: messageHeader(),
        body: withExample(schemas.draft, examples.draft),
        response: answers(
          { 201: [`The new ${one}.`, item] },
          [400, 401, 403, 408, 409, 413, 415, 422, 429, 503],
          'written',
        ),
      },
    },
    async (request, reply) => {
      const draft = await toStore(resource, request.body as Partial<Draft>)
      const found = await store.create(request.caller, draft as Draft, options(resource, request))
      reply.code(201).header('location', locationOf(kind, found.item as { id: string; slug?: string }))
      return sendItem(request, reply, resource, context, found)
    },
  )

  app.get<WithRef>(
    `${path}/:ref`,
    {
      schema: {
        operationId: `read${Name}`,
        tags: [kind],
        summary: `Read ${an}`,
        description: `The ${one}, with a strong ETag. An earlier slug answers 308 to the present one.`,
        params: RefParams,
        querystring: closed(itemParameters(vocabulary)),
        response: withForms(
          answers({ 200: [`The ${one}.`, itemOrFields] }, [304, 308, 400, 401, 403, 404, 429], 'cached'),
          forms,
        ),
      },
    },
    (request, reply) => readItem(request, reply, request.params.ref),
  )

  async function readItem(request: FastifyRequest<WithRef>, reply: FastifyReply, ref: string): Promise<FastifyReply> {
    const { query, caller } = request
    const include = namesOf('include', query.include, vocabulary.includes)
    if (query.trashed) require(caller, 'drafts:read', 'The trash')
    const form = preferredForm(request.headers, forms)
    const found = await store.read(caller, ref, {
      include: [...include, ...(resource.needs?.(query) ?? []), ...(form?.include ?? [])],
      trashed: query.trashed ?? false,
      body: form !== undefined || query.body !== 'none',
    })
    if (forms.length > 0) vary(reply, 'Accept')
    if (form) return sendForm(request, reply, form, context, found)
    const also = (await resource.translations?.(caller, found.item)) ?? { items: [], visibleUntil: null }
    linkToAlternates(reply, kind, (found.item as State).id, forms, also.items)
    const visibleUntil = [found.visibleUntil, also.visibleUntil].filter((time) => time !== null).sort()[0] ?? null
    return sendItem(request, reply, resource, context, { ...found, visibleUntil }, also.items)
  }

  for (const form of forms) {
    if (form.suffix === null) continue
    app.get<WithRef>(
      `${path}/:ref.${form.suffix}`,
      {
        schema: {
          operationId: `read${Name}As${form.suffix[0]?.toUpperCase()}${form.suffix.slice(1)}`,
          tags: [kind],
          summary: `Read ${an} as ${form.mediaType}`,
          description: `${form.description} An external key that ends in \`.${form.suffix}\` is read as it is.`,
          params: RefParams,
          response: withForms(answers({ 200: [form.description, item] }, [304, 308, 400, 401, 404, 429], 'cached'), [
            form,
          ]),
        },
      },
      async (request, reply) => {
        const { ref } = request.params
        if (ref.startsWith('ext:')) {
          const whole = await readItem(request, reply, `${ref}.${form.suffix}`).catch(unlessNotFound)
          if (whole) return whole
        }
        const options = { include: form.include, trashed: false, body: true }
        const found = await store.read(request.caller, ref, options)
        return sendForm(request, reply, form, context, found)
      },
    )
  }

  app.put<WithRef & { Body: Draft }>(
    `${path}/:ref`,
    {
      config,
      schema: {
        operationId: `put${Name}`,
        tags: [kind],
        summary: `Create or replace ${an}`,
        description: `Replaces it whole: absent members become null or empty. With an \`ext:\` ref it creates what is not there; without \`If-Match\` that is an upsert, which answers 428 once somebody else has changed it. An identical body changes nothing.`,
        security: keyed,
        params: RefParams,
        querystring: writes,
        headers: conditionHeaders(true),
        body: withExample(schemas.draft, examples.draft),
        response: answers(
          { 200: [`The ${one} as it is now.`, item], 201: [`The new ${one}.`, item] },
          [308, 400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 428, 429, 503],
          'written',
        ),
      },
    },
    async (request, reply) => {
      const draft = await toStore(resource, request.body as Partial<Draft>)
      const found = await store.put(request.caller, request.params.ref, draft as Draft, options(resource, request))
      if (found.outcome === 'created')
        reply.code(201).header('location', locationOf(kind, found.item as { id: string; slug?: string }))
      return sendItem(request, reply, resource, context, found)
    },
  )

  app.patch<WithRef & { Body: Partial<Draft> }>(
    `${path}/:ref`,
    {
      config,
      schema: {
        operationId: `patch${Name}`,
        tags: [kind],
        summary: `Change ${an}`,
        description:
          'Applies a JSON merge patch (RFC 7396). Needs `content:publish` where the article is live or becomes so.',
        security: keyed,
        params: RefParams,
        querystring: writes,
        headers: conditionHeaders(false),
        consumes: ['application/merge-patch+json'],
        body: withExample(schemas.patch, examples.patch),
        response: answers(
          { 200: [`The ${one} as it is now.`, item] },
          [308, 400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 428, 429, 503],
          'written',
        ),
      },
    },
    async (request, reply) => {
      const change = await toStore(resource, request.body as Partial<Draft>)
      const found = await store.patch(request.caller, request.params.ref, change, options(resource, request))
      return sendItem(request, reply, resource, context, found)
    },
  )

  app.delete<WithRef>(
    `${path}/:ref`,
    {
      config: { scopes: [...scopes, 'admin'] },
      schema: {
        operationId: `delete${Name}`,
        tags: [kind],
        summary: `Delete ${an}`,
        description:
          'Moves it to the trash; `purge=true` deletes it for good, from the trash or not, and needs `admin`.',
        security: keyed,
        params: RefParams,
        headers: conditionHeaders(false),
        querystring: closed({ purge: Type.Optional(Type.Boolean({ description: 'Delete for good.' })) }),
        response: answers({ 204: ['It is gone.'] }, [308, 400, 401, 403, 404, 409, 412, 428, 429, 503]),
      },
    },
    async (request, reply) => {
      const conditions = conditionsOf(request.headers)
      if (request.query.purge) {
        require(request.caller, 'admin', 'Purging')
        await store.purge(request.caller, request.params.ref, conditions)
      } else await store.trash(request.caller, request.params.ref, conditions)
      return reply.code(204).send()
    },
  )

  app.post<WithRef>(
    `${path}/:ref/restoration`,
    {
      config,
      schema: {
        operationId: `restore${Name}`,
        tags: [kind],
        summary: `Take ${an} back from the trash`,
        description: `The ${one} is what it was before. Needs \`content:write\`, and \`content:publish\` where that is live.`,
        security: keyed,
        params: RefParams,
        querystring: writes,
        headers: messageHeader(),
        response: answers(
          { 200: [`The ${one} as it is now.`, item] },
          [308, 400, 401, 403, 404, 409, 422, 429, 503],
          'written',
        ),
      },
    },
    async (request, reply) => {
      const found = await store.restore(request.caller, request.params.ref, options(resource, request))
      return sendItem(request, reply, resource, context, found)
    },
  )

  const send: Send<T> = (request, reply, found) => sendItem(request, reply, resource, context, found)
  revisionRoutes(app, resource, context, send)
  return { send }
}

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
    { payload, whole: page, visibleUntil: page.visibleUntil, tags: [kind, ...idsIn(page.items)] },
    now(),
  )
}

async function sendItem<T, Draft, Options extends Conditions>(
  request: FastifyRequest,
  reply: FastifyReply,
  { vocabulary, present }: Resource<T, Draft, Options>,
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
    },
    now(),
  )
}

async function sendForm<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  form: Form<T>,
  { now, publicUrl }: RouteContext,
  { item, quotesVersion, visibleUntil }: Found<T>,
): Promise<FastifyReply> {
  const content = await form.render(item, publicUrl())
  if (form.contentSecurityPolicy) reply.header('content-security-policy', form.contentSecurityPolicy)
  const { id, version, lang } = item as State & { lang?: string }
  const answer = {
    payload: { lang },
    content: { type: form.mediaType, text: content },
    visibleUntil,
    tags: idsIn(item),
  }
  return respond(request, reply, { ...answer, state: { id, version, quotesVersion } }, now())
}

async function toStore<T, Draft, Options extends Conditions>(
  resource: Resource<T, Draft, Options>,
  draft: Partial<Draft>,
) {
  return resource.toStore ? await resource.toStore(draft) : draft
}

function options<T, Draft, Options extends Conditions>(
  resource: Resource<T, Draft, Options>,
  request: FastifyRequest,
): Options {
  return resource.options(conditionsOf(request.headers), request.query as never)
}

/** Only the members asked for, and what was embedded. */
function picked<T>(item: T, fields: string[], include: string[]): Partial<T> {
  if (fields.length === 0) return item
  const wanted = new Set([...fields, ...include.map((name) => name.split('.')[0])])
  return Object.fromEntries(Object.entries(item as object).filter(([name]) => wanted.has(name))) as Partial<T>
}

function locationOf(kind: Kind, { id, slug }: { id: string; slug?: string }): string {
  return `/v1/${kind}/${encodeURIComponent(slug ?? id)}`
}

function unlessNotFound(error: Error): undefined {
  if (!(error instanceof Failure) || error.code !== 'not-found') throw error
}

function withExample(schema: TSchema, example: unknown): TSchema {
  return { ...ref(schema), examples: [example] } as TSchema
}
