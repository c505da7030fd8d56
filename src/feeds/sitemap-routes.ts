import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { closed } from '../../schemas/common.ts'
import { Failure } from '../errors.ts'
import { answers, withForms } from '../openapi.ts'
import type { RouteContext } from '../resource.ts'
import { respond } from '../respond.ts'
import { newsSitemap, sitemap, sitemapIndex } from './sitemap.ts'
import type { SitemapArticle, SitemapStore } from './sitemap-store.ts'

const mediaType = 'application/xml'

/** How long an article is news: Google takes those of the last two days. */
const newsFor = 48 * 3600 * 1000

/** The sitemaps for search engines: of all articles that the public may see, and of the latest. */
export function sitemapRoutes(app: FastifyInstance, store: SitemapStore, context: RouteContext): void {
  const response = (description: string, statuses: number[]) =>
    withForms(answers({ 200: [description] }, statuses, 'cached'), [{ mediaType }])
  const common = 'Only what the public may see, with a key as without.'

  app.get(
    '/sitemap.xml',
    {
      schema: {
        operationId: 'readSitemapIndex',
        tags: ['feeds'],
        summary: 'The index of the sitemaps',
        description: `A sitemap for each month in which articles were published, with the time of its last change; before the first, the sitemap of the latest articles. ${common}`,
        response: response('The index.', [304, 400, 401, 429]),
      },
    },
    async (request, reply) => send(request, reply, sitemapIndex(await store.pages(), context.site().base), [], null),
  )

  app.get<{ Params: { page: string } }>(
    '/sitemaps/:page.xml',
    {
      schema: {
        operationId: 'readSitemap',
        tags: ['feeds'],
        summary: 'One sitemap',
        description: `The articles of one month, at most 5,000: a month with more has several. Each with the time of its last change and its translations. ${common}`,
        params: closed({
          page: Type.String({
            maxLength: 20,
            description: 'The month, as the index names it; its later pages also have a number.',
            examples: ['2026-03', '2026-03-2'],
          }),
        }),
        response: response('The sitemap.', [304, 400, 401, 404, 429]),
      },
    },
    async (request, reply) => {
      const page = await store.page(request.params.page)
      if (!page) throw new Failure('not-found', `There is no sitemap '${request.params.page}'.`)
      return send(request, reply, sitemap(page.items, context.site()), page.items, page.visibleUntil)
    },
  )

  app.get(
    '/sitemap-news.xml',
    {
      schema: {
        operationId: 'readNewsSitemap',
        tags: ['feeds'],
        summary: 'The sitemap of the latest articles',
        description: `The articles published in the last 48 hours, latest first, at most 1000, as Google News takes them; when there are none, the front page alone, for a sitemap must name an address. ${common}`,
        response: response('The sitemap.', [304, 400, 401, 429]),
      },
    },
    async (request, reply) => {
      const since = new Date(context.now().getTime() - newsFor).toISOString()
      const { items, visibleUntil } = await store.since(since)
      const oldest = items.at(-1)
      const leaves = oldest ? new Date(Date.parse(oldest.publishedAt) + newsFor).toISOString() : null
      const until = [visibleUntil, leaves].filter((time) => time !== null).sort()[0] ?? null
      return send(request, reply, newsSitemap(items, context.site()), items, until)
    },
  )

  function send(
    request: FastifyRequest,
    reply: FastifyReply,
    text: string,
    items: SitemapArticle[],
    visibleUntil: string | null,
  ): Promise<FastifyReply> {
    const tags = ['articles', ...items.map(({ id }) => id)]
    const answer = { payload: {}, content: { type: mediaType, text }, visibleUntil, tags }
    return respond(request, reply, answer, context.now())
  }
}
