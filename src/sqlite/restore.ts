import { existsSync } from 'node:fs'
import { link, rm } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { copy } from './backup.ts'
import { migrate } from './migrate.ts'
import { replaceFile } from './replace-file.ts'
import { countContent, refuseFaults } from './soundness.ts'

/** What a restore did, or with `dryRun` would do. */
export interface Restored {
  content: Record<string, number>
  /** Where the database is now that stood there before; null when there was none. */
  former: string | null
}

/**
 * Makes a backup the database at `path`, brought to the newest schema. Throws,
 * and changes nothing, when the backup is damaged or of a newer version, when a
 * server has the database open, and unless `force` when it holds content. What stood there
 * before is kept beside it.
 */
export async function restoreFrom(
  backup: string,
  path: string,
  { force, dryRun, now }: { force: boolean; dryRun: boolean; now: Date },
): Promise<Restored> {
  const source = openBackup(backup)
  try {
    const replaced = existsSync(path)
    if (replaced) settleFormer(path, force)
    const former = replaced ? `${path}.before-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}` : null
    if (dryRun) return { content: countContent(source), former }
    const content = await replaceFile(path, async (aside) => {
      await copy(source, aside)
      const held = prepare(aside)
      if (former) await link(path, former)
      return held
    })
    for (const suffix of ['-wal', '-shm']) await rm(path + suffix, { force: true })
    return { content, former }
  } finally {
    source.close()
  }
}

function openBackup(path: string): Database.Database {
  const database = new Database(path, { readonly: true, fileMustExist: true })
  try {
    refuseFaults(database, `The backup ${path}`)
    countContent(database)
    return database
  } catch (error) {
    database.close()
    const { message } = error as Error
    if (/malformed/.test(message)) throw new Error(`The backup ${path} is damaged: ${message}.`)
    throw /not a database|no such table/.test(message) ? new Error(`${path} is no backup of Isnad: ${message}.`) : error
  }
}

/**
 * Leaves the database that is to be replaced without a log. SQLite lets only the
 * one connection that is alone do that: a server, however idle, keeps it from it.
 */
function settleFormer(path: string, force: boolean): void {
  try {
    const database = new Database(path, { timeout: 0 })
    try {
      database.pragma('journal_mode = DELETE')
      const content = countContent(database)
      const held = Object.values(content).some((count) => count > 0)
      if (held && !force)
        throw new Error(`${path} holds ${content.articles} articles. --force replaces it, and keeps it beside.`)
    } finally {
      database.close()
    }
  } catch (error) {
    const { code } = error as { code?: string }
    if (code?.startsWith('SQLITE_BUSY')) throw new Error(`A server is using ${path}. Stop it first.`)
    if (code?.startsWith('SQLITE_') && !force)
      throw new Error(`${path} cannot be read (${(error as Error).message}). --force replaces it, and keeps it beside.`)
    if (!code?.startsWith('SQLITE_')) throw error
  }
}

/** Brings the copy to the newest schema; answers what it holds. */
function prepare(path: string): Record<string, number> {
  const database = new Database(path)
  try {
    migrate(database)
    refuseFaults(database, 'The restored database')
    return countContent(database)
  } finally {
    database.close()
  }
}
