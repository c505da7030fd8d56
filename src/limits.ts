import rateLimit, { type CreateRateLimitOptions } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Failure } from './errors.ts'

type Standing = Exclude<Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>, { isAllowed: true }>

declare module 'fastify' {
  interface FastifyRequest {
    /** The headers that say how its client stands with the limit, once it was counted. */
    standing: string[] | null
  }
}

/** Counts requests. */
export interface Limit {
  /** Counts a request from an address, and tells the headers that say how it stands, names and values in turn; null when it has asked too often. */
  admit(ip: string, tell: (standing: string[] | null) => void): void
  /** Counts and refuses, from here on, what is too much. */
  enforce(): void
}

/**
 * Bounds how often one address may ask, in requests a minute, and says so in
 * `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
 * The address is that of the connection, or what a trusted proxy forwards:
 * nothing else that a client sends counts. 0 sets no limit.
 */
export async function createLimit(app: FastifyInstance, perMinute: number): Promise<Limit> {
  app.decorateRequest('standing', null)
  if (perMinute === 0) return { admit: (_ip, tell) => tell([]), enforce() {} }
  await app.register(rateLimit, { global: false })
  const check = app.createRateLimit({ max: perMinute, timeWindow: 60_000 } satisfies CreateRateLimitOptions)
  /* Of a request it reads no more than this. */
  const count = async (ip: string) => (await check({ ip, routeOptions: {} } as FastifyRequest)) as Standing

  return {
    admit(ip, tell) {
      count(ip).then(
        (standing) => tell(standing.isExceeded ? null : headersOf(standing)),
        () => tell(null),
      )
    },
    enforce() {
      app.addHook('onRequest', async (request, reply) => {
        const standing = await count(request.ip)
        const headers = headersOf(standing)
        request.standing = headers
        for (let index = 0; index < headers.length; index += 2)
          reply.header(headers[index] as string, headers[index + 1])
        if (!standing.isExceeded) return
        const detail = `More than ${perMinute} requests in a minute.`
        throw new Failure('rate-limited', detail, { retryAfter: standing.ttlInSeconds })
      })
    },
  }
}

function headersOf({ max, remaining, ttlInSeconds }: Standing): string[] {
  return ['ratelimit-policy', `"minute";q=${max};w=60`, 'ratelimit', `"minute";r=${remaining};t=${ttlInSeconds}`]
}
