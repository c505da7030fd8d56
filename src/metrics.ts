import type { FastifyInstance } from 'fastify'

/**
 * `/metrics` for Prometheus: the process, and requests by route, method and
 * status. For `admin` only. What counts is loaded after the first answer.
 */
export function registerMetrics(app: FastifyInstance): void {
  let loading: ReturnType<typeof loadMetrics> | undefined
  const metrics = () => {
    loading ??= loadMetrics()
    return loading
  }
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const { method } = request
    const { statusCode: status, elapsedTime } = reply
    const { seconds } = await metrics()
    seconds.observe({ route, method, status }, elapsedTime / 1000)
  })
  app.get('/metrics', { config: { scopes: ['admin'] }, schema: { hide: true } }, async (_request, reply) => {
    const { registry } = await metrics()
    return reply
      .header('cache-control', 'private, no-store')
      .type(registry.contentType)
      .send(await registry.metrics())
  })
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
