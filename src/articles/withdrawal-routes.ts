import type { FastifyInstance } from 'fastify'
import { Article } from '../../schemas/articles.ts'
import { closed, ref } from '../../schemas/common.ts'
import { CorrectionDraft, RemovedList, WithdrawalDraft } from '../../schemas/withdrawals.ts'
import { conditionsOf } from '../etag.ts'
import { type ListQuery, pageParameters } from '../list-query.ts'
import { answers, conditionHeaders } from '../openapi.ts'
import { RefParams, type RouteContext, type Send } from '../resource.ts'
import { linkToNext, respond } from '../respond.ts'
import type { ArticleStore } from './store.ts'

type OfOne<Body> = { Params: { ref: string }; Body: Body }

/** Corrections, withdrawals, and the list of what was withdrawn. */
export function withdrawalRoutes(
  app: FastifyInstance,
  store: ArticleStore,
  { cursors, now }: RouteContext,
  send: Send<Article>,
): void {
  const config = { scopes: ['content:write' as const, 'content:publish' as const] }
  const written = {
    tags: ['articles'],
    security: [{ key: [] }],
    params: RefParams,
    headers: conditionHeaders(false),
    response: answers(
      { 200: ['The article as it is now.', ref(Article)] },
      [308, 400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 429, 503],
      'written',
    ),
  }

  app.post<OfOne<CorrectionDraft>>(
    '/v1/articles/:ref/corrections',
    {
      config,
      schema: {
        ...written,
        operationId: 'correctArticle',
        summary: 'Add a public note of what was corrected',
        description:
          'Adds {`at`, `note`} to `corrections`, with the present time. `If-Match` may be left out, for nothing that stands is changed. Needs `content:publish` where the article is live, else `content:write`.',
        body: ref(CorrectionDraft),
      },
    },
    async (request, reply) => {
      const { caller, params, body, headers } = request
      return send(request, reply, await store.correct(caller, params.ref, body.note, conditionsOf(headers)))
    },
  )

  app.post<OfOne<WithdrawalDraft>>(
    '/v1/articles/:ref/withdrawal',
    {
      config,
      schema: {
        ...written,
        operationId: 'withdrawArticle',
        summary: 'Withdraw an article',
        description:
          'From now on its addresses answer 410 `withdrawn` with the reason to the public, its quotes are public no more, its preview links lead nowhere, and `/v1/removed` lists it. One that never was public stays unknown. A patch of `status` publishes it again. `If-Match` may be left out. Needs `content:publish`.',
        body: ref(WithdrawalDraft),
      },
    },
    async (request, reply) => {
      const { caller, params, body, headers } = request
      return send(request, reply, await store.withdraw(caller, params.ref, body.reason, conditionsOf(headers)))
    },
  )

  app.get<{ Querystring: ListQuery }>(
    '/v1/removed',
    {
      schema: {
        operationId: 'listRemovedArticles',
        tags: ['changes'],
        summary: 'What was withdrawn',
        description:
          'The articles that were public and have been withdrawn, the latest withdrawal first, so that whoever has copies can remove them. What they said is not here.',
        querystring: closed(pageParameters),
        response: answers({ 200: ['A page of what was withdrawn.', ref(RemovedList)] }, [304, 400, 401, 429], 'cached'),
      },
    },
    async (request, reply) => {
      const { query } = request
      const question = 'removed'
      const after = query.cursor === undefined ? null : cursors.read(query.cursor, question)
      const page = await store.removed({ limit: query.limit ?? 20, after, count: query.count ?? false })
      const nextCursor = page.next && cursors.write(page.next, question)
      linkToNext(request, reply, nextCursor)
      const payload = { items: page.items, nextCursor, ...(page.total !== null && { total: page.total }) }
      const tags = ['articles', ...page.items.map(({ id }) => id)]
      return respond(request, reply, { payload, visibleUntil: null, tags }, now())
    },
  )
}
