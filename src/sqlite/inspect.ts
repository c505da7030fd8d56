import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { missingSteps } from './migrate.ts'
import { countContent } from './soundness.ts'

/** What a database holds, as far as one can tell without touching it. */
export interface Inspected {
  /** How many steps it is behind the newest schema. */
  missing: number
  /** How much of each kind; null when there is no database, or one in which nothing was made yet. */
  content: Record<string, number> | null
  /** The ids of the keys that are not revoked. */
  keys: string[]
}

/** Looks into the database of a file, which is not made, and in which nothing is changed. */
export function inspect(path: string): Inspected {
  const database = existsSync(path) ? new Database(path, { readonly: true }) : null
  try {
    if (!database) return { missing: missingSteps(null), content: null, keys: [] }
    const missing = missingSteps(database)
    if (!hasTables(database)) return { missing, content: null, keys: [] }
    const content = countContent(database)
    const keys = database.prepare('SELECT id FROM keys WHERE revoked_at IS NULL').pluck().all() as string[]
    return { missing, content, keys }
  } finally {
    database?.close()
  }
}

function hasTables(database: Database.Database): boolean {
  return database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'articles'`).get() !== undefined
}
