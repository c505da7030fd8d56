import type { FastifyInstance } from 'fastify'
import type { Answered } from './account.ts'

/** Counts of requests. */
export interface Metrics {
  count(answered: Pick<Answered, 'route' | 'method' | 'status' | 'ms'>): void
}

/**
 * `/metrics` for Prometheus: the process, and requests by route, method and
 * status. For `admin` only. What counts is loaded after the first answer.
 */
export function registerMetrics(app: FastifyInstance): Metrics {
  let loading: ReturnType<typeof loadMetrics> | undefined
  let loaded: Awaited<ReturnType<typeof loadMetrics>> | undefined
  const metrics = async () => {
    loading ??= loadMetrics()
    loaded = await loading
    return loaded
  }
  app.get('/metrics', { config: { scopes: ['admin'] }, schema: { hide: true } }, async (_request, reply) => {
    const { registry } = await metrics()
    return reply
      .header('cache-control', 'private, no-store')
      .type(registry.contentType)
      .send(await registry.metrics())
  })
  return {
    count(answered) {
      if (loaded) observe(loaded, answered)
      else metrics().then((all) => observe(all, answered))
    },
  }
}

function observe(
  { seconds }: Awaited<ReturnType<typeof loadMetrics>>,
  { route, method, status, ms }: Parameters<Metrics['count']>[0],
): void {
  seconds.observe({ route, method, status }, ms / 1000)
}

async function loadMetrics() {
  const { collectDefaultMetrics, Histogram, Registry } = await import('prom-client')
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  return { registry, seconds }
}
