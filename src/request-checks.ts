import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { Failure } from './errors.ts'
import { newId } from './id.ts'

/** What HTTP allows and no client of ours needs: it is how caches and proxies are confused. */
export function registerRequestChecks(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const fault = headersFault(request.raw)
    if (fault !== null) throw new Failure('invalid-request', fault)
    if (!request.originalUrl.startsWith('/'))
      throw new Failure('invalid-request', 'The request line must hold a path, not an address.')
    if (request.originalUrl.length > 8000)
      throw new Failure('uri-too-long', 'The address is longer than 8000 characters.')
    if (!isDecodable(request.originalUrl))
      throw new Failure('invalid-request', 'The query is not valid percent-encoded UTF-8.')
    done()
  })
}

/** What is wrong with the headers as they were sent; null when nothing is. */
export function headersFault({ rawHeaders, httpVersion }: IncomingMessage): string | null {
  const seen = new Set<string>()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = singleHeaders.get((rawHeaders[index] as string).length)
    if (name === undefined || (rawHeaders[index] as string).toLowerCase() !== name) continue
    if (seen.has(name)) return `There is more than one ${name} header.`
    seen.add(name)
  }
  return httpVersion === '1.1' && !seen.has('host') ? 'There is no Host header.' : null
}

/** What cannot be decoded would be searched for as it stands. */
function isDecodable(url: string): boolean {
  if (!url.includes('%')) return true
  try {
    return decodeURIComponent(url) !== ''
  } catch {
    return false
  }
}

/** Of these, one server behind a proxy would read the first and another the last. By their lengths, which differ. */
const singleHeaders = new Map(['host', 'authorization', 'content-type'].map((name) => [name.length, name]))

/** The id of a request: that which it came with, when it is plain, or a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : newId()
}
