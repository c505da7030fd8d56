import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { BulkAnswer } from '../../schemas/bulk.ts'
import { ref } from '../../schemas/common.ts'
import { require } from '../caller.ts'
import { Failure } from '../errors.ts'
import { csvType, ndjsonType } from '../media-type.ts'
import { answers, messageHeader } from '../openapi.ts'
import type { RouteContext } from '../resource.ts'
import { answerOf } from './answers.ts'
import { linesOfTable } from './csv.ts'
import { bulkBody, bulkDescription, bulkParameters } from './document.ts'
import { linesOf } from './lines.ts'
import { createPlaces } from './places.ts'
import type { BulkOptions, BulkStore, LineResult } from './store.ts'
import { writeEach, writeWhole } from './write.ts'

/** The longest line, in bytes: as long as the body of a single request. */
const longestLine = 8 * 1024 * 1024

/** How much of the answer is kept for a client that reads more slowly than it sends, in bytes. */
const mostUnread = 1024 * 1024

/** After how long without a byte in either direction a request is given up, in milliseconds. */
const longestSilence = 60_000

type Query = Partial<BulkOptions> & { type?: 'source' | 'analyst' }

/** `POST /v1/bulk`. It may last as long as bytes move: `unhurried` holds the connections that the limit on requests spares. */
export function bulkRoutes(
  app: FastifyInstance,
  store: BulkStore,
  { site }: RouteContext,
  unhurried: WeakSet<Socket>,
): void {
  const places = createPlaces()
  app.post<{ Querystring: Query }>(
    '/v1/bulk',
    {
      config: { scopes: ['content:write', 'content:publish'], mediaTypes: [ndjsonType, csvType] },
      /* The lines are checked one by one. */
      validatorCompiler: (part) =>
        part.httpPart === 'body'
          ? () => true
          : (app.validatorCompiler as NonNullable<typeof app.validatorCompiler>)(part),
      schema: {
        operationId: 'bulk',
        tags: ['bulk'],
        summary: 'Write many resources',
        description: bulkDescription,
        security: [{ key: [] }],
        querystring: bulkParameters,
        headers: messageHeader(),
        body: bulkBody,
        response: answers(
          { 200: ['One such object a line.', ref(BulkAnswer), ndjsonType] },
          [400, 401, 403, 408, 413, 415, 422, 429, 503],
        ),
      },
    },
    async (request, reply) => {
      const { mode = 'each', dryRun = false, preserve = false, onDrift = 'refuse', force = false, type } = request.query
      if (preserve) require(request.caller, 'admin', 'Keeping ids, times and versions')
      const options = { mode, dryRun, preserve, onDrift, force }
      const whole = mode === 'atomic' || dryRun
      reply.raw.once('close', places.take(whole))
      const { socket } = request.raw
      unhurried.add(socket)
      reply.raw.once('close', () => unhurried.delete(socket))
      const silence = (longest: number) => socket.setTimeout?.(longest)
      silence(longestSilence)

      const isTable = request.headers['content-type']?.toLowerCase().startsWith(csvType)
      const body = request.body as Readable
      const lines = isTable ? linesOfTable(body, type, longestLine) : linesOf(body, longestLine)
      const at = { publicUrl: site().base, path: '/v1/bulk', requestId: request.id }
      const report = (err: Error) => request.log.error({ err }, 'internal error')
      const answer = (results: LineResult[]) => results.map((result) => answerOf(result, at, report))
      const write = { store: unlessBusy(store, silence), caller: request.caller, options, lines }
      reply.type(ndjsonType).header('cache-control', 'private, no-store')
      if (!whole) return reply.send(textOf(writeEach(write), answer))
      const results = await writeWhole(write)
      const answered = answer(results)
      const failed = answered.filter(({ problem }) => problem)
      if (mode === 'atomic' && !dryRun && failed.length > 0) throw refused(failed)
      return reply.send(textOf([results], answer))
    },
  )
}

/** While the store writes, it is not the client that is silent. */
function unlessBusy(store: BulkStore, silence: (longest: number) => void): BulkStore {
  return {
    async write(...lines) {
      silence(0)
      return await store.write(...lines).finally(() => silence(longestSilence))
    },
  }
}

function textOf(
  results: AsyncIterable<LineResult[]> | LineResult[][],
  answer: (results: LineResult[]) => BulkAnswer[],
) {
  async function* texts() {
    for await (const batch of results)
      yield answer(batch)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('')
  }
  return Readable.from(texts(), { highWaterMark: mostUnread, objectMode: false })
}

function refused(failed: BulkAnswer[]): Failure {
  const lines = failed.slice(0, 1000).map(({ line, status, problem }) => ({ line, status, problem }))
  const many = failed.length === 1 ? `Line ${failed[0]?.line} failed` : `${failed.length} lines failed`
  return new Failure('bulk-refused', `${many}, so nothing was stored; see lines.`, { members: { lines } })
}
