import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { closed } from '../schemas/common.ts'
import { Failure } from './errors.ts'
import { answers } from './openapi.ts'
import { type ProblemCode, problems } from './problem.ts'

const Links = Type.Unsafe<Record<string, string>>({
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'The entry points by name.',
  examples: [{ articles: '/v1/articles' }],
})

const State = closed({ status: Type.String({ description: '`ok`.', examples: ['ok'] }) })

/** The routes of the server itself: entry points, documents, health, and the pages of problems. */
export function serverRoutes(app: FastifyInstance, ready: () => Promise<boolean>, reader: boolean): void {
  app.get(
    '/',
    {
      schema: {
        operationId: 'listEntryPoints',
        tags: ['server'],
        summary: 'The entry points',
        description: 'Where to go from here.',
        response: answers({ 200: ['The entry points.', Links] }, [400, 401, 429]),
      },
    },
    async () => ({
      articles: '/v1/articles',
      sources: '/v1/sources',
      analysts: '/v1/analysts',
      quotes: '/v1/quotes',
      changes: '/v1/changes',
      removed: '/v1/removed',
      voices: '/v1/stats/voices',
      bulk: '/v1/bulk',
      keys: '/v1/keys',
      feed: '/v1/feeds/articles.rss',
      sitemap: '/sitemap.xml',
      ...(reader && { reader: '/read' }),
      documentation: '/docs',
      openapi: '/openapi.json',
      problems: '/problems',
      health: '/healthz',
      readiness: '/readyz',
    }),
  )

  app.get(
    '/healthz',
    {
      schema: {
        operationId: 'readHealth',
        tags: ['server'],
        summary: 'Whether the process answers',
        description: 'Asks nothing of the database.',
        response: answers({ 200: ['It does.', State] }, [400, 401, 429]),
      },
    },
    async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )

  const isReady = atMostOnceASecond(ready)
  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'readReadiness',
        tags: ['server'],
        summary: 'Whether the server can do its work',
        description: 'Asks the database, at most once a second.',
        response: answers({ 200: ['It can.', State] }, [400, 401, 429, 503]),
      },
    },
    async (_request, reply) => {
      if (!(await isReady())) throw new Failure('unavailable', 'The database does not answer.', { retryAfter: 5 })
      return reply.header('cache-control', 'no-store').send({ status: 'ok' })
    },
  )

  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.get('/openapi.yaml', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/yaml; charset=utf-8').send(await openapiYaml(app)),
  )

  const Entry = closed({
    code: Type.String(),
    status: Type.Integer(),
    title: Type.String(),
    explanation: Type.String(),
  })
  app.get(
    '/problems',
    {
      schema: {
        operationId: 'listProblems',
        tags: ['server'],
        summary: 'All problem codes',
        description: 'What each means and what to do.',
        response: answers({ 200: ['The codes.', closed({ items: Type.Array(Entry) })] }, [400, 401, 429]),
      },
    },
    async () => ({ items: Object.keys(problems).map((code) => entryOf(code as ProblemCode)) }),
  )

  app.get<{ Params: { code: string } }>(
    '/problems/:code',
    {
      schema: {
        operationId: 'readProblem',
        tags: ['server'],
        summary: 'One problem code',
        description: 'Where the `type` of a problem document leads.',
        params: closed({
          code: Type.String({ maxLength: 100, description: 'A problem code.', examples: ['stale-version'] }),
        }),
        response: answers({ 200: ['What it means and what to do.', Entry] }, [400, 401, 404, 429]),
      },
    },
    async ({ params: { code } }) => {
      if (!Object.hasOwn(problems, code)) throw new Failure('not-found', `There is no problem code '${code}'.`)
      return entryOf(code as ProblemCode)
    },
  )
}

/** The document as it is committed: quoted so that YAML 1.1 readers see the same. */
export async function openapiYaml(app: FastifyInstance): Promise<string> {
  const { stringify } = await import('yaml')
  return stringify(app.swagger(), { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false })
}

function entryOf(code: ProblemCode) {
  const [status, title, explanation] = problems[code]
  return { code, status, title, explanation }
}

function atMostOnceASecond(ask: () => Promise<boolean>): () => Promise<boolean> {
  let asked = 0
  let answer: Promise<boolean> = Promise.resolve(false)
  return () => {
    if (Date.now() - asked >= 1000) {
      asked = Date.now()
      answer = ask().catch(() => false)
    }
    return answer
  }
}
