import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { asFailure, isBusy } from './driver-errors.ts'
import { inSavepoint } from './savepoint.ts'
import { flushWords, forgetWords } from './search-words.ts'

/** Runs writes on one connection, those that wait together in one transaction. */
interface Writer {
  /** Resolves once the work is durable; rejects, with nothing of it stored, when it throws. */
  write<T>(work: () => T): Promise<T>
  /** Resolves when nothing waits. */
  idle(): Promise<void>
}

interface Task {
  work(): unknown
  resolve(value: unknown): void
  reject(error: unknown): void
}

type Outcome = { value: unknown } | { error: unknown }

/** How many writes share a transaction at most, and how long it may take to run them, in milliseconds. */
const mostShared = 64
const longestBatch = 100

const lockStep = 10

/**
 * Group commit: the writes that are waiting share one immediate transaction and
 * one fsync, each in a savepoint of its own, and are acknowledged after it. While
 * another process holds the lock they wait without blocking the event loop, for
 * `patience` milliseconds.
 */
export function createWriter(database: Database, patience: number): Writer {
  const queue: Task[] = []
  let running: Promise<void> | null = null

  async function drain(): Promise<void> {
    await nextTurn()
    while (queue.length > 0) {
      const batch = queue.slice(0, mostShared)
      try {
        await begin(database, patience)
      } catch (error) {
        queue.splice(0, batch.length)
        for (const task of batch) task.reject(asFailure(error))
        continue
      }
      commit(database, queue)
    }
    running = null
  }

  return {
    write<T>(work: () => T) {
      return new Promise<T>((resolve, reject) => {
        queue.push({ work, resolve: resolve as Task['resolve'], reject })
        running ??= drain()
      })
    },
    async idle() {
      while (running) await running
    },
  }
}

/** Runs and commits what is at the head of the queue, in the open transaction. */
function commit(database: Database, queue: Task[]): void {
  const until = performance.now() + longestBatch
  const taken: Task[] = []
  const outcomes: Outcome[] = []
  try {
    while (queue.length > 0 && taken.length < mostShared && (taken.length === 0 || performance.now() < until)) {
      const task = queue.shift() as Task
      taken.push(task)
      outcomes.push(run(database, task))
    }
    flushWords(database)
    database.exec('COMMIT')
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    forgetWords(database, 0)
    for (const task of taken) task.reject(asFailure(error))
    return
  }
  for (const [index, task] of taken.entries()) {
    const outcome = outcomes[index] as Outcome
    if ('error' in outcome) task.reject(asFailure(outcome.error))
    else task.resolve(outcome.value)
  }
}

/** Throws only when the whole transaction is lost, savepoints and all, as when the disk is full. */
function run(database: Database, { work }: Task): Outcome {
  try {
    return { value: inSavepoint(database, work) }
  } catch (error) {
    if (!database.inTransaction) throw error
    return { error }
  }
}

async function begin(database: Database, patience: number): Promise<void> {
  for (let waited = 0; ; waited += lockStep) {
    try {
      database.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      if (!isBusy(error) || waited >= patience) throw error
      await wait(lockStep)
    }
  }
}
