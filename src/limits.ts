import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { Failure } from './errors.ts'

/**
 * Bounds how often one address may ask, in requests a minute, and says so in
 * `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
 * The address is that of the connection, or what a trusted proxy forwards:
 * nothing else that a client sends counts. 0 sets no limit.
 */
export async function registerRateLimit(app: FastifyInstance, perMinute: number): Promise<void> {
  if (perMinute === 0) return
  await app.register(rateLimit, { global: false })
  const check = app.createRateLimit({ max: perMinute, timeWindow: 60_000 })
  app.addHook('onRequest', async (request, reply) => {
    const result = await check(request)
    if (result.isAllowed) return
    reply.header('ratelimit-policy', `"minute";q=${result.max};w=60`)
    reply.header('ratelimit', `"minute";r=${result.remaining};t=${result.ttlInSeconds}`)
    if (!result.isExceeded) return
    throw new Failure('rate-limited', `More than ${result.max} requests in a minute.`, {
      retryAfter: result.ttlInSeconds,
    })
  })
}
