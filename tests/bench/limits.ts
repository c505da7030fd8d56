/** What the platform can do at best, and what is usual: `PORT=… tsx limits.ts raw|fastify|minimal SPEC`. */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import Fastify from 'fastify'
import { openMinimal } from './minimal.ts'
import { createMinimalWriter } from './minimal-writer.ts'

/** What a limit serves: a file with our answers by their addresses, or a database. */
export interface Spec {
  answers?: string
  database?: string
}

/** The address, the entity tag and the text of an answer. */
export type Kept = [path: string, etag: string, text: string]

const json = 'application/json; charset=utf-8'
const [, , which, given = '{}'] = process.argv
const { answers, database = '' } = JSON.parse(given) as Spec
const port = Number(process.env.PORT)
const host = '127.0.0.1'

if (which === 'raw') serveRaw(keptIn(answers as string))
else await (which === 'fastify' ? fastify(keptIn(answers as string)) : minimal(database)).listen({ port, host })

/** A buffer for each address. */
function keptIn(file: string) {
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept[]
  const all = new Map(kept.map(([path, etag, text]) => [path, { etag, bytes: Buffer.from(text) }]))
  return ({ url, headers }: IncomingMessage) => {
    const { etag, bytes } = all.get(url as string) ?? { etag: '""', bytes: Buffer.from('{}') }
    return { etag, bytes, isHeld: headers['if-none-match'] === etag }
  }
}

function serveRaw(find: ReturnType<typeof keptIn>): void {
  const server = createServer((request, response) => {
    const { etag, bytes, isHeld } = find(request)
    if (isHeld) return response.writeHead(304, { etag }).end()
    response.writeHead(200, { 'content-type': json, 'content-length': bytes.length, etag }).end(bytes)
  })
  server.listen(port, host)
}

function fastify(find: ReturnType<typeof keptIn>) {
  const app = Fastify()
  app.get('/*', (request, reply) => {
    const { etag, bytes, isHeld } = find(request.raw)
    reply.header('etag', etag)
    return isHeld ? reply.code(304).send() : reply.type(json).send(bytes)
  })
  return app
}

/** What comes from the database, turned into a string of JSON. */
function minimal(path: string) {
  const app = Fastify()
  const reads = openMinimal(path)
  const writer = createMinimalWriter(`${path}.minimal`)
  type Asked = { Querystring: { cursor?: string }; Params: { id: string }; Body: Parameters<typeof writer.create>[0] }
  app.get('/healthz', () => 'ok')
  app.get<Asked>('/v1/articles/:id', ({ params }, reply) => reply.type(json).send(text(reads.article(params.id))))
  app.get<Asked>('/v1/articles', ({ query }, reply) => reply.type(json).send(text(reads.list(query.cursor))))
  app.get<Asked>('/v1/analysts/:id/quotes', ({ params }, reply) =>
    reply.type(json).send(text(reads.quotesBy(params.id))),
  )
  app.post<Asked>('/v1/articles', ({ body }, reply) =>
    reply
      .code(201)
      .type(json)
      .send(text(writer.create(body))),
  )
  return app
}

function text(answer: unknown): string {
  return JSON.stringify(answer)
}
