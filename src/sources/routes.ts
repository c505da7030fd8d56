import type { FastifyInstance } from 'fastify'
import { Country } from '../../schemas/common.ts'
import { SourceDraft, SourceFields, SourceList, SourcePatch, Source as SourceSchema } from '../../schemas/sources.ts'
import { jsonLdType, writeJsonLd } from '../json-ld.ts'
import { questionParameter, several, type Vocabulary } from '../list-query.ts'
import { mergeRoutes } from '../merges/routes.ts'
import { quotesOfRoute } from '../quotes/quotes-of-route.ts'
import { quoteVocabulary } from '../quotes/routes.ts'
import type { QuoteStore } from '../quotes/store.ts'
import type { RouteContext } from '../resource.ts'
import { resourceRoutes } from '../resource-routes.ts'
import { toOrganization } from './json-ld.ts'
import type { SourceStore } from './store.ts'

const vocabulary: Vocabulary = {
  fields: Object.keys(SourceSchema.properties),
  includes: [],
  sorts: ['name', 'createdAt', 'updatedAt'],
  defaultSort: 'name',
  filters: {
    q: questionParameter('Sources in whose names or aliases all these words stand.'),
    kind: several(SourceSchema.properties.kind, 'Sources of this kind.'),
    country: several(Country, 'Sources of this country.'),
  },
  hasBody: false,
}

/** The HTTP of sources. */
export function sourceRoutes(
  app: FastifyInstance,
  store: SourceStore,
  quotes: QuoteStore,
  context: RouteContext,
): void {
  const { send } = resourceRoutes(
    app,
    {
      kind: 'sources',
      store,
      vocabulary,
      schemas: { item: SourceSchema, fields: SourceFields, draft: SourceDraft, patch: SourcePatch, list: SourceList },
      examples: {
        draft: {
          externalId: 'sahil-news',
          name: 'ساحل نيوز',
          names: { en: 'Sahil News' },
          kind: 'outlet',
          lang: 'ar',
          url: 'https://example.org/',
        },
        patch: { url: 'https://example.com/', description: null },
      },
      forms: [
        {
          mediaType: jsonLdType,
          suffix: 'jsonld',
          description: 'The source as a schema.org `Organization`; safe inside a script element as it is.',
          include: [],
          render: async (item, { base }) => writeJsonLd(toOrganization(item, base)),
        },
      ],
      options: (conditions) => conditions,
    },
    context,
  )
  mergeRoutes(app, 'sources', SourceSchema, store, context, send)
  quotesOfRoute(
    app,
    'sources',
    'source',
    'The statements of a source, the newest first',
    quotes,
    store,
    quoteVocabulary,
    context,
  )
}
