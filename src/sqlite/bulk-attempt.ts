import type { LineDone, LineResult } from '../bulk/store.ts'
import { toPlain } from '../plain-error.ts'
import type { Db } from './connection.ts'
import { asFailure } from './driver-errors.ts'
import { inSavepoint } from './savepoint.ts'
import { statement } from './statements.ts'

/** A line failed after it had written something: that can only be undone with all that was done beside it. */
export class HalfDone extends Error {}

/** Does what a line says. Throws `HalfDone`, or when the whole transaction cannot go on. */
export function attempt(db: Db, number: number, work: () => LineDone): LineResult {
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
export function attemptInSavepoint(db: Db, number: number, work: () => LineDone): LineResult {
  try {
    return { number, ...inSavepoint(db.$client, work) }
  } catch (error) {
    refuseIfLost(db, error)
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
