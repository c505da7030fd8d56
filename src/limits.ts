import rateLimit, { type CreateRateLimitOptions } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Failure } from './errors.ts'

type Standing = Exclude<Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>, { isAllowed: true }>

declare module 'fastify' {
  interface FastifyRequest {
    /** How its client stands with the limit, once it was counted. */
    standing: Standing | null
  }
}

/** Counts requests, each once. */
export interface Limit {
  /** The headers that say how the client stands, names and values in turn; null when it has asked too often. */
  admit(request: FastifyRequest): Promise<string[] | null>
  /** Refuses, from here on, what is too much. */
  enforce(): void
}

/**
 * Bounds how often one address may ask, in requests a minute, and says so in
 * `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
 * The address is that of the connection, or what a trusted proxy forwards:
 * nothing else that a client sends counts. 0 sets no limit.
 */
export async function createLimit(app: FastifyInstance, perMinute: number): Promise<Limit> {
  if (perMinute === 0) return { admit: async () => [], enforce() {} }
  await app.register(rateLimit, { global: false })
  app.decorateRequest('standing', null)
  const check = app.createRateLimit({ max: perMinute, timeWindow: 60_000 } satisfies CreateRateLimitOptions)

  async function admit(request: FastifyRequest): Promise<string[] | null> {
    request.standing ??= (await check(request)) as Standing
    return request.standing.isExceeded ? null : headersOf(request.standing)
  }

  return {
    admit,
    enforce() {
      app.addHook('onRequest', async (request, reply) => {
        const admitted = await admit(request)
        const { max, ttlInSeconds } = request.standing as Standing
        const [policyName = '', policy, name = '', standing] = admitted ?? headersOf(request.standing as Standing)
        reply.header(policyName, policy).header(name, standing)
        if (admitted) return
        throw new Failure('rate-limited', `More than ${max} requests in a minute.`, { retryAfter: ttlInSeconds })
      })
    },
  }
}

function headersOf({ max, remaining, ttlInSeconds }: Standing): string[] {
  return ['ratelimit-policy', `"minute";q=${max};w=60`, 'ratelimit', `"minute";r=${remaining};t=${ttlInSeconds}`]
}
