import type { FastifyReply, FastifyRequest } from 'fastify'
import { isNoneMatch } from '../etag.ts'
import { cacheControl } from '../respond.ts'
import type { Representation } from './entries.ts'

/** Whether it is a read without a key and without a body: with a body it is refused, and with a key it is not public. */
export function isPlainRead({ headers, routeOptions }: FastifyRequest): boolean {
  return (
    routeOptions.config.kept === true &&
    headers.authorization === undefined &&
    headers['transfer-encoding'] === undefined &&
    (headers['content-length'] === undefined || Number(headers['content-length']) === 0)
  )
}

/** Sends a kept answer past the framework, which has nothing to add; `standing` are headers too. */
export function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag, visibleUntil, head, description, bytes }: Representation,
  standing: string[],
  now: Date,
): void {
  const { raw } = reply.hijack()
  const isHeld = isNoneMatch(request.headers['if-none-match'], etag)
  set(head)
  if (!isHeld) set(description)
  set(standing)
  raw.setHeader('cache-control', cacheControl(null, visibleUntil, now))
  raw.setHeader('x-request-id', request.id)
  raw.statusCode = isHeld ? 304 : 200
  raw.end(isHeld || request.method === 'HEAD' ? undefined : bytes)

  function set(headers: string[]): void {
    for (let index = 0; index < headers.length; index += 2)
      raw.setHeader(headers[index] as string, headers[index + 1] as string)
  }
}
