import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Operation } from '../bulk/operation.ts'
import type { BulkOptions, BulkStore, LineDone, LineResult, SentLine } from '../bulk/store.ts'
import { require } from '../caller.ts'
import type { Conditions } from '../conditions.ts'
import { type PlainError, toPlain } from '../plain-error.ts'
import type { Kind } from '../store.ts'
import type { Connection, Db } from './connection.ts'
import { asFailure } from './driver-errors.ts'
import type { Life } from './lifecycle.ts'
import { statement } from './statements.ts'
import type { Identity, Work } from './work.ts'
import { workAs } from './write-as.ts'

/** As much of the life of a kind as bulk needs. */
type AnyLife = Pick<
  Life<Identity & { externalId: string | null }, object>,
  'create' | 'put' | 'patch' | 'trash' | 'purge'
>

/** A line that was read: what it asks for, or why it cannot. */
type Read = { number: number } & ({ operation: Operation } | { error: PlainError })

/** The longest that lines are read without a break, in milliseconds. */
const slice = 8

/** The store that writes lines. */
export function createBulkStore(
  connection: Connection,
  lives: Record<Kind, unknown>,
  readLine: (bytes: Uint8Array) => Promise<Operation>,
): BulkStore {
  return {
    async write(caller, lines, options) {
      const read = await readAll(lines, readLine)
      const writeAll = (attemptOne: typeof attempt) =>
        connection.write((db) =>
          read.map((line) => {
            const { number } = line
            if ('error' in line) return { number, error: line.error }
            return attemptOne(db, number, () =>
              workAs(db, connection.now(), caller, (work) =>
                perform(work, lives as Record<Kind, AnyLife>, line.operation, options),
              ),
            )
          }),
        )
      return writeAll(attempt).catch((error) => {
        if (error instanceof HalfDone) return writeAll(attemptInSavepoint)
        throw error
      })
    },
  }
}

async function readAll(lines: SentLine[], readLine: (bytes: Uint8Array) => Promise<Operation>): Promise<Read[]> {
  const read: Read[] = []
  let since = performance.now()
  for (const { number, bytes } of lines) {
    if (performance.now() - since > slice) {
      await nextTurn()
      since = performance.now()
    }
    try {
      read.push({ number, operation: await readLine(bytes) })
    } catch (error) {
      read.push({ number, error: toPlain(error) })
    }
  }
  return read
}

/** A line failed after it had written something: that can only be undone with all that was done beside it. */
class HalfDone extends Error {}

/** Throws `HalfDone`, or when the whole transaction cannot go on. */
function attempt(db: Db, number: number, work: () => LineDone): LineResult {
  const before = writtenRows(db)
  try {
    return { number, ...work() }
  } catch (error) {
    refuseIfLost(db, error)
    if (writtenRows(db) !== before) throw new HalfDone()
    return { number, error: toPlain(error) }
  }
}

/** The same, whatever was written: a savepoint for each line takes as long as half of what it does. */
function attemptInSavepoint(db: Db, number: number, work: () => LineDone): LineResult {
  statement(db, 'SAVEPOINT line').run()
  try {
    const done = work()
    statement(db, 'RELEASE line').run()
    return { number, ...done }
  } catch (error) {
    refuseIfLost(db, error)
    statement(db, 'ROLLBACK TO line').run()
    statement(db, 'RELEASE line').run()
    return { number, error: toPlain(error) }
  }
}

/** Throws when it is the machine's fault. */
function refuseIfLost(db: Db, error: unknown): void {
  if (!db.$client.inTransaction || asFailure(error) !== error) throw error
}

function writtenRows(db: Db): number {
  return (statement(db, 'SELECT total_changes() AS rows').get() as { rows: number }).rows
}

function perform(work: Work, lives: Record<Kind, AnyLife>, operation: Operation, shared: BulkOptions): LineDone {
  const { op, kind, purge } = operation
  const life = lives[kind]
  const options = { ...operation.conditions, ...shared } as Conditions
  const ref = operation.ref as string
  const body = operation.body as object
  if (op === 'delete') {
    if (purge) require(work.caller, 'admin', 'Purging')
    const { id, version } = life[purge ? 'purge' : 'trash'](work, ref, options)
    return { outcome: 'deleted', id, version, quotesVersion: null }
  }
  if (op === 'create') return done(work, operation, life.create(work, body, options), 'created')
  if (op === 'patch') return done(work, operation, life.patch(work, ref, body, options), 'changed')
  const { item, outcome } = life.put(work, ref, body, options)
  return done(work, operation, item, outcome === 'created' ? 'created' : 'changed')
}

function done(work: Work, { kind, body }: Operation, item: Identity, outcome: 'created' | 'changed'): LineDone {
  const withQuotes = kind === 'articles' && (body as { quotes?: unknown }).quotes !== undefined
  const count = 'SELECT quotes_version AS quotesVersion FROM articles WHERE id = ?'
  const row = withQuotes && (statement(work.db, count).get(item.id) as { quotesVersion: number })
  return {
    outcome: work.changes === 0 ? 'unchanged' : outcome,
    id: item.id,
    version: item.version,
    quotesVersion: row ? row.quotesVersion : null,
  }
}
