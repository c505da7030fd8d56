import type { FastifyInstance } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { Article } from '../../schemas/articles.ts'
import { closed, Id, RefInPath, ref } from '../../schemas/common.ts'
import { Preview, PreviewDraft, PreviewList } from '../../schemas/previews.ts'
import { presentArticle } from '../articles/content.ts'
import { articleForms } from '../articles/forms.ts'
import { articleVocabulary } from '../articles/routes.ts'
import { Failure, invalidContent } from '../errors.ts'
import { toUtc } from '../formats.ts'
import { preferredForm } from '../forms.ts'
import { type ItemQuery, itemParameters } from '../list-query.ts'
import { answers, messageHeader, withForms } from '../openapi.ts'
import { RefParams, type RouteContext } from '../resource.ts'
import { vary } from '../respond.ts'
import { createPreviewTokens } from './signature.ts'
import type { PreviewEntry, PreviewStore } from './store.ts'

type OfOne = { Params: { ref: string; id: string } }

const path = '/v1/articles/:ref/previews'
const keyed = { tags: ['articles'], security: [{ key: [] }], params: RefParams }

const day = 24 * 60 * 60 * 1000
const usual = 7 * day
const longest = 30 * day

/** In a browser the article is shown as a page. */
const forms = articleForms.filter(({ mediaType }) => mediaType === 'text/html')

/** Links that show an article before it is public. */
export function previewRoutes(
  app: FastifyInstance,
  store: PreviewStore,
  { now, site }: RouteContext,
  secret: string,
): void {
  const tokens = createPreviewTokens(secret)
  const withUrl = ({ id, ...entry }: PreviewEntry) => ({
    id,
    url: `${site().base}/v1/previews/${tokens.write(id)}`,
    ...entry,
  })

  app.post<OfOne & { Body: PreviewDraft }>(
    path,
    {
      config: { scopes: ['content:write'] },
      schema: {
        ...keyed,
        operationId: 'createPreview',
        summary: 'Make a link that shows an article before it is public',
        description:
          'Whoever has the link sees this one article, as its working copy says if there is one, without a key, until it expires or is revoked. Needs `content:write`.',
        headers: messageHeader(),
        body: ref(PreviewDraft),
        response: answers(
          { 201: ['The new link.', ref(Preview)] },
          [308, 400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 503],
        ),
      },
    },
    async (request, reply) => {
      const { caller, params, body } = request
      const preview = await store.create(caller, params.ref, expiryOf(body.expiresAt ?? null, now()))
      return reply.code(201).header('cache-control', 'private, no-store').send(withUrl(preview))
    },
  )

  app.get<OfOne>(
    path,
    {
      config: { scopes: ['drafts:read'] },
      schema: {
        ...keyed,
        operationId: 'listPreviews',
        summary: 'The links that show an article',
        description: 'Those that still lead there. Needs `drafts:read`.',
        response: answers({ 200: ['The links.', ref(PreviewList)] }, [308, 400, 401, 403, 404, 429]),
      },
    },
    async (request, reply) => {
      const previews = await store.list(request.caller, request.params.ref)
      return reply.header('cache-control', 'private, no-store').send({ items: previews.map(withUrl) })
    },
  )

  app.delete<OfOne>(
    `${path}/:id`,
    {
      config: { scopes: ['content:write'] },
      schema: {
        ...keyed,
        operationId: 'revokePreview',
        summary: 'Revoke a link that shows an article',
        description: 'It leads nowhere from now on. Needs `content:write`.',
        params: closed({ ref: RefInPath, id: Id }),
        response: answers({ 204: ['It leads nowhere.'] }, [308, 400, 401, 403, 404, 409, 429, 503]),
      },
    },
    async (request, reply) => {
      await store.revoke(request.caller, request.params.ref, request.params.id)
      return reply.code(204).send()
    },
  )

  const { body, quotes } = itemParameters(articleVocabulary) as Record<string, TSchema>
  app.get<{ Params: { token: string }; Querystring: ItemQuery }>(
    '/v1/previews/:token',
    {
      schema: {
        operationId: 'readPreview',
        tags: ['articles'],
        summary: 'See an article that is not public yet',
        description:
          'What a link of `POST /v1/articles/{ref}/previews` leads to: the article with its source and its quotes, as JSON or as a page. No key is needed; nothing may be kept. 404 once the link has expired or was revoked.',
        params: closed({
          token: Type.String({
            maxLength: 200,
            description: 'As it stands in the link.',
            examples: ['0193a1b2-….q83v…'],
          }),
        }),
        querystring: closed({ body, quotes } as Record<string, TSchema>),
        response: withForms(answers({ 200: ['The article.', ref(Article)] }, [400, 401, 404, 429]), forms),
      },
    },
    async (request, reply) => {
      const id = tokens.read(request.params.token)
      const article = id && (await store.show(id))
      if (!article)
        throw new Failure('not-found', 'The link is not right, has expired or was revoked. Ask for a new one.')
      vary(reply, 'Accept')
      reply.header('cache-control', 'private, no-store')
      reply.header('x-robots-tag', 'noindex, nofollow').header('referrer-policy', 'no-referrer')
      reply.header('content-language', article.lang)
      const form = preferredForm(request.headers, forms)
      if (!form) return reply.send(await presentArticle(article, { ...request.query, include: 'quotes' }))
      if (form.contentSecurityPolicy) reply.header('content-security-policy', form.contentSecurityPolicy)
      return reply.type(`${form.mediaType}; charset=utf-8`).send(await form.render(article, site()))
    },
  )
}

/** Throws `invalid-content` for a time that has passed, or is too far off. */
function expiryOf(asked: string | null, now: Date): string {
  if (asked === null) return new Date(now.getTime() + usual).toISOString()
  const left = Date.parse(asked) - now.getTime()
  if (left > 0 && left <= longest) return toUtc(asked)
  throw invalidContent([
    { pointer: '/expiresAt', detail: 'must be a time to come, within 30 days', code: 'out-of-range' },
  ])
}
