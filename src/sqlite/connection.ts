import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { Failure } from '../errors.ts'
import type { StoreOptions } from '../stores.ts'
import { migrate } from './migrate.ts'

/** Drizzle over one connection. */
export type Db = BetterSQLite3Database

/** One database: a connection that reads, and one that writes, a transaction at a time. */
export interface Connection {
  reader: Db
  /**
   * Runs `work` in one immediate transaction and resolves once it is durable.
   * While another process holds the lock it waits without blocking the event
   * loop, for as long as `lockPatience` says. `work` does nothing but ask the
   * database.
   */
  write<T>(work: (db: Db) => T): Promise<T>
  /** The present time, RFC 3339 in UTC. */
  now(): string
  /** Whether the database answers. */
  ready(): boolean
  /** Waits for the write in progress, checkpoints the log and closes. */
  close(): Promise<void>
}

const lockStep = 10

/** Opens and migrates the database of a file, or of memory when `path` is `:memory:`. */
export function openConnection(path: string, options: StoreOptions = {}): Connection {
  const inMemory = path === ':memory:'
  if (!inMemory) prepareFile(path)
  const verbose = options.onStatement && ((message?: unknown) => options.onStatement?.(String(message)))
  const writer = new Database(path, { timeout: 0, verbose })
  configure(writer)
  migrate(writer)
  const reader = inMemory ? writer : new Database(path, { readonly: true, timeout: 100, verbose })
  const writerDb = drizzle(writer, { casing: 'snake_case' })
  const { now: clock = () => new Date(), lockPatience = 5000 } = options

  let tail: Promise<unknown> = Promise.resolve()
  return {
    reader: inMemory ? writerDb : drizzle(reader, { casing: 'snake_case' }),
    write(work) {
      const run = tail.then(() => transact(writer, lockPatience, () => work(writerDb)))
      tail = run.catch(() => {})
      return run
    },
    now: () => clock().toISOString(),
    ready: () => reader.prepare('SELECT 1').pluck().get() === 1,
    async close() {
      await tail
      if (reader !== writer) reader.close()
      if (!inMemory) writer.pragma('wal_checkpoint(TRUNCATE)')
      writer.close()
    },
  }
}

/** An empty file where a database is expected is a loss to report, not a fresh start. */
function prepareFile(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.size === 0) {
    throw new Error(`The database file ${path} is empty. Restore it from a backup, or remove it to start afresh.`)
  }
  if (stats) return
  mkdirSync(dirname(path), { recursive: true })
  createFile(path)
}

/**
 * Makes a database aside and links it into place, so that no other process finds
 * a half-made one. Where the link cannot be made, because another process was
 * faster or the file system has none, opening does the rest.
 */
function createFile(path: string): void {
  const aside = `${path}.${randomUUID()}`
  const database = new Database(aside)
  database.pragma('journal_mode = WAL')
  database.close()
  try {
    linkSync(aside, path)
  } catch {
  } finally {
    rmSync(aside)
  }
}

/** FULL: with the default of WAL mode, a power cut loses writes that were acknowledged. */
function configure(database: Database.Database): void {
  database.pragma('busy_timeout = 5000')
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('temp_store = MEMORY')
}

async function transact<T>(database: Database.Database, patience: number, work: () => T): Promise<T> {
  await begin(database, patience)
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw asFailure(error)
  }
}

async function begin(database: Database.Database, patience: number): Promise<void> {
  for (let waited = 0; ; waited += lockStep) {
    try {
      database.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      if (!isBusy(error) || waited >= patience) throw asFailure(error)
      await wait(lockStep)
    }
  }
}

const codeOf = (error: unknown) => String((error as { code?: unknown }).code ?? '')
const isBusy = (error: unknown) => codeOf(error).startsWith('SQLITE_BUSY')

/** What the driver says when it is the machine's fault, as a failure that a client can wait out. */
function asFailure(error: unknown): unknown {
  const cause = (error as { cause?: unknown }).cause ?? error
  const code = codeOf(cause)
  if (isBusy(cause)) {
    return new Failure('unavailable', 'Another process is writing to the database. Nothing was stored.', {
      retryAfter: 1,
    })
  }
  if (/^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|NOMEM)/.test(code)) {
    return new Failure('unavailable', 'The database cannot be written at the moment. Nothing was stored.', {
      retryAfter: 10,
    })
  }
  return error
}
