import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import {
  type Article,
  ArticleDraft,
  ArticleFields,
  ArticleList,
  ArticlePatch,
  Article as ArticleSchema,
} from '../../schemas/articles.ts'
import { Checks } from '../../schemas/checks.ts'
import { DateTime, Language, label, oneOf, Ref, ref } from '../../schemas/common.ts'
import { feedLinks } from '../feeds/discovery.ts'
import { orName, several, type Vocabulary } from '../list-query.ts'
import { answers } from '../openapi.ts'
import type { DriftPolicy } from '../quotes/drift.ts'
import { forceParameter } from '../quotes/routes.ts'
import { RefParams, type RouteContext, type Send } from '../resource.ts'
import { resourceRoutes } from '../resource-routes.ts'
import { presentArticle, toStoredDraft } from './content.ts'
import { articleExample, articlePatchExample } from './examples.ts'
import { articleForms } from './forms.ts'
import { relatedRoute } from './related-route.ts'
import type { ArticleOptions, ArticleStore, StoredDraft } from './store.ts'
import { withdrawalRoutes } from './withdrawal-routes.ts'

const time = (description: string) => Type.Optional({ ...DateTime, description })

const { properties } = ArticleSchema

export const articleVocabulary: Vocabulary = {
  fields: Object.keys(properties).filter((name) => !['source', 'quotes'].includes(name)),
  includes: ['source', 'quotes', 'quotes.analyst', 'quotes.source', 'quotes.toldTo'],
  sorts: ['publishedAt', 'createdAt', 'updatedAt', 'title'],
  defaultSort: '-publishedAt',
  filters: {
    lang: several(Language, 'Articles in this language; `ar` also finds `ar-LY` (RFC 4647).'),
    section: several(label(100), 'Articles of this section.'),
    tag: several(label(100), 'Articles with this tag.'),
    source: several(Ref, `Articles published by this source${orName}.`),
    analyst: several(Ref, `Articles that quote this analyst${orName}.`),
    status: several(oneOf(['draft', 'published', 'withdrawn']), 'Articles with this status, of those you may see.'),
    publishedFrom: time('Published at this time or later.'),
    publishedTo: time('Published before this time.'),
  },
  hasBody: true,
}

/** What becomes of quotes whose words an edit changes. */
export const driftParameter = Type.Optional(
  oneOf(['refuse', 'flag', 'update'], {
    default: 'refuse',
    description:
      'What to do when the new body changes the words of a direct or mixed quote: `refuse` with 409, `flag` the quote as disputed, or `update` it to the new words where they are similar enough.',
  }),
)

/** What a write that may become public can say of quotes. */
export const publicationParameters = { force: forceParameter, onDrift: driftParameter }

/** The HTTP of articles. */
export function articleRoutes(
  app: FastifyInstance,
  store: ArticleStore,
  context: RouteContext,
): { send: Send<Article> } {
  const { send } = resourceRoutes<Article, StoredDraft, ArticleOptions>(
    app,
    {
      kind: 'articles',
      store,
      vocabulary: articleVocabulary,
      schemas: {
        item: ArticleSchema,
        fields: ArticleFields,
        draft: ArticleDraft,
        patch: ArticlePatch,
        list: ArticleList,
      },
      examples: { draft: articleExample, patch: articlePatchExample },
      writeParameters: publicationParameters,
      options: (conditions, { onDrift = 'refuse', force = false }: { onDrift?: DriftPolicy; force?: boolean }) => ({
        ...conditions,
        onDrift,
        force,
      }),
      toStore: toStoredDraft,
      needs: ({ quotes }) => (quotes === 'marked' ? ['quotes'] : []),
      present: presentArticle,
      listLinks: feedLinks,
      forms: articleForms,
      translations: (caller, id) => store.translations(caller, id),
    },
    context,
  )

  relatedRoute(app, store, context)
  withdrawalRoutes(app, store, context, send)
  app.get<{ Params: { ref: string } }>(
    '/v1/articles/:ref/checks',
    {
      config: { scopes: ['drafts:read'] },
      schema: {
        operationId: 'checkArticle',
        tags: ['articles'],
        summary: 'What to look at before publishing',
        description:
          'Words between quotation marks that no quote covers, quotes without a speaker, quotes that have drifted, the same words attributed to somebody else elsewhere, and what is missing.',
        security: [{ key: [] }],
        params: RefParams,
        response: answers({ 200: ['What was found.', ref(Checks)] }, [308, 400, 401, 403, 404, 429]),
      },
    },
    async (request, reply) => {
      const checks = await store.checks(request.caller, request.params.ref)
      return reply.header('cache-control', 'private, no-store').send(checks)
    },
  )
  return { send }
}
