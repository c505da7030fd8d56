import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import type { StoreOptions } from '../stores.ts'
import { addFunctions } from './functions.ts'
import { createWriter } from './group-commit.ts'
import { migrate } from './migrate.ts'

/** Drizzle over one connection. */
export type Db = BetterSQLite3Database & { $client: Database.Database }

/** One database: a connection that reads, and one that writes, a transaction at a time. */
export interface Connection {
  reader: Db
  /** Runs `work` on one state of the database: what is written meanwhile is not seen. */
  read<T>(work: (db: Db) => T): T
  /**
   * Runs `work` in an immediate transaction, which other writes that wait may
   * share, and resolves once it is durable; when it throws, nothing of it is
   * stored. While another process holds the lock it waits without blocking the event
   * loop, for as long as `lockPatience` says. `work` does nothing but ask the
   * database.
   */
  write<T>(work: (db: Db) => T): Promise<T>
  /** The present time, RFC 3339 in UTC. */
  now(): string
  /** A number that is another one once anything has been committed, whichever process did it; and the same one otherwise. */
  commits(): number
  /** Whether the database answers. */
  ready(): boolean
  /** Waits for the write in progress, checkpoints the log and closes. */
  close(): Promise<void>
}

/** Opens and migrates the database of a file, or of memory when `path` is `:memory:`. */
export function openConnection(path: string, options: StoreOptions = {}): Connection {
  const inMemory = path === ':memory:'
  if (!inMemory) prepareFile(path)
  const verbose = options.onStatement && ((message?: unknown) => options.onStatement?.(String(message)))
  const writer = new Database(path, { timeout: 0, verbose })
  configure(writer)
  prepareToWrite(writer)
  migrate(writer)
  const reader = inMemory ? writer : new Database(path, { readonly: true, timeout: 100, verbose })
  if (!inMemory) addFunctions(reader)
  const writerDb = drizzle(writer, { casing: 'snake_case' })
  const { now: clock = () => new Date(), lockPatience = 5000 } = options

  const readerDb = inMemory ? writerDb : drizzle(reader, { casing: 'snake_case' })
  const group = createWriter(writer, lockPatience)
  return {
    reader: readerDb,
    read: inMemory ? (work) => work(writerDb) : snapshots(reader, readerDb),
    write: (work) => group.write(() => work(writerDb)),
    now: () => clock().toISOString(),
    commits: countCommits(reader, inMemory ? 'SELECT total_changes()' : 'PRAGMA data_version'),
    ready: () => reader.prepare('SELECT 1').pluck().get() === 1,
    async close() {
      await group.idle()
      if (reader !== writer) reader.close()
      if (!inMemory) writer.pragma('wal_checkpoint(TRUNCATE)')
      writer.close()
    },
  }
}

/** Not needed in memory: there is one connection, and nothing is written while it reads. */
function snapshots(database: Database.Database, db: Db): Connection['read'] {
  const [begin, commit] = [database.prepare('BEGIN'), database.prepare('COMMIT')]
  return (work) => {
    if (database.inTransaction) return work(db)
    begin.run()
    try {
      return work(db)
    } finally {
      commit.run()
    }
  }
}

/** `data_version` tells of the commits of other connections only. */
function countCommits(database: Database.Database, question: string): () => number {
  const statement = database.prepare(question).pluck()
  return () => statement.get() as number
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

/**
 * Room for the inner pages of the indices, which new rows fall anywhere into, and
 * a log of 16 MiB before it is copied into the file: else a long bulk request
 * writes the same pages again and again.
 */
function prepareToWrite(database: Database.Database): void {
  database.pragma('cache_size = -32768')
  database.pragma('wal_autocheckpoint = 4096')
}

/** FULL: with the default of WAL mode, a power cut loses writes that were acknowledged. */
function configure(database: Database.Database): void {
  database.pragma('busy_timeout = 5000')
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('temp_store = MEMORY')
}
