import type { FastifyReply, FastifyRequest } from 'fastify'
import { encode, preferredCoding } from './cache/codings.ts'
import type { Representation } from './cache/entries.ts'
import { etagOf, isNoneMatch } from './etag.ts'
import type { Kind } from './store.ts'

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
  /** The kinds of which any change may change the answer; all of them when not given. */
  dependsOn?: Kind[]
}

const allKinds: Kind[] = ['articles', 'sources', 'analysts', 'quotes']

/**
 * Sends a representation with its entity tag and how it may be cached, or 304
 * (RFC 9110, 9111, 5861). What the public is sent is kept, and compressed where it
 * accepts that; what a key sees is neither.
 */
export async function respond(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  now: Date,
): Promise<FastifyReply> {
  const { type, text } = answer.content ?? { type: 'application/json', text: JSON.stringify(answer.payload) }
  const { visibleUntil, tags, dependsOn = allKinds } = answer
  const plain = Buffer.from(text)
  const coding = reads(request) && request.caller.keyId === null ? preferredCoding(request.headers) : 'identity'
  const coded = await encode(plain, etagOf(plain, answer.state), coding)
  reply.header('etag', coded.etag)
  vary(reply, 'Authorization')
  if (reads(request)) {
    vary(reply, 'Accept-Encoding')
    reply.header('cache-tag', cacheTags(tags).join(','))
  }
  const languages = languagesOf(answer.whole ?? answer.payload)
  if (languages.length > 0) reply.header('content-language', languages.join(', '))
  const representation = {
    ...coded,
    type: type.includes('json') && type.includes(';') ? type : `${type}; charset=utf-8`,
    visibleUntil,
    tags: [...new Set([...tags, ...dependsOn])],
    headers: headersSince(request.making?.before ?? {}, reply),
  }
  await request.making?.task.keep(representation)
  if (reads(request)) reply.header('cache-control', cacheControl(request, visibleUntil, now))
  return deliver(request, reply, representation)
}

/** Sends the bytes, or 304 when the client holds them; the headers are there. */
export function deliver(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag, type, coding, bytes }: Pick<Representation, 'etag' | 'type' | 'coding' | 'bytes'>,
): FastifyReply {
  if (reads(request) && isNoneMatch(request.headers['if-none-match'], etag)) return reply.code(304).send()
  if (coding !== 'identity') reply.header('content-encoding', coding)
  return reply.type(type).send(bytes)
}

/** Leads from a page of a list to the next (RFC 8288), by an address that is the same however this one was spelled. */
export function linkToNext(
  { url, params, routeOptions }: FastifyRequest,
  reply: FastifyReply,
  cursor: string | null,
): void {
  if (cursor === null) return
  const path = addressOf(routeOptions.url, params)
  const parameters = new URLSearchParams(/\?.*/s.exec(url)?.[0])
  parameters.set('cursor', cursor)
  parameters.sort()
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

/** The address of a route with these parameters. */
export function addressOf(route = '/', params: unknown): string {
  const encoded = (name: string) => encodeURIComponent((params as Record<string, string>)[name] ?? '')
  return route.replace(/:(\w+)/g, (_, name: string) => encoded(name).replaceAll('%3A', ':'))
}

function reads({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** What was set for the answer, beyond what every answer has. */
function headersSince(before: Record<string, unknown>, reply: FastifyReply): Record<string, string> {
  const set = Object.entries(reply.getHeaders()).filter(([name, value]) => before[name] !== value)
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]))
}

function languagesOf(payload: unknown): string[] {
  const { lang, items } = payload as { lang?: string | null; items?: { lang?: string | null }[] }
  const all = [lang, ...(items ?? []).map((item) => item.lang)].filter((one) => typeof one === 'string')
  return [...new Set(all)].slice(0, 20)
}
