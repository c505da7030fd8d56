import type { FastifyInstance } from 'fastify'
import { answers, withForms } from '../openapi.ts'
import type { RouteContext } from '../resource.ts'
import { respond } from '../respond.ts'

const mediaType = 'text/plain'

/** `/robots.txt` (RFC 9309): all that is public may be crawled, and where the sitemaps are. */
export function robotsRoute(app: FastifyInstance, context: RouteContext): void {
  app.get(
    '/robots.txt',
    {
      schema: {
        operationId: 'readRobots',
        tags: ['feeds'],
        summary: 'What crawlers may read',
        description: 'Everything that is public, and where the sitemaps are (RFC 9309).',
        response: withForms(answers({ 200: ['The rules for crawlers.'] }, [304, 400, 401, 429], 'cached'), [
          { mediaType },
        ]),
      },
    },
    async (request, reply) => {
      const { base } = context.site()
      const text = `User-agent: *\nAllow: /\n\nSitemap: ${base}/sitemap.xml\nSitemap: ${base}/sitemap-news.xml\n`
      const answer = { payload: {}, content: { type: mediaType, text }, visibleUntil: null, tags: [] }
      return respond(request, reply, answer, context.now())
    },
  )
}
