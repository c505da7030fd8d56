import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { closed, ref } from '../schemas/common.ts'
import { require } from './caller.ts'
import type { Conditions } from './conditions.ts'
import { conditionsOf } from './etag.ts'
import { answers, conditionHeaders, messageHeader } from './openapi.ts'
import { namesOfKind, RefParams, type Resource, type Send } from './resource.ts'
import type { Kind } from './store.ts'

const neededToCreate: Record<Kind, string> = {
  articles: 'Needs `content:write`, and `content:publish` as well where it is live at once.',
  sources: 'Needs `content:write`.',
  analysts: 'Needs `content:write`.',
  quotes: 'Needs `content:write`, or `content:publish` where its article is live.',
}

type WithRef = { Params: { ref: string }; Querystring: { purge?: boolean } }

/** The routes that write a resource: create, replace, change, delete and restore. */
export function writeRoutes<T, Draft, Options extends Conditions>(
  app: FastifyInstance,
  resource: Resource<T, Draft, Options>,
  send: Send<T>,
): void {
  const { kind, store, schemas, examples } = resource
  const { one, an, Name } = namesOfKind(kind)
  const path = `/v1/${kind}`
  const writes = closed(resource.writeParameters ?? {})
  const item = ref(schemas.item)
  const scopes = ['content:write', 'content:publish'] as const
  const config = { scopes: [...scopes] }
  const keyed = [{ key: [] }]

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
      return send(request, reply, found)
    },
  )

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
      return send(request, reply, found)
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
      return send(request, reply, found)
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
      return send(request, reply, found)
    },
  )
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

function locationOf(kind: Kind, { id, slug }: { id: string; slug?: string }): string {
  return `/v1/${kind}/${encodeURIComponent(slug ?? id)}`
}

function withExample(schema: TSchema, example: unknown): TSchema {
  return { ...ref(schema), examples: [example] } as TSchema
}
