import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { DateTime, Language, Ref, ref } from '../../schemas/common.ts'
import { OccurrenceList } from '../../schemas/occurrences.ts'
import { QuoteDraft, QuoteFields, QuoteList, QuotePatch, Quote as QuoteSchema } from '../../schemas/quotes.ts'
import type { ArticleStore } from '../articles/store.ts'
import { orName, questionParameter, several, type Vocabulary } from '../list-query.ts'
import { answers } from '../openapi.ts'
import { RefParams, type RouteContext } from '../resource.ts'
import { resourceRoutes } from '../resource-routes.ts'
import { respond } from '../respond.ts'
import { idsIn } from '../tags.ts'
import { annotationType, toAnnotation } from './annotation.ts'
import { quotesOfRoute } from './quotes-of-route.ts'
import type { QuoteStore } from './store.ts'

const { kind, status } = QuoteSchema.properties

export const quoteVocabulary: Vocabulary = {
  fields: Object.keys(QuoteSchema.properties).filter(
    (name) => !['article', 'analyst', 'source', 'toldTo'].includes(name),
  ),
  includes: ['article', 'analyst', 'source', 'toldTo'],
  sorts: ['publishedAt', 'position', 'createdAt', 'updatedAt'],
  defaultSort: '-publishedAt',
  filters: {
    article: several(Ref, 'Quotes in this article.'),
    analyst: several(Ref, `Quotes by this analyst${orName}.`),
    source: several(Ref, `Quotes by this source${orName}.`),
    toldTo: several(Ref, `Quotes told to this source${orName}.`),
    lang: several(Language, 'Quotes in this language; `ar` also finds `ar-LY` (RFC 4647).'),
    kind: several(kind, 'Quotes of this kind.'),
    status: several(status, 'Quotes with this status.'),
    anchor: several(
      Type.Unsafe<string>({ type: 'string', enum: ['exact', 'moved', 'fuzzy', 'drifted'] }),
      'Quotes whose words stand so.',
    ),
    from: Type.Optional({ ...DateTime, description: 'In articles published at this time or later.' }),
    to: Type.Optional({ ...DateTime, description: 'In articles published before this time.' }),
    q: questionParameter('Quotes in whose words, or in the names of whose speaker, all these words stand.'),
  },
  hasBody: false,
}

/** Overrides the refusal to publish quotes without a speaker. */
export const forceParameter = Type.Optional(
  Type.Boolean({
    description:
      'Whether direct and mixed quotes without a speaker may become public; the log says that it was forced.',
  }),
)

/** The HTTP of quotes. */
export function quoteRoutes(
  app: FastifyInstance,
  store: QuoteStore,
  articles: ArticleStore,
  context: RouteContext,
): void {
  resourceRoutes(
    app,
    {
      kind: 'quotes',
      store,
      vocabulary: quoteVocabulary,
      schemas: { item: QuoteSchema, fields: QuoteFields, draft: QuoteDraft, patch: QuotePatch, list: QuoteList },
      examples: {
        draft: {
          articleId: 'ext:desk-2026-0412',
          kind: 'direct',
          spans: [{ text: 'الماء لا ينتظر أحدا' }],
          analystId: 'ext:salem',
          role: 'باحث في شؤون المياه',
          mention: { kind: 'surname', text: 'الطويل' },
          cue: 'يقول',
          toldToId: 'ext:sahil-news',
        },
        patch: { status: 'verified' },
      },
      writeParameters: { force: forceParameter },
      forms: [
        {
          mediaType: annotationType,
          suffix: null,
          description: 'The quote as a W3C Web Annotation.',
          include: [],
          render: async (quote, { base }) => JSON.stringify(toAnnotation(quote, base)),
        },
      ],
      options: (conditions, { force = false }: { force?: boolean }) => ({ ...conditions, force }),
    },
    context,
  )
  app.get<{ Params: { ref: string } }>(
    '/v1/quotes/:ref/occurrences',
    {
      schema: {
        operationId: 'listOccurrences',
        tags: ['quotes'],
        summary: 'The same words elsewhere',
        description: 'The same statement in other articles that you may see, and near-duplicates.',
        params: RefParams,
        response: answers(
          { 200: ['Where else it is quoted.', ref(OccurrenceList)] },
          [304, 308, 400, 401, 404, 429],
          'cached',
        ),
      },
    },
    async (request, reply) => {
      const { item, visibleUntil } = await store.occurrences(request.caller, request.params.ref)
      const tags = ['quotes', ...idsIn(item.items.map(({ quote }) => quote))]
      return respond(request, reply, { payload: item, visibleUntil, tags }, context.now())
    },
  )
  quotesOfRoute(
    app,
    'articles',
    'article',
    'The quotes of an article, in text order',
    store,
    articles as never,
    quoteVocabulary,
    context,
  )
}
