import type { FastifyInstance } from 'fastify'
import { closed, ref } from '../../schemas/common.ts'
import { QuoteList } from '../../schemas/quotes.ts'
import { type ListQuery, listParameters, type Vocabulary } from '../list-query.ts'
import { answers } from '../openapi.ts'
import { RefParams, type RouteContext } from '../resource.ts'
import { sendPage } from '../send.ts'
import { type Kind, type ResourceStore, singular } from '../store.ts'
import type { QuoteStore } from './store.ts'

/**
 * `/v1/{kind}/{ref}/quotes`: the quotes that refer to one article, analyst or
 * source by the filter of that name, which the query then does not take.
 */
export function quotesOfRoute(
  app: FastifyInstance,
  kind: Exclude<Kind, 'quotes'>,
  filter: 'article' | 'analyst' | 'source',
  summary: string,
  quotes: QuoteStore,
  owners: Pick<ResourceStore<{ id: string }, never, never, never>, 'read'>,
  vocabulary: Vocabulary,
  context: RouteContext,
): void {
  const one = singular[kind]
  const { [filter]: _, ...others } = vocabulary.filters
  const narrowed = { ...vocabulary, filters: others, defaultSort: kind === 'articles' ? 'position' : '-publishedAt' }
  app.get<{ Params: { ref: string }; Querystring: ListQuery }>(
    `/v1/${kind}/:ref/quotes`,
    {
      schema: {
        operationId: `list${one[0]?.toUpperCase()}${one.slice(1)}Quotes`,
        tags: ['quotes', kind],
        summary,
        description: `The quotes that you may see of this ${one}, by id, slug or \`ext:\` key, a page at a time.`,
        params: RefParams,
        querystring: closed(listParameters(narrowed)),
        response: answers(
          { 200: ['A page of quotes.', ref(QuoteList)] },
          [304, 308, 400, 401, 403, 404, ...(kind === 'articles' ? [410] : []), 429],
          'cached',
        ),
      },
    },
    async (request, reply) => {
      const owner = await owners.read(request.caller, request.params.ref, { include: [], trashed: false, body: false })
      const resource = {
        kind: 'quotes' as const,
        store: quotes,
        vocabulary: { ...vocabulary, defaultSort: narrowed.defaultSort },
      }
      return sendPage(request, reply, resource, context, { [filter]: [owner.item.id] })
    },
  )
}
