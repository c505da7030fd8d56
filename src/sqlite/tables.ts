import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Kind } from '../store.ts'
import { articles } from './tables/articles.ts'
import type { common } from './tables/common.ts'
import { analysts, sources } from './tables/named.ts'
import { quotes } from './tables/quotes.ts'

/** The columns that every resource has. */
type CommonTable = SQLiteTable & Record<keyof typeof common, SQLiteColumn>

/** The table of each kind. */
export const tables: Record<Kind, CommonTable> = { articles, sources, analysts, quotes }
