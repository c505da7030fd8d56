import type { FastifyInstance } from 'fastify'
import { Failure } from './errors.ts'

/** What HTTP allows and no client of ours needs: it is how caches and proxies are confused. */
export function registerRequestChecks(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const names = request.raw.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
    const twice = singleHeaders.find((header) => names.indexOf(header) !== names.lastIndexOf(header))
    if (twice) throw new Failure('invalid-request', `There is more than one ${twice} header.`)
    if (request.raw.httpVersion === '1.1' && !names.includes('host'))
      throw new Failure('invalid-request', 'There is no Host header.')
    if (!request.originalUrl.startsWith('/'))
      throw new Failure('invalid-request', 'The request line must hold a path, not an address.')
    if (request.originalUrl.length > 8000)
      throw new Failure('uri-too-long', 'The address is longer than 8000 characters.')
    if (!isDecodable(request.originalUrl))
      throw new Failure('invalid-request', 'The query is not valid percent-encoded UTF-8.')
  })
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        url: request.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        key: request.caller?.keyId ?? undefined,
        ip: request.ip,
        traceparent: traceparentOf(request.headers.traceparent),
      },
      'request',
    )
  })
}

/** What cannot be decoded would be searched for as it stands. */
function isDecodable(url: string): boolean {
  try {
    return decodeURIComponent(url) !== ''
  } catch {
    return false
  }
}

/** Of these, one server behind a proxy would read the first and another the last. */
const singleHeaders = ['host', 'authorization', 'content-type']

/** W3C Trace Context, if it is well-formed. */
function traceparentOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(header)
    ? header
    : undefined
}
