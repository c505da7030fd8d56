import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Limit } from '../limits.ts'
import { headersFault } from '../request-checks.ts'
import type { ResponseCache } from './response-cache.ts'
import { isPlainRead, send } from './send.ts'

/** How many characters of requests are remembered. */
const mostCharacters = 4_000_000

/** The keys of answers, by the requests as they were sent. */
export interface Known {
  /** Notes that a request is asked with this key. */
  note(request: FastifyRequest, key: string): void
}

/**
 * Answers a request that was answered before, in the same words, before any
 * other hook: what they would set has been kept with the answer. It is counted,
 * and its headers are looked at, as those of any other.
 */
export function registerKnown(app: FastifyInstance, cache: ResponseCache, limit: Limit, now: () => Date): Known {
  const keys = new LRUCache<string, string>({
    maxSize: mostCharacters,
    sizeCalculation: (key, words) => key.length + words.length,
  })

  async function answer(request: FastifyRequest, reply: FastifyReply, key: string): Promise<boolean> {
    const kept = await cache.recall(key)
    if (!kept || headersFault(request.raw) !== null) return false
    const standing = await limit.admit(request)
    if (standing === null) return false
    send(request, reply, kept, standing, now())
    return true
  }

  app.addHook('onRequest', (request, reply, done) => {
    const key = isPlainRead(request) ? keys.get(wordsOf(request)) : undefined
    if (key === undefined) return done()
    answer(request, reply, key).then((isAnswered) => {
      if (!isAnswered) done()
    }, done)
  })

  return { note: (request, key) => void keys.set(wordsOf(request), key) }
}

/** All of a request that an answer to the public depends on, as it was sent. */
function wordsOf({ raw: { url, headers } }: FastifyRequest): string {
  return `${url}\n${headers.accept ?? ''}\n${headers['accept-encoding'] ?? ''}\n${headers.origin ?? ''}`
}
