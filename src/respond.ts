import type { FastifyReply, FastifyRequest } from 'fastify'
import { encode, preferredCoding } from './cache/codings.ts'
import type { Representation } from './cache/entries.ts'
import type { Caller } from './caller.ts'
import { etagOf, isNoneMatch } from './etag.ts'
import type { Kind } from './store.ts'

/** How long a shared cache may answer for us, in seconds: fresh, and then stale while it asks again. */
const sharedFor = 60
const staleFor = 300

/** The most ids that `Cache-Tag` lists: clients refuse headers of more than 16 KiB. */
const mostTags = 150

/** The headers that are another's in another request. */
const ofOneRequest = new Set(['x-request-id', 'cache-control', 'ratelimit', 'ratelimit-policy'])

const endless = publicFor(sharedFor, staleFor)

interface Answer {
  /** What is sent, as JSON. */
  payload?: unknown
  /** What is sent, when it is JSON already, and the languages that it is in. */
  json?: Buffer
  languages?: (string | null)[]
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
  const { visibleUntil, tags, dependsOn = allKinds } = answer
  const type = answer.content?.type ?? 'application/json'
  const plain = answer.json ?? Buffer.from(answer.content?.text ?? JSON.stringify(answer.payload))
  const coding = reads(request) && request.caller.keyId === null ? preferredCoding(request.headers) : 'identity'
  const coded = await encode(plain, etagOf(plain, answer.state), coding)
  reply.header('etag', coded.etag)
  vary(reply, 'Authorization')
  if (reads(request)) {
    vary(reply, 'Accept-Encoding')
    reply.header('cache-tag', cacheTags(tags).join(','))
  }
  const languages = distinct(answer.languages ?? languagesIn(answer.whole ?? answer.payload))
  if (languages.length > 0) reply.header('content-language', languages.join(', '))
  const typed = type.includes('json') && type.includes(';') ? type : `${type}; charset=utf-8`
  await request.making?.keep({
    ...coded,
    visibleUntil,
    tags: [...new Set([...tags, ...dependsOn])],
    head: headOf(reply),
    description: descriptionOf(typed, coded),
  })
  if (reads(request)) reply.header('cache-control', cacheControl(request.caller, visibleUntil, now))
  return deliver(request, reply, { ...coded, type: typed })
}

/** Sends the bytes, or 304 when the client holds them; the headers are there. */
function deliver(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag, type, coding, bytes }: Pick<Representation, 'etag' | 'coding' | 'bytes'> & { type: string },
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
export function cacheControl(caller: Caller | null, visibleUntil: string | null, now: Date): string {
  if (caller && caller.keyId !== null) return 'private, no-store'
  if (visibleUntil === null) return endless
  const left = (Date.parse(visibleUntil) - now.getTime()) / 1000
  const fresh = Math.max(0, Math.min(sharedFor, Math.floor(left)))
  const stale = Math.max(0, Math.min(staleFor, Math.floor(left) - fresh))
  return publicFor(fresh, stale)
}

function publicFor(fresh: number, stale: number): string {
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

/** The headers that are set, but for those that are another's in another request. */
function headOf(reply: FastifyReply): string[] {
  return Object.entries(reply.getHeaders())
    .filter(([name]) => !ofOneRequest.has(name))
    .flatMap(([name, value]) => [name, String(value)])
}

function descriptionOf(type: string, { coding, bytes }: Pick<Representation, 'coding' | 'bytes'>): string[] {
  const encoding = coding === 'identity' ? [] : ['content-encoding', coding]
  return ['content-type', type, ...encoding, 'content-length', String(bytes.length)]
}

function languagesIn(payload: unknown): (string | null | undefined)[] {
  const { lang, items } = payload as { lang?: string | null; items?: { lang?: string | null }[] }
  return [lang, ...(items ?? []).map((item) => item.lang)]
}

/** The first twenty: there is no use in naming more. */
function distinct(languages: (string | null | undefined)[]): string[] {
  return [...new Set(languages.filter((one) => typeof one === 'string'))].slice(0, 20)
}
