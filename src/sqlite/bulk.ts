import { setImmediate as nextTurn } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import type { Operation } from '../bulk/operation.ts'
import type { BulkOptions, BulkStore, LineDone, LineResult, SentLine } from '../bulk/store.ts'
import { require } from '../caller.ts'
import type { Conditions } from '../conditions.ts'
import { type PlainError, toPlain } from '../plain-error.ts'
import type { Kind } from '../store.ts'
import type { Connection, Db } from './connection.ts'
import { asFailure } from './driver-errors.ts'
import type { Life } from './lifecycle.ts'
import { articles } from './tables.ts'
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
      return connection.write((db) =>
        read.map((line) => {
          const { number } = line
          if ('error' in line) return { number, error: line.error }
          return attempt(db, number, () =>
            workAs(db, connection.now(), caller, (work) =>
              perform(work, lives as Record<Kind, AnyLife>, line.operation, options),
            ),
          )
        }),
      )
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

/** A line that fails leaves nothing behind. Throws when the whole transaction cannot go on. */
function attempt(db: Db, number: number, work: () => LineDone): LineResult {
  db.$client.exec('SAVEPOINT line')
  try {
    const done = work()
    db.$client.exec('RELEASE line')
    return { number, ...done }
  } catch (error) {
    if (!db.$client.inTransaction || asFailure(error) !== error) throw error
    db.$client.exec('ROLLBACK TO line')
    db.$client.exec('RELEASE line')
    return { number, error: toPlain(error) }
  }
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
  const row =
    withQuotes &&
    work.db.select({ quotesVersion: articles.quotesVersion }).from(articles).where(eq(articles.id, item.id)).get()
  return {
    outcome: work.changes === 0 ? 'unchanged' : outcome,
    id: item.id,
    version: item.version,
    quotesVersion: row ? row.quotesVersion : null,
  }
}
