import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Api, apiFor, Elsewhere, Refused } from './api.ts'
import { articlePage } from './article-page.ts'
import type { Html } from './html.ts'
import { languageOf } from './languages.ts'
import { listPage } from './list-page.ts'
import { refusalPage } from './refusal-page.ts'
import { sendPage } from './send.ts'
import { speakerPage } from './speaker-page.ts'
import { stylesheet } from './stylesheet.ts'

/** A page and its language; or only where it is now. */
type Made = { page: Html; lang: string; negotiated: boolean } | { location: string }

/**
 * `/read`: an example of a frontend. It has no store: all it knows it asks of
 * the public API, as anybody could.
 */
export function readerRoutes(app: FastifyInstance, site: () => { base: string }): void {
  const page = (url: string, make: (api: Api, request: FastifyRequest) => Promise<Made>) =>
    app.get(url, { schema: { hide: true } }, async (request, reply) => {
      const api = apiFor(app, request)
      try {
        const made = await make(api, request)
        if ('location' in made) return redirect(reply, made.location)
        return sendPage(request, reply, api, made.page, made)
      } catch (error) {
        if (error instanceof Elsewhere) return redirect(reply, elsewhere(request, error.ref))
        if (!(error instanceof Refused)) throw error
        const { lang } = languageOf(request)
        if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter)
        const sent = { lang, negotiated: true, status: error.status }
        return sendPage(request, reply, api, refusalPage(api, error, lang), sent)
      }
    })

  page('/read', async (api, request) => {
    const { lang, negotiated } = languageOf(request)
    return { page: await listPage(api, request.url, lang, negotiated), lang, negotiated }
  })

  app.get('/read/', { schema: { hide: true } }, async (request, reply) =>
    reply.header('cache-control', 'public, max-age=0').redirect(request.url.replace('/read/', '/read'), 308),
  )

  page('/read/:ref', async (api, request) => {
    const ref = refOf(request)
    const { article, page } = await articlePage(api, ref, site().base)
    if (article.slug !== ref) return { location: elsewhere(request, article.slug) }
    return { page, lang: article.lang, negotiated: false }
  })

  for (const kind of ['analysts', 'sources'] as const)
    page(`/read/${kind}/:ref`, async (api, request) => {
      const { lang, negotiated } = languageOf(request)
      const cursor = new URLSearchParams(request.url.split('?')[1]).get('cursor')
      const { slug, page } = await speakerPage(api, { kind, ref: refOf(request), lang, cursor })
      if (slug !== refOf(request)) return { location: elsewhere(request, slug) }
      return { page, lang, negotiated }
    })

  app.get(stylesheet.path, { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('text/css; charset=utf-8')
      .send(stylesheet.text),
  )
}

function refOf({ params }: FastifyRequest): string {
  return (params as { ref: string }).ref.normalize('NFC')
}

/** The same address with the present slug; the query stays. */
function elsewhere(request: FastifyRequest, slug: string): string {
  const [path = ''] = request.url.split('?')
  return `${path.slice(0, path.lastIndexOf('/'))}/${encodeURIComponent(slug)}${request.url.slice(path.length)}`
}

/** Not for ever: what has a new slug may get back its earlier one. */
function redirect(reply: FastifyReply, location: string): FastifyReply {
  return reply.header('cache-control', 'public, max-age=0').redirect(location, 302)
}
