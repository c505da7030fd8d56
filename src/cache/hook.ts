import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Form, preferredForm } from '../forms.ts'
import { preferredCoding } from './codings.ts'
import type { Front } from './front.ts'
import type { ResponseCache, Task } from './response-cache.ts'
import { isPlain, send } from './send.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The making of the answer, when it may be kept. */
    making: Task | null
  }
  interface FastifyContextConfig {
    /** The forms between which `Accept` chooses. */
    forms?: Pick<Form<never>, 'mediaType'>[]
    /** Whether the answers of the route to the public are kept. */
    kept?: boolean
  }
}

interface Options {
  cache: ResponseCache
  front: Front
  now: () => Date
  /** Whether the headers of an answer depend on the site whose page asks. */
  byOrigin: boolean
}

/**
 * Answers the public from the cache, before anything is parsed or asked. Every
 * route that documents a 304 is one whose answers `respond` makes, and keeps.
 */
export function registerResponseCache(app: FastifyInstance, { cache, front, now, byOrigin }: Options): void {
  app.addHook('onRoute', (route) => {
    const { response } = (route.schema ?? {}) as { response?: Record<string, unknown> }
    if (route.method !== 'GET' && route.method !== 'HEAD') return
    if (response?.[304] && !route.config?.scopes) route.config = { ...route.config, kept: true }
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!request.routeOptions.config.kept || !isPlain(request.headers)) return
    const key = keyOf(request, byOrigin)
    const found = await cache.find(key)
    front.note(request, key)
    if ('giveUp' in found) request.making = found
    else send(request, reply, found, ['x-request-id', request.id, ...(request.standing ?? [])], now())
  })
  app.addHook('onSend', ({ making }, _reply, payload, done) => {
    making?.giveUp()
    done(null, payload)
  })
}

/** What an answer depends on: the route, its parameters as decoded, the query in order, and what is negotiated. */
function keyOf({ routeOptions, params, query, headers }: FastifyRequest, byOrigin: boolean): string {
  const parameters = Object.entries(query as object).sort(([a], [b]) => (a < b ? -1 : 1))
  const form = preferredForm(headers, routeOptions.config.forms ?? [])?.mediaType
  const origin = byOrigin ? headers.origin : undefined
  return JSON.stringify([routeOptions.url, params, parameters, form, preferredCoding(headers), origin])
}
