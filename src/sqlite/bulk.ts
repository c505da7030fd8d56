import type { LineReader } from '../bulk/operation.ts'
import { inOrder } from '../bulk/order.ts'
import type { BulkOptions, BulkStore, LineResult, SentLine } from '../bulk/store.ts'
import type { Caller } from '../caller.ts'
import { invalidContent } from '../errors.ts'
import { lineKey } from '../idempotency.ts'
import { toPlain } from '../plain-error.ts'
import { attempt, attemptInSavepoint, HalfDone } from './bulk-attempt.ts'
import { createPerformer, type Performer } from './bulk-perform.ts'
import { type ReadLine, readLines } from './bulk-read.ts'
import type { Connection, Db } from './connection.ts'
import { once } from './idempotency.ts'
import { workAs } from './write-as.ts'

/** What the lines have led to, where nothing of it is to be kept. */
class Undone extends Error {
  readonly results: LineResult[]

  constructor(results: LineResult[]) {
    super('undone')
    this.results = results
  }
}

/** The store that writes lines. `readLine` checks one as a single request would be. */
export function createBulkStore(
  connection: Connection,
  parts: Parameters<typeof createPerformer>[0],
  readLine: LineReader,
): BulkStore {
  const perform = createPerformer(parts)
  return {
    async write(caller, lines, options) {
      const read = await readLines(lines, (bytes) => readLine(bytes, options.preserve))
      const writeAll = (attemptOne: typeof attempt) =>
        connection.write((db) => {
          const batch = { db, caller, options, perform, attemptOne, now: () => connection.now() }
          const results = options.mode === 'atomic' ? allOrNothing(batch, read, lines) : oneByOne(batch, read, lines)
          if (options.dryRun || (options.mode === 'atomic' && results.some(isRefused))) throw new Undone(results)
          return results
        })
      return writeAll(options.mode === 'atomic' ? attemptInSavepoint : attempt)
        .catch((error) => (error instanceof HalfDone ? writeAll(attemptInSavepoint) : Promise.reject(error)))
        .catch((error) => (error instanceof Undone ? error.results : Promise.reject(error)))
    },
  }
}

interface Batch {
  db: Db
  caller: Caller
  options: BulkOptions
  perform: Performer
  attemptOne: typeof attempt
  now(): string
}

function oneByOne(batch: Batch, read: ReadLine[], lines: SentLine[]): LineResult[] {
  return read.map((line, index) => resultOf(batch, line, lines[index] as SentLine))
}

function allOrNothing(batch: Batch, read: ReadLine[], lines: SentLine[]): LineResult[] {
  const { indices, waits, circular } = inOrder(read.map((line) => ('operation' in line ? line.operation : null)))
  const results = new Array<LineResult | null>(read.length).fill(null)
  for (const index of indices) {
    const line = read[index] as ReadLine
    if (circular.has(index)) results[index] = { number: line.number, error: toPlain(circle()) }
    else if ((waits[index] ?? []).every((other) => results[other] && !isRefused(results[other])))
      results[index] = resultOf(batch, line, lines[index] as SentLine)
  }
  return results.filter((result) => result !== null)
}

function resultOf(
  { db, caller, options, perform, attemptOne, now }: Batch,
  line: ReadLine,
  { bytes }: SentLine,
): LineResult {
  const { number } = line
  if ('error' in line) return { number, error: line.error }
  const key = options.dryRun ? undefined : lineKey(caller.idempotency, number, bytes)
  return attemptOne(db, number, () =>
    once(db, now(), { ...caller, idempotency: key }, () =>
      workAs(db, now(), caller, (work) => perform(work, line.operation, options)),
    ),
  )
}

function isRefused(result: LineResult): boolean {
  return 'error' in result
}

function circle() {
  const detail = 'the lines refer to one another in a circle: send one without the reference, and a patch that adds it'
  return invalidContent([{ detail, code: 'circular' }])
}
