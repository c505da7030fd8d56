import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Article } from '../../schemas/articles.ts'
import { closed, oneOf } from '../../schemas/common.ts'
import type { Quote } from '../../schemas/quotes.ts'
import { articleVocabulary } from '../articles/routes.ts'
import { pageParameters, type Vocabulary } from '../list-query.ts'
import { answers } from '../openapi.ts'
import { openStatuses } from '../quotes/open-statuses.ts'
import { quoteVocabulary } from '../quotes/routes.ts'
import type { RouteContext } from '../resource.ts'
import type { Stores } from '../stores.ts'
import { articleEntry } from './article-entry.ts'
import { sharedFilters } from './discovery.ts'
import { type FeedFormat, feedFormats } from './formats.ts'
import { type FeedQuery, type FeedSource, sendFeed } from './page.ts'
import { quoteEntry } from './quote-entry.ts'

const content = Type.Optional(
  oneOf(['full', 'summary'], { default: 'full', description: 'Whether items hold the whole text or the summary.' }),
)

/** The feeds of articles and of statements, in every format. */
export function feedRoutes(app: FastifyInstance, stores: Stores, context: RouteContext): void {
  const articles: FeedSource<Article> = {
    kind: 'articles',
    title: 'Isnad',
    description: 'News analysis in which every quotation is attributed.',
    store: stores.articles,
    vocabulary: narrowed(articleVocabulary, sharedFilters),
    include: ['source'],
    fixed: {},
    entryOf: articleEntry,
  }
  const quotes: FeedSource<Quote> = {
    kind: 'quotes',
    title: 'Isnad: statements',
    description: 'Who said what, and where.',
    store: stores.quotes,
    vocabulary: narrowed(quoteVocabulary, ['analyst', 'source', 'toldTo', 'lang']),
    include: ['article', 'analyst', 'source', 'toldTo'],
    fixed: { notStatus: openStatuses },
    entryOf: quoteEntry,
  }
  const said =
    'Statements that an editor stands by (`asserted` or `verified`) in articles that the public may see, by the time their article was published.'
  for (const format of feedFormats) {
    feedRoute(app, articles, 'The latest articles that the public may see.', { content }, format, stores, context)
    feedRoute(app, quotes, said, {}, format, stores, context)
  }
}

function feedRoute<T>(
  app: FastifyInstance,
  source: FeedSource<T>,
  description: string,
  parameters: Record<string, typeof content>,
  format: FeedFormat,
  stores: Stores,
  context: RouteContext,
): void {
  const { kind, vocabulary } = source
  const { limit, cursor } = pageParameters
  const { 200: answer, ...problems } = answers({ 200: ['A page of the feed.'] }, [304, 400, 401, 429], 'cached')
  const { type: _, ...described } = answer
  app.get<{ Querystring: FeedQuery }>(
    `/v1/feeds/${kind}.${format.suffix}`,
    {
      schema: {
        operationId: `read${kind[0]?.toUpperCase()}${kind.slice(1)}FeedAs${format.suffix[0]?.toUpperCase()}${format.suffix.slice(1)}`,
        tags: ['feeds'],
        summary: `The feed of ${kind} as ${format.name}`,
        description: `${description} The same with a key as without: a feed shows what is public only. Paged (RFC 5005): \`next\` leads to older items. Ids never change; characters that XML cannot hold are left out of RSS and Atom.`,
        querystring: closed({ ...vocabulary.filters, ...parameters, limit, cursor }),
        response: { 200: { ...described, content: { [format.mediaType]: { schema: format.schema } } }, ...problems },
      },
    },
    (request, reply) => sendFeed(request, reply, source, format, stores, context),
  )
}

function narrowed(vocabulary: Vocabulary, names: string[]): Vocabulary {
  const filters = Object.entries(vocabulary.filters).filter(([name]) => names.includes(name))
  return { ...vocabulary, filters: Object.fromEntries(filters) }
}
