import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { can } from '../caller.ts'
import { notFound } from '../errors.ts'
import { type Document, type Found, type Kind, type ReadOptions, singular } from '../store.ts'
import { hasAnalysts, hideAffiliations } from './affiliations.ts'
import type { Db } from './connection.ts'
import type { Shape } from './documents.ts'
import { ask, askAgain } from './query.ts'
import { earliest, inIds, type Reading } from './reading.ts'
import { checkMoved, checkSlug, refColumn } from './refs.ts'
import { sluggedTables } from './slugs.ts'
import { foundDocument, parse } from './stored.ts'
import { articles } from './tables/articles.ts'
import { tables } from './tables.ts'
import { anyTime, visible } from './visibility.ts'

/**
 * Turns a value of a filter into ids: that of the ref, or those of all that are
 * known by the name. Throws `invalid-parameter` when it leads nowhere that the
 * caller may see.
 */
export type Resolve = (kind: Kind, ref: string, parameter: string) => string[]

/** What sets the reading of one kind apart. */
export interface View<T> {
  kind: Kind
  /** The JSON of one, with what is embedded in it. */
  json(reading: Reading, shape: Shape): SQL
  /** When one ceases to be public by itself, where it does. */
  ends?(reading: Reading): SQL
  /** The column with the language that it is written in, where it is in one. */
  lang?: SQLiteColumn
  toItem(row: never): T
  /** Throws when something better can be said of a ref than that there is nothing. */
  refuse?(db: Db, ref: string): void
  /** A state that was kept as it is answered, where that is not the same. */
  answer?(state: never): T
  /** The NOT NULL column behind each field that a list can be sorted by. */
  sorts: Record<string, SQLiteColumn>
  /**
   * The condition behind each filter; any of the values will do. `db` is there where
   * rows are read in the order of the list until a page is full, not where all are counted.
   */
  filters: Record<string, (values: string[], resolve: Resolve, db: Db | null) => SQL>
}

interface Row extends Document {
  slug: string
  quotesVersion: number | null
  ends: string | null
}

/** Throws `not-found`, or `Moved`. */
export function readOne<T>(reading: Reading, view: View<T>, ref: string, options: ReadOptions): Found<T> {
  const { kind } = view
  const row = findRow(reading, view, ref, options)
  if (!row) {
    checkMoved(reading.db, kind, ref, visible(kind, reading.caller, reading.now, options.trashed))
    if (!options.trashed) view.refuse?.(reading.db, ref)
    throw notFound(singular[kind], ref)
  }
  checkSlug(kind, ref, row)
  const ends = hasAnalysts(kind, options) ? hideAffiliations(reading, [row]) : null
  const withQuotes = options.include.some((name) => name.startsWith('quotes'))
  return foundDocument(row, {
    quotesVersion: withQuotes ? row.quotesVersion : null,
    visibleUntil: earliest([row.ends, ends]),
  })
}

/** Those with the ids, whoever may see them, by their ids; and when something in them that depends on others ends. */
export function readThose<T>(
  reading: Reading,
  view: Pick<View<T>, 'kind' | 'json'>,
  ids: Iterable<string>,
  shape: Shape,
): { items: Map<string, T>; ends: string | null } {
  const { kind, json } = view
  const rows = ask<Document>(
    reading.db,
    sql`SELECT ${tables[kind].id} AS id, CAST(${json(reading, shape)} AS BLOB) AS json
      FROM ${tables[kind]} WHERE ${inIds(tables[kind].id, ids)}`,
  )
  const ends = hasAnalysts(kind, shape) ? hideAffiliations(reading, rows) : null
  return { items: new Map(rows.map((row) => [row.id, parse<T>(row)])), ends }
}

function findRow<T>(reading: Reading, view: View<T>, ref: string, options: ReadOptions): Row | undefined {
  const named = refColumn(view.kind, ref)
  if (!named) return undefined
  const { db, caller, now } = reading
  const { trashed, body, include } = options
  const table = tables[view.kind]
  const name = `${view.kind} ${named.column} ${can(caller, 'drafts:read')} ${trashed} ${body} ${[...new Set(include)].sort()}`
  const [row] = askAgain<Row>(db, name, { ref: named.value, now }, () => {
    const picked = sql`${table}.${sql.identifier(named.column)} = ${sql.placeholder('ref')}`
    return sql`SELECT ${columns({ ...reading, now: anyTime }, view, options)} FROM ${table}
      WHERE ${picked} AND ${visible(view.kind, caller, anyTime, trashed)}`
  })
  return row
}

/** What is read of one. */
function columns<T>(reading: Reading, view: View<T>, shape: Shape): SQL {
  const { kind, lang, json } = view
  const { id, version } = tables[kind]
  const slug = kind === 'quotes' ? sql`NULL` : sql`${sluggedTables[kind].slug}`
  const quotesVersion = kind === 'articles' ? sql`${articles.quotesVersion}` : sql`NULL`
  return sql`${id} AS id, ${version} AS version, ${slug} AS slug, ${lang ?? sql`NULL`} AS lang,
    ${quotesVersion} AS "quotesVersion", ${view.ends?.(reading) ?? sql`NULL`} AS ends,
    CAST(${json(reading, shape)} AS BLOB) AS json`
}
