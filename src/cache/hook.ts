import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Form, preferredForm } from '../forms.ts'
import { cacheControl, deliver } from '../respond.ts'
import { preferredCoding } from './codings.ts'
import type { Representation } from './entries.ts'
import type { ResponseCache, Task } from './response-cache.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The making of the answer, when it may be kept, and the headers that were there before it. */
    making: { task: Task; before: Record<string, unknown> } | null
  }
  interface FastifyContextConfig {
    /** The forms between which `Accept` chooses. */
    forms?: Pick<Form<never>, 'mediaType'>[]
    /** Whether the answers of the route to the public are kept. */
    kept?: boolean
  }
}

/**
 * Answers the public from the cache, before anything is parsed or asked. Every
 * route that documents a 304 is one whose answers `respond` makes, and keeps.
 */
export function registerResponseCache(app: FastifyInstance, cache: ResponseCache | null, now: () => Date): void {
  app.decorateRequest('making', null)
  if (!cache) return
  app.addHook('onRoute', (route) => {
    const { response } = (route.schema ?? {}) as { response?: Record<string, unknown> }
    if (route.method !== 'GET' && route.method !== 'HEAD') return
    if (response?.[304] && !route.config?.scopes) route.config = { ...route.config, kept: true }
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!isPublicRead(request)) return
    const found = await cache.find(keyOf(request))
    if (isTask(found)) {
      request.making = { task: found, before: reply.getHeaders() }
      return
    }
    reply.headers(found.headers).header('cache-control', cacheControl(request, found.visibleUntil, now()))
    return deliver(request, reply, found)
  })
  app.addHook('onSend', async ({ making }) => making?.task.giveUp())
}

/** With a body it is refused, and with a key it is not public. */
function isPublicRead({ headers, routeOptions }: FastifyRequest): boolean {
  return (
    routeOptions.config.kept === true &&
    headers.authorization === undefined &&
    headers['transfer-encoding'] === undefined &&
    Number(headers['content-length'] ?? 0) === 0
  )
}

/** What an answer depends on: the route, its parameters as decoded, the query in order, and what is negotiated. */
function keyOf({ routeOptions, params, query, headers }: FastifyRequest): string {
  const parameters = Object.entries(query as object).sort(([a], [b]) => (a < b ? -1 : 1))
  const form = preferredForm(headers, routeOptions.config.forms ?? [])?.mediaType
  return JSON.stringify([routeOptions.url, params, parameters, form, preferredCoding(headers)])
}

function isTask(found: Representation | Task): found is Task {
  return 'giveUp' in found
}
