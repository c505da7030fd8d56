import type { FastifyReply, FastifyRequest } from 'fastify'
import { etagOf, isNoneMatch } from '../etag.ts'
import type { Api } from './api.ts'
import type { Html } from './html.ts'

/** Nothing runs, nothing is framed, nothing is sent anywhere; pictures may stand on any site. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What is sent besides the page itself. */
interface Sent {
  lang: string
  /** Whether the language was chosen by the reader's `Accept-Language`. */
  negotiated: boolean
  status?: number
}

/** Sends a page, to be kept no longer than anything it was made of, or 304. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, api: Api, page: Html, sent: Sent): FastifyReply {
  const { lang, negotiated, status = 200 } = sent
  const bytes = Buffer.from(page.text)
  const etag = etagOf(bytes)
  reply.header('content-security-policy', contentSecurityPolicy).header('content-language', lang)
  if (negotiated) reply.header('vary', 'Accept-Language')
  if (status !== 200) reply.header('cache-control', 'no-store')
  else {
    reply.header('etag', etag).header('cache-control', cacheControl(api.asked.map(({ headers }) => headers)))
    const tags = new Set(api.asked.flatMap(({ headers }) => String(headers['cache-tag'] ?? '').split(',')))
    reply.header('cache-tag', [...tags].filter(Boolean).slice(0, mostTags).join(','))
    if (isNoneMatch(request.headers['if-none-match'], etag)) return reply.code(304).send()
  }
  return reply.code(status).type('text/html; charset=utf-8').send(bytes)
}

/** Clients refuse headers of more than 16 KiB. */
const mostTags = 300

/** The shortest of each time that the answers may be kept. */
function cacheControl(answers: { 'cache-control'?: string }[]): string {
  const least = (directive: string) =>
    Math.min(
      ...answers.map((headers) =>
        Number(new RegExp(`${directive}=(\\d+)`).exec(headers['cache-control'] ?? '')?.[1] ?? 0),
      ),
    )
  const [fresh, stale] = [least('s-maxage'), least('stale-while-revalidate')]
  return `public, max-age=0, s-maxage=${fresh}, stale-while-revalidate=${stale}`
}
