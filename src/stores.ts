import type { AnalystStore } from './analysts/store.ts'
import type { ArticleStore } from './articles/store.ts'
import type { BulkStore } from './bulk/store.ts'
import type { FreshnessStore } from './cache/store.ts'
import type { ChangesStore } from './changes/store.ts'
import type { SitemapStore } from './feeds/sitemap-store.ts'
import type { KeyStore } from './keys/store.ts'
import type { PreviewStore } from './previews/store.ts'
import type { QuoteStore } from './quotes/store.ts'
import type { SourceStore } from './sources/store.ts'
import { backUp } from './sqlite/backup.ts'
import { type Inspected, inspect } from './sqlite/inspect.ts'
import { openSqlite } from './sqlite/open.ts'
import { type Restored, restoreFrom } from './sqlite/restore.ts'
import type { StatsStore } from './stats/store.ts'
import type { WorkingCopyStore } from './working-copies/store.ts'

/** Everything that is stored, whatever the engine. */
export interface Stores {
  articles: ArticleStore
  sources: SourceStore
  analysts: AnalystStore
  quotes: QuoteStore
  stats: StatsStore
  bulk: BulkStore
  keys: KeyStore
  sitemaps: SitemapStore
  freshness: FreshnessStore
  changes: ChangesStore
  workingCopies: WorkingCopyStore
  previews: PreviewStore
  /** A random secret of this installation, the same for all its processes: it signs cursors. */
  secret: string
  /** Whether the engine answers. */
  ready(): Promise<boolean>
  /** Lets the write in progress finish, and closes. Nothing may be asked afterwards. */
  close(): Promise<void>
}

export interface StoreOptions {
  /** The clock, which decides what is visible; tests set it. */
  now?: () => Date
  /** Called with the text of each SQL statement. */
  onStatement?: (sql: string) => void
  /** Whether writes run in a thread of their own, so that they never stall a read; the clock and `onStatement` stay here. */
  writerThread?: boolean
  /** How long a write waits while another process writes, in milliseconds; 5 seconds when not given. */
  lockPatience?: number
}

/** Opens and migrates the database behind an address, the engine picked by its scheme. */
export function openStores(databaseUrl: string, options: StoreOptions = {}): Promise<Stores> {
  if (databaseUrl.startsWith('file:')) return openSqlite(databaseUrl.slice('file:'.length), options)
  throw new Error(`There is no engine for DATABASE_URL ${databaseUrl}. Use file:path/to/isnad.db or file::memory:.`)
}

/** Writes one state of the database to a file, while servers use it. Answers how much of each kind it holds. */
export async function backUpStores(databaseUrl: string, to: string): Promise<Record<string, number>> {
  return backUp(fileOf(databaseUrl), to)
}

/** What the database behind an address holds, which is neither made nor changed. */
export async function inspectStores(databaseUrl: string): Promise<Inspected> {
  return inspect(fileOf(databaseUrl))
}

/** Makes a backup the database behind an address; `restoreFrom` says when it refuses. */
export async function restoreStores(
  backup: string,
  databaseUrl: string,
  options: { force: boolean; dryRun: boolean; now: Date },
): Promise<Restored> {
  return restoreFrom(backup, fileOf(databaseUrl), options)
}

function fileOf(databaseUrl: string): string {
  const path = databaseUrl.replace(/^file:/, '')
  if (path === ':memory:') throw new Error('A database in memory has no file. Set DATABASE_URL.')
  return path
}
