import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { closed, ref } from '../../schemas/common.ts'
import { RelatedList } from '../../schemas/related.ts'
import { answers } from '../openapi.ts'
import { RefParams, type RouteContext } from '../resource.ts'
import { respond } from '../respond.ts'
import { idsIn } from '../tags.ts'
import type { ArticleStore } from './store.ts'

/** `/v1/articles/{ref}/related`: what to read next, and why. */
export function relatedRoute(app: FastifyInstance, store: ArticleStore, { now }: RouteContext): void {
  app.get<{ Params: { ref: string }; Querystring: { limit?: number } }>(
    '/v1/articles/:ref/related',
    {
      schema: {
        operationId: 'listRelatedArticles',
        tags: ['articles'],
        summary: 'What to read next, and why',
        description:
          'Translations of the article, and articles in which the same people and organisations speak, with the same tags or from the same source, of those that you may see.',
        params: RefParams,
        querystring: closed({
          limit: Type.Optional(
            Type.Integer({ minimum: 1, maximum: 50, default: 10, description: 'How many at most.' }),
          ),
        }),
        response: answers(
          { 200: ['The articles that have most in common with it.', ref(RelatedList)] },
          [304, 308, 400, 401, 404, 410, 429],
          'cached',
        ),
      },
    },
    async (request, reply) => {
      const { caller, params, query } = request
      const { item, visibleUntil } = await store.related(caller, params.ref, query.limit ?? 10)
      const tags = ['articles', ...idsIn(item.items.map(({ article }) => article))]
      return respond(request, reply, { payload: item, visibleUntil, tags }, now())
    },
  )
}
