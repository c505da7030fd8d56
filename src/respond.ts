import type { FastifyReply, FastifyRequest } from 'fastify'
import { etagOf, isNoneMatch } from './etag.ts'

/** How long a shared cache may answer for us, in seconds: fresh, and then stale while it asks again. */
const sharedFor = 60
const staleFor = 300

/** The most ids that `Cache-Tag` lists: clients refuse headers of more than 16 KiB. */
const mostTags = 150

interface Answer {
  /** What is sent, as JSON. */
  payload: unknown
  /** What the payload was picked from, when it need not tell its language any more. */
  whole?: unknown
  /** What is sent instead, when it is not JSON; `payload` then only tells the language. */
  content?: { type: string; text: string }
  /** The resource that the answer is, for its entity tag; a list has none. */
  state?: { id: string; version: number; quotesVersion: number | null }
  /** When it ceases to be public by itself. */
  visibleUntil: string | null
  /** The names and ids that `Cache-Tag` lists. */
  tags: string[]
}

/**
 * Sends a representation with its entity tag and how it may be cached, or 304
 * (RFC 9110, 9111, 5861). What a key sees is never stored.
 */
export function respond(request: FastifyRequest, reply: FastifyReply, answer: Answer, now: Date): FastifyReply {
  const { type, text } = answer.content ?? { type: 'application/json', text: JSON.stringify(answer.payload) }
  const bytes = Buffer.from(text)
  const etag = etagOf(bytes, answer.state)
  const reads = request.method === 'GET' || request.method === 'HEAD'
  reply.header('etag', etag)
  vary(reply, 'Authorization')
  if (reads) {
    reply.header('cache-control', cacheControl(request, answer.visibleUntil, now))
    reply.header('cache-tag', cacheTags(answer.tags).join(','))
  }
  const languages = languagesOf(answer.whole ?? answer.payload)
  if (languages.length > 0) reply.header('content-language', languages.join(', '))
  if (reads && isNoneMatch(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.type(type.includes('json') && type.includes(';') ? type : `${type}; charset=utf-8`).send(bytes)
}

/** Leads from a page of a list to the next (RFC 8288). */
export function linkToNext({ url }: FastifyRequest, reply: FastifyReply, cursor: string | null): void {
  if (cursor === null) return
  const [path = ''] = url.split('?')
  const parameters = new URLSearchParams(url.slice(path.length))
  parameters.set('cursor', cursor)
  const present = reply.getHeader('link')
  const next = `<${path}?${parameters}>; rel="next"`
  reply.header('link', present === undefined ? next : `${next}, ${present}`)
}

/** Adds to what `Vary` names already. */
export function vary(reply: FastifyReply, name: string): void {
  const present = String(reply.getHeader('vary') ?? '')
  reply.header('vary', present === '' ? name : `${present}, ${name}`)
}

/** The public may be answered from a shared cache, but never after the content has expired. */
export function cacheControl(request: FastifyRequest, visibleUntil: string | null, now: Date): string {
  if (request.caller.keyId !== null) return 'private, no-store'
  const left = visibleUntil === null ? Number.POSITIVE_INFINITY : (Date.parse(visibleUntil) - now.getTime()) / 1000
  const fresh = Math.max(0, Math.min(sharedFor, Math.floor(left)))
  const stale = Math.max(0, Math.min(staleFor, Math.floor(left) - fresh))
  return `public, max-age=0, s-maxage=${fresh}, stale-while-revalidate=${stale}`
}

/** When there are too many to list, the ids give way to the names of their kinds, which are purged with every change. */
function cacheTags(tags: string[]): string[] {
  const distinct = [...new Set(tags)]
  if (distinct.length <= mostTags) return distinct
  return ['articles', 'sources', 'analysts', 'quotes', ...distinct.slice(0, mostTags - 4)]
}

function languagesOf(payload: unknown): string[] {
  const { lang, items } = payload as { lang?: string | null; items?: { lang?: string | null }[] }
  const all = [lang, ...(items ?? []).map((item) => item.lang)].filter((one) => typeof one === 'string')
  return [...new Set(all)].slice(0, 20)
}
