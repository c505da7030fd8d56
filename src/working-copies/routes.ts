import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { Article } from '../../schemas/articles.ts'
import { closed, ref } from '../../schemas/common.ts'
import { WorkingCopy, WorkingCopyDraft, WorkingCopyPatch } from '../../schemas/working-copies.ts'
import { presentArticle, toStoredDraft } from '../articles/content.ts'
import { articleExample, articlePatchExample } from '../articles/examples.ts'
import { articleVocabulary, publicationParameters } from '../articles/routes.ts'
import type { StoredDraft } from '../articles/store.ts'
import { conditionsOf } from '../etag.ts'
import { type ItemQuery, itemParameters } from '../list-query.ts'
import { answers, conditionHeaders } from '../openapi.ts'
import type { DriftPolicy } from '../quotes/drift.ts'
import { RefParams, type RouteContext, type Send } from '../resource.ts'
import { respond } from '../respond.ts'
import type { FoundCopy, WorkingCopyStore } from './store.ts'

type OfOne = { Params: { ref: string } }
type Writing = OfOne & { Querystring: { base?: number }; Body: Partial<StoredDraft> }

const path = '/v1/articles/:ref/draft'
const keyed = { tags: ['articles'], security: [{ key: [] }], params: RefParams }

const baseParameter = closed({
  base: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 999_999_999,
      description:
        'The version of the article whose changes it holds: it must be the present one. When it is not given, the present one for a new working copy, else that it was begun from.',
    }),
  ),
})

/** What an article shall become: write it, read it, publish it or drop it. */
export function workingCopyRoutes(
  app: FastifyInstance,
  store: WorkingCopyStore,
  { now }: RouteContext,
  sendArticle: Send<Article>,
): void {
  const { body, quotes } = itemParameters(articleVocabulary) as Record<string, TSchema>

  async function send(request: FastifyRequest, reply: FastifyReply, { id, ...copy }: FoundCopy): Promise<FastifyReply> {
    const query = (request.method === 'GET' || request.method === 'HEAD' ? request.query : {}) as ItemQuery
    const article = await presentArticle(copy.article, { ...query, include: 'quotes' })
    const state = { id, version: copy.version, quotesVersion: null }
    const payload = { ...copy, article }
    return respond(
      request,
      reply,
      { payload, whole: article, state, visibleUntil: null, tags: [copy.article.id] },
      now(),
    )
  }

  app.get<OfOne & { Querystring: ItemQuery }>(
    path,
    {
      config: { scopes: ['drafts:read'] },
      schema: {
        ...keyed,
        operationId: 'readWorkingCopy',
        summary: 'Read the working copy of an article',
        description: 'The article and its quotes as they would be if it were published now. Needs `drafts:read`.',
        querystring: closed({ body, quotes } as Record<string, TSchema>),
        response: answers(
          { 200: ['The working copy.', ref(WorkingCopy)] },
          [304, 308, 400, 401, 403, 404, 429],
          'cached',
        ),
      },
    },
    async (request, reply) => send(request, reply, await store.read(request.caller, request.params.ref)),
  )

  const write = async (request: FastifyRequest<Writing>, reply: FastifyReply, how: 'put' | 'patch') => {
    const { caller, params, query, headers } = request
    const options = { ...conditionsOf(headers), base: query.base ?? null }
    const { created, ...copy } = await store[how](
      caller,
      params.ref,
      (await toStoredDraft(request.body)) as StoredDraft,
      options,
    )
    if (created) reply.code(201).header('location', request.url.split('?')[0] as string)
    return send(request, reply, copy)
  }
  const writes = (canCreate: boolean) => ({
    ...keyed,
    querystring: baseParameter,
    headers: conditionHeaders(canCreate),
    response: answers(
      { 200: ['The working copy.', ref(WorkingCopy)], 201: ['The new working copy.', ref(WorkingCopy)] },
      [308, 400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 428, 429, 503],
      'written',
    ),
  })

  app.put<Writing>(
    path,
    {
      config: { scopes: ['content:write'] },
      schema: {
        ...writes(true),
        operationId: 'putWorkingCopy',
        summary: 'Begin or replace the working copy of an article',
        description:
          'Nothing of the article changes, and no quote of it, until the working copy is published: `content:write` is enough, even where the article is live. Without `If-Match` it begins one; with an `ext:` ref it also replaces one that was written with the same key.',
        body: { ...ref(WorkingCopyDraft), examples: [contentOf(articleExample)] },
      },
    },
    (request, reply) => write(request, reply, 'put'),
  )

  app.patch<Writing>(
    path,
    {
      config: { scopes: ['content:write'] },
      schema: {
        ...writes(false),
        operationId: 'patchWorkingCopy',
        summary: 'Change the working copy of an article, or begin one',
        description:
          'Applies a JSON merge patch (RFC 7396) to the working copy; where there is none, to the article as it is, which begins one. Needs `content:write`.',
        consumes: ['application/merge-patch+json'],
        body: { ...ref(WorkingCopyPatch), examples: [contentOf(articlePatchExample)] },
      },
    },
    (request, reply) => write(request, reply, 'patch'),
  )

  app.delete<OfOne>(
    path,
    {
      config: { scopes: ['content:write'] },
      schema: {
        ...keyed,
        operationId: 'deleteWorkingCopy',
        summary: 'Drop the working copy of an article',
        description: 'The article stays as it is. Needs `content:write`.',
        headers: conditionHeaders(false),
        response: answers({ 204: ['It is gone.'] }, [308, 400, 401, 403, 404, 409, 412, 428, 429, 503]),
      },
    },
    async (request, reply) => {
      await store.discard(request.caller, request.params.ref, conditionsOf(request.headers))
      return reply.code(204).send()
    },
  )

  app.post<OfOne & { Querystring: { onDrift?: DriftPolicy; force?: boolean } }>(
    `${path}/publication`,
    {
      config: { scopes: ['content:publish'] },
      schema: {
        ...keyed,
        operationId: 'publishWorkingCopy',
        summary: 'Publish the working copy of an article',
        description:
          'The article becomes what the working copy says, and published; its quotes follow as `onDrift` says, and the working copy ends. Refused with 409 `working-copy-outdated` when the article has changed since it was begun. `If-Match` names the working copy, and may be left out. Needs `content:publish`.',
        querystring: closed(publicationParameters),
        headers: conditionHeaders(false),
        response: answers(
          { 200: ['The article as it is now.', ref(Article)] },
          [308, 400, 401, 403, 404, 409, 412, 422, 429, 503],
          'written',
        ),
      },
    },
    async (request, reply) => {
      const { caller, params, headers, query } = request
      const { onDrift = 'refuse', force = false } = query
      const found = await store.publish(caller, params.ref, { ...conditionsOf(headers), onDrift, force })
      return sendArticle(request, reply, found)
    },
  )
}

function contentOf(example: Record<string, unknown>): Record<string, unknown> {
  const { status: _, ...content } = example
  return content
}
