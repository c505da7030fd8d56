import type { Database } from 'better-sqlite3'
import { countWaiting, forgetWords } from './search-words.ts'
import { statementOf } from './statements.ts'

/**
 * Runs `work` inside an open transaction: when it throws, nothing of it stays. Whoever
 * catches what it throws looks at `inTransaction` first, for the whole transaction may
 * be lost, as when the disk is full.
 */
export function inSavepoint<T>(database: Database, work: () => T): T {
  const point = openSavepoint(database)
  try {
    const value = work()
    point.release()
    return value
  } catch (error) {
    point.undo()
    throw error
  }
}

/** Opens a savepoint that is released, or undone with all that came after it, unless the whole transaction was lost. */
export function openSavepoint(database: Database): { release(): void; undo(): void } {
  const since = countWaiting(database)
  const release = () => void statementOf(database, 'RELEASE point').run()
  statementOf(database, 'SAVEPOINT point').run()
  return {
    release,
    undo() {
      forgetWords(database, since)
      if (!database.inTransaction) return
      statementOf(database, 'ROLLBACK TO point').run()
      release()
    },
  }
}
