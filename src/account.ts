import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

/** What is told of a request that was answered. */
export interface Answered {
  id: string
  method: string
  url: string
  /** The path of its route, as the OpenAPI document has it; `none` when there is none. */
  route: string
  status: number
  /** Milliseconds from its head to the end of the answer. */
  ms: number
  /** The address of the client. */
  ip: string
  /** The id of the key that it came with. */
  keyId: string | undefined
  /** The header of that name, as it was sent. */
  traceparent: string | string[] | undefined
}

/** Logs a request, and counts it. */
export type Account = (answered: Answered) => void

/** An account of requests in the log and in the metrics. */
export function createAccount(log: FastifyBaseLogger, metrics: Metrics): Account {
  return (answered) => {
    const { id, method, url, status, ms, ip, keyId, traceparent } = answered
    metrics.count(answered)
    log.info(
      {
        reqId: id,
        method,
        url,
        status,
        ms: Math.round(ms * 10) / 10,
        key: keyId,
        ip,
        traceparent: wellFormed(traceparent),
      },
      'request',
    )
  }
}

/** Gives account of every request that the framework has answered. */
export function registerAccount(app: FastifyInstance, account: Account): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { id, method, url, ip, headers, routeOptions } = request
    const { statusCode: status, elapsedTime: ms } = reply
    const keyId = request.caller?.keyId ?? undefined
    account({
      id,
      method,
      url,
      route: routeOptions.url ?? 'none',
      status,
      ms,
      ip,
      keyId,
      traceparent: headers.traceparent,
    })
    done()
  })
}

/** W3C Trace Context, if it is well-formed. */
function wellFormed(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(header)
    ? header
    : undefined
}
