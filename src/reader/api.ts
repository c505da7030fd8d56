import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** An answer of the API other than the one asked for: the reader gets a page with the same status. */
export class Refused extends Error {
  readonly status: number
  readonly retryAfter: string | undefined
  /** Why the article was withdrawn. */
  readonly reason: string | null
  constructor(status: number, retryAfter?: string, reason: string | null = null) {
    super(`The API answered ${status}.`)
    this.status = status
    this.retryAfter = retryAfter
    this.reason = reason
  }
}

/** A resource has another slug now. */
export class Elsewhere extends Error {
  readonly ref: string
  constructor(ref: string) {
    super(`It is at ${ref}.`)
    this.ref = ref
  }
}

/** The public API, asked on behalf of one reader; remembers what the page was made of. */
export interface Api {
  /** The answer to a GET and its headers. Throws `Refused`, or `Elsewhere` for an earlier slug. */
  get<T>(url: string): Promise<{ body: T; headers: IncomingHttpHeaders }>
  /** Everything asked so far, with what came back. */
  readonly asked: { url: string; headers: IncomingHttpHeaders }[]
}

/**
 * Asks the server it runs in, without a key and without a socket; a frontend
 * elsewhere would use `fetch`. The address of the reader is passed on, so that
 * the rate limit counts who asks.
 */
export function apiFor(app: FastifyInstance, { ip }: FastifyRequest): Api {
  const asked: Api['asked'] = []
  return {
    asked,
    async get<T>(url: string) {
      const response = await app.inject({ url, remoteAddress: ip, headers: { accept: 'application/json' } })
      const headers = response.headers as IncomingHttpHeaders
      if (response.statusCode === 308) throw new Elsewhere(lastSegment(headers.location ?? ''))
      if (response.statusCode !== 200)
        throw new Refused(response.statusCode, headers['retry-after'], response.json<{ reason?: string }>().reason)
      asked.push({ url, headers })
      return { body: response.json<T>(), headers }
    },
  }
}

function lastSegment(location: string): string {
  return decodeURIComponent(location.split('?')[0]?.split('/').at(-1) ?? '')
}
