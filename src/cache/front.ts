import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Account } from '../account.ts'
import type { Handler } from '../http-server.ts'
import type { Limit } from '../limits.ts'
import { headersFault, requestIdOf } from '../request-checks.ts'
import type { Representation } from './entries.ts'
import type { ResponseCache } from './response-cache.ts'
import { headOf, isHeld, isPlain } from './send.ts'

/** How many characters of requests are remembered. */
const mostCharacters = 4_000_000

/** Answers requests before the framework sees them. */
export interface Front {
  /** Notes that a request is asked with this key, and was found to be in order. */
  note(request: FastifyRequest, key: string): void
  /** Answers a request that was answered before, in the same words, and is kept; hands on any other. */
  take(request: IncomingMessage, response: ServerResponse, next: Handler): void
}

interface Options {
  cache: ResponseCache
  limit: Limit
  account: Account
  now: () => Date
  /** The address of the client of a request. */
  addressOf: (request: IncomingMessage) => string
}

/** What is remembered of a request: by which key its answer is kept, and which route answered it. */
interface Known {
  key: string
  route: string
}

interface Waiting extends Known {
  request: IncomingMessage
  response: ServerResponse
  next: Handler
  /** The address of its client, which is not known any more once that has gone. */
  ip: string
  startedAt: number
}

/**
 * What hooks would set has been kept with the answer, and what they would refuse was
 * refused: of what differs from one request to the next, only the rate, the id
 * and repeated headers are left to look at. It is logged and counted too.
 * Requests of one turn of the event loop are answered at its end: whether anything
 * was written is then asked once for all, after the last of them has come.
 */
export function createFront({ cache, limit, account, now, addressOf }: Options): Front {
  const requests = new LRUCache<string, Known>({
    maxSize: mostCharacters,
    sizeCalculation: ({ key }, words) => key.length + words.length,
  })
  let waiting: Waiting[] = []

  async function answerAll(): Promise<void> {
    const all = waiting
    waiting = []
    const kept = await cache.recall(all.map(({ key }) => key)).catch(() => [])
    for (const [index, one] of all.entries()) answer(one, kept[index])
  }

  function answer(one: Waiting, kept: Representation | undefined): void {
    const handOn = () => one.next(one.request, one.response)
    if (!kept || headersFault(one.request) !== null) {
      handOn()
      return
    }
    if (one.request.socket.destroyed) return
    limit.admit(one.ip, (standing) => {
      try {
        if (standing) send(one, kept, standing)
        else handOn()
      } catch (error) {
        one.response.destroy(error as Error)
      }
    })
  }

  function send({ request, response, route, ip, startedAt }: Waiting, kept: Representation, standing: string[]) {
    const { method = 'GET', url = '/', headers } = request
    const id = requestIdOf(request)
    const held = isHeld(request, kept)
    const status = held ? 304 : 200
    response.writeHead(status, [...headOf(kept, held, now()), 'x-request-id', id, ...standing])
    response.end(held || method === 'HEAD' ? undefined : kept.bytes)
    const ms = performance.now() - startedAt
    account({ id, method, url, route, status, ms, ip, keyId: undefined, traceparent: headers.traceparent })
  }

  return {
    note: ({ originalUrl, headers, routeOptions }, key) =>
      void requests.set(wordsOf(originalUrl, headers), { key, route: routeOptions.url ?? 'none' }),
    take(request, response, next) {
      const { method, url = '', headers } = request
      const isRead = (method === 'GET' || method === 'HEAD') && isPlain(headers)
      const known = isRead ? requests.get(wordsOf(url, headers)) : undefined
      if (known === undefined) return next(request, response)
      if (waiting.length === 0) setImmediate(answerAll)
      const { key, route } = known
      waiting.push({ key, route, request, response, next, ip: addressOf(request), startedAt: performance.now() })
    },
  }
}

/** All of a request that an answer to the public depends on, as it was sent. */
function wordsOf(url: string, headers: IncomingMessage['headers']): string {
  return `${url}\n${headers.accept ?? ''}\n${headers['accept-encoding'] ?? ''}\n${headers.origin ?? ''}`
}
