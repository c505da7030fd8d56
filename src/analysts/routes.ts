import type { FastifyInstance } from 'fastify'
import {
  AnalystDraft,
  AnalystFields,
  AnalystList,
  AnalystPatch,
  Analyst as AnalystSchema,
} from '../../schemas/analysts.ts'
import { Country, label } from '../../schemas/common.ts'
import { jsonLdType, writeJsonLd } from '../json-ld.ts'
import { questionParameter, several, type Vocabulary } from '../list-query.ts'
import { mergeRoutes } from '../merges/routes.ts'
import { quotesOfRoute } from '../quotes/quotes-of-route.ts'
import { quoteVocabulary } from '../quotes/routes.ts'
import type { QuoteStore } from '../quotes/store.ts'
import type { RouteContext } from '../resource.ts'
import { resourceRoutes } from '../resource-routes.ts'
import { toPerson } from './json-ld.ts'
import type { AnalystStore } from './store.ts'

const vocabulary: Vocabulary = {
  fields: Object.keys(AnalystSchema.properties),
  includes: [],
  sorts: ['name', 'createdAt', 'updatedAt'],
  defaultSort: 'name',
  filters: {
    q: questionParameter('Analysts in whose names or aliases all these words stand.'),
    country: several(Country, 'Analysts of this country.'),
    topic: several(label(100), 'Analysts who speak about this.'),
  },
  hasBody: false,
}

/** The HTTP of analysts. */
export function analystRoutes(
  app: FastifyInstance,
  store: AnalystStore,
  quotes: QuoteStore,
  context: RouteContext,
): void {
  const { send } = resourceRoutes(
    app,
    {
      kind: 'analysts',
      store,
      vocabulary,
      schemas: {
        item: AnalystSchema,
        fields: AnalystFields,
        draft: AnalystDraft,
        patch: AnalystPatch,
        list: AnalystList,
      },
      examples: {
        draft: {
          externalId: 'salem',
          name: 'سالم الطويل',
          names: { en: 'Salem al-Tawil' },
          roles: [{ title: 'باحث في شؤون المياه', affiliation: 'معهد الساحل للدراسات', from: '2021' }],
          topics: ['المياه'],
        },
        patch: { aliases: ['س. الطويل'] },
      },
      forms: [
        {
          mediaType: jsonLdType,
          suffix: 'jsonld',
          description: 'The analyst as a schema.org `Person`; safe inside a script element as it is.',
          include: [],
          render: async (item, { base }) => writeJsonLd(toPerson(item, base)),
        },
      ],
      options: (conditions) => conditions,
    },
    context,
  )
  mergeRoutes(app, 'analysts', AnalystSchema, store, context, send)
  quotesOfRoute(
    app,
    'analysts',
    'analyst',
    'The statements of an analyst, the newest first',
    quotes,
    store,
    quoteVocabulary,
    context,
  )
}
