import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database } from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { addFunctions } from './functions.ts'

type Steps = ReturnType<typeof readMigrationFiles>

/**
 * Brings a database to the newest schema, or leaves it exactly as it was. All
 * steps, the check of foreign keys and the count of rows stand in one immediate
 * transaction, so that of two processes one waits and then finds nothing to do.
 * Foreign keys are off meanwhile: a rebuilt table must not cascade to its children.
 * The steps may use our functions, which the connection has from then on. Answers
 * how many steps were applied.
 */
export function migrate(database: Database, folder = migrationsFolder()): number {
  const steps = readMigrationFiles({ migrationsFolder: folder })
  addFunctions(database)
  database.pragma('busy_timeout = 30000')
  database.pragma('foreign_keys = OFF')
  try {
    return database.transaction(() => apply(database, steps)).immediate()
  } finally {
    database.pragma('foreign_keys = ON')
    database.pragma('busy_timeout = 0')
  }
}

/** How many steps a database, or none yet, is behind the newest schema. Throws when it is ahead. */
export function missingSteps(database: Database | null): number {
  const find = "SELECT 1 FROM sqlite_schema WHERE name = 'migrations'"
  const steps = readMigrationFiles({ migrationsFolder: migrationsFolder() })
  return database?.prepare(find).get() ? missingOf(database, steps).length : steps.length
}

function apply(database: Database, steps: Steps): number {
  database.exec('CREATE TABLE IF NOT EXISTS migrations (hash TEXT PRIMARY KEY, applied_at INTEGER NOT NULL)')
  const missing = missingOf(database, steps)
  if (missing.length === 0) return 0
  const before = countRows(database)
  for (const { sql, hash, folderMillis } of missing) {
    for (const statement of sql) database.exec(statement)
    database.prepare('INSERT INTO migrations VALUES (?, ?)').run(hash, folderMillis)
  }
  checkRows(before, countRows(database))
  const broken = database.pragma('foreign_key_check') as { table: string }[]
  if (broken.length > 0)
    throw new Error(`The migration would break ${broken.length} references, in ${broken[0]?.table}.`)
  return missing.length
}

function missingOf(database: Database, steps: Steps): Steps {
  const applied = new Set(database.prepare('SELECT hash FROM migrations').pluck().all())
  const known = new Set(steps.map(({ hash }) => hash))
  if ([...applied].some((hash) => !known.has(hash as string))) {
    throw new Error('The database was migrated by a newer version of Isnad. Start that version, or restore a backup.')
  }
  return steps.filter(({ hash }) => !applied.has(hash))
}

function countRows(database: Database): Map<string, number> {
  const tables = database
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'`,
    )
    .pluck()
    .all() as string[]
  const count = (name: string) =>
    database
      .prepare(`SELECT count(*) FROM "${name.replaceAll('"', '""')}"`)
      .pluck()
      .get() as number
  return new Map(tables.map((name) => [name, count(name)]))
}

function checkRows(before: Map<string, number>, after: Map<string, number>): void {
  for (const [table, rows] of before) {
    const now = after.get(table)
    if (now !== undefined && now !== rows) {
      throw new Error(`The migration would change the number of rows in ${table} from ${rows} to ${now}.`)
    }
  }
}

/** The folder stands at the top of the package, next to `src` and next to `dist`. */
function migrationsFolder(): string {
  const candidates = ['../../migrations/sqlite', '../../../migrations/sqlite']
  const found = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path))
  if (!found) throw new Error('The folder migrations/sqlite is missing from the installation.')
  return found
}
