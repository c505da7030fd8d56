import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { BulkAnswer, BulkLine } from '../../schemas/bulk.ts'
import { closed, oneOf, ref } from '../../schemas/common.ts'
import { driftParameter } from '../articles/routes.ts'
import { Failure } from '../errors.ts'
import { ndjsonType } from '../media-type.ts'
import { answers, messageHeader } from '../openapi.ts'
import { toPlain } from '../plain-error.ts'
import { forceParameter } from '../quotes/routes.ts'
import type { RouteContext } from '../resource.ts'
import { answerOf } from './answers.ts'
import { inBatches } from './batches.ts'
import { linesOf, type OverlongLine } from './lines.ts'
import type { BulkOptions, BulkStore, LineResult, SentLine } from './store.ts'

/** The longest line, in bytes: as long as the body of a single request. */
const longestLine = 8 * 1024 * 1024

/** How much of the answer is kept for a client that reads more slowly than it sends, in bytes. */
const mostUnread = 1024 * 1024

type Query = Partial<BulkOptions> & { mode?: 'each' }

/** `POST /v1/bulk`. */
export function bulkRoutes(app: FastifyInstance, store: BulkStore, { publicUrl }: RouteContext): void {
  app.post<{ Querystring: Query }>(
    '/v1/bulk',
    {
      config: { scopes: ['content:write', 'content:publish'], mediaTypes: [ndjsonType] },
      /* The lines are checked one by one. */
      validatorCompiler: (part) =>
        part.httpPart === 'body'
          ? () => true
          : (app.validatorCompiler as NonNullable<typeof app.validatorCompiler>)(part),
      schema: {
        operationId: 'bulk',
        tags: ['bulk'],
        summary: 'Write many resources',
        description: [
          'Takes one JSON object a line and answers one a line, in the same order, while lines still come: read the answer while you send. Each line is what a single request would be, with the same rules, scopes and problems, and is answered once it is durable. A line may refer to earlier lines and to whatever is stored. Lines that fail leave nothing, and the others stand: send the file again, and with the same `externalId`s a `put` changes nothing that stands.',
          'Blank lines count but are not answered. A line may have 8 MiB.',
        ].join('\n\n'),
        security: [{ key: [] }],
        querystring: closed({
          mode: Type.Optional(
            oneOf(['each'], { default: 'each', description: '`each`: every line stands or fails by itself.' }),
          ),
          force: forceParameter,
          onDrift: driftParameter,
        }),
        headers: messageHeader(),
        body: { content: { [ndjsonType]: { schema: ref(BulkLine) } } },
        response: answers(
          { 200: ['One such object a line.', ref(BulkAnswer), ndjsonType] },
          [400, 401, 403, 415, 429, 503],
        ),
      },
    },
    async (request, reply) => {
      const { onDrift = 'refuse', force = false } = request.query
      const results = written(store, request, { onDrift, force })
      const at = { publicUrl: publicUrl(), path: '/v1/bulk', requestId: request.id }
      const text = textOf(results, (result) =>
        answerOf(result, at, (err) => request.log.error({ err }, 'internal error')),
      )
      return reply
        .type(ndjsonType)
        .header('cache-control', 'private, no-store')
        .send(Readable.from(text, { highWaterMark: mostUnread, objectMode: false }))
    },
  )
}

/** Writes what was sent, a batch after the other. A batch that cannot be written fails line by line. */
async function* written(
  store: BulkStore,
  { body, caller }: FastifyRequest,
  options: BulkOptions,
): AsyncGenerator<LineResult[]> {
  for await (const batch of inBatches(linesOf(body as Readable, longestLine))) {
    const lines = batch.filter((line): line is SentLine => line.bytes !== null)
    const overlong = batch.filter((line): line is OverlongLine => line.bytes === null)
    const results = await store
      .write(caller, lines, options)
      .catch((error) => lines.map(({ number }) => ({ number, error: toPlain(error) })))
    yield [...results, ...overlong.map(({ number }) => ({ number, error: toPlain(tooLong()) }))].sort(
      (a, b) => a.number - b.number,
    )
  }
}

async function* textOf(
  results: AsyncIterable<LineResult[]>,
  answer: (result: LineResult) => BulkAnswer,
): AsyncGenerator<string> {
  for await (const batch of results) yield batch.map((result) => `${JSON.stringify(answer(result))}\n`).join('')
}

function tooLong(): Failure {
  return new Failure('payload-too-large', 'The line is longer than 8 MiB.')
}
