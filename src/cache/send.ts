import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isNoneMatch } from '../etag.ts'
import { cacheControl } from '../respond.ts'
import type { Representation } from './entries.ts'

/** Whether it is without a key and without a body: with a body a read is refused, and with a key it is not public. */
export function isPlain(headers: IncomingHttpHeaders): boolean {
  return (
    headers.authorization === undefined &&
    headers['transfer-encoding'] === undefined &&
    (headers['content-length'] === undefined || Number(headers['content-length']) === 0)
  )
}

/** Whether the client holds the bytes already (RFC 9110 section 13.1.2). */
export function isHeld({ headers }: Pick<IncomingMessage, 'headers'>, { etag }: Representation): boolean {
  return isNoneMatch(headers['if-none-match'], etag)
}

/** The headers of a kept answer, or of the 304 in its place: names and values in turn. */
export function headOf(kept: Representation, held: boolean, now: Date): string[] {
  const cached = ['cache-control', cacheControl(null, kept.visibleUntil, now)]
  return held ? [...headOfHeld(kept), ...cached] : [...kept.head, ...kept.description, ...cached]
}

/** Sends a kept answer past the framework, which has nothing to add but the headers of this request, `own`. */
export function send(
  request: FastifyRequest,
  reply: FastifyReply,
  kept: Representation,
  own: string[],
  now: Date,
): void {
  const { raw } = reply.hijack()
  const held = isHeld(request, kept)
  const head = [...headOf(kept, held, now), ...own]
  for (let index = 0; index < head.length; index += 2) raw.setHeader(head[index] as string, head[index + 1] as string)
  raw.statusCode = held ? 304 : 200
  raw.end(held || request.method === 'HEAD' ? undefined : kept.bytes)
}

/** What a 304 says again: what caches go by, and who may read it. The rest stands with what the client holds (RFC 9110 section 15.4.5). */
const toldAgain = /^(etag|vary|cache-tag|content-language|access-control-.*)$/

const heads = new WeakMap<Representation, string[]>()

function headOfHeld(kept: Representation): string[] {
  const known = heads.get(kept)
  if (known) return known
  const head = kept.head.filter((_, index) => toldAgain.test(kept.head[index - (index % 2)] as string))
  heads.set(kept, head)
  return head
}
