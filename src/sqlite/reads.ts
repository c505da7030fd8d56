import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { can } from '../caller.ts'
import { Failure, notFound } from '../errors.ts'
import {
  type Document,
  type Found,
  isNamed,
  type Kind,
  type ListRequest,
  type Page,
  type ReadOptions,
  singular,
} from '../store.ts'
import { hideAffiliations } from './affiliations.ts'
import type { Db } from './connection.ts'
import type { Shape } from './documents.ts'
import { findByName } from './names.ts'
import { ask, askAgain } from './query.ts'
import { earliest, inIds, type Reading } from './reading.ts'
import { checkMoved, checkSlug, findId, isWord, refColumn } from './refs.ts'
import { sluggedTables } from './slugs.ts'
import { foundDocument, pageOfDocuments, parse } from './stored.ts'
import { articles, tables } from './tables.ts'
import { anyTime, visible } from './visibility.ts'

/**
 * Turns a value of a filter into ids: that of the ref, or those of all that are
 * known by the name. Throws `invalid-parameter` when it leads nowhere that the
 * caller may see.
 */
type Resolve = (kind: Kind, ref: string, parameter: string) => string[]

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
  sort: string
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

/** One page: keyset by the sort column and the id, so that the last page costs what the first does. */
export function readPage<T>(reading: Reading, view: View<T>, request: ListRequest): Page<T> {
  const rows = findPage(reading, view, request)
  const kept = rows.slice(0, request.limit)
  const ends = hasAnalysts(view.kind, request) ? hideAffiliations(reading, kept) : null
  const last = kept.at(-1)
  const counted = request.count ? countRows(reading, view, request) : null
  return pageOfDocuments(kept, {
    next: last && rows.length > kept.length ? { value: last.sort, id: last.id } : null,
    total: counted?.total ?? null,
    visibleUntil: earliest([counted?.ends ?? null, ends, ...kept.map((row) => row.ends)]),
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
  const name = `${view.kind} ${named.column} ${can(caller, 'drafts:read')} ${trashed} ${body} ${[...include].sort()}`
  const [row] = askAgain<Row>(db, name, { ref: named.value, now }, () => {
    const picked = sql`${table}.${sql.identifier(named.column)} = ${sql.placeholder('ref')}`
    return sql`SELECT ${columns({ ...reading, now: anyTime }, view, options)} FROM ${table}
      WHERE ${picked} AND ${visible(view.kind, caller, anyTime, trashed)}`
  })
  return row
}

/** Without filters, which may be anything, the question is built once. */
function findPage<T>(reading: Reading, view: View<T>, request: ListRequest): Row[] {
  const { db, caller, now } = reading
  const { filters, sort, limit, after, trashed, body, include } = request
  if (Object.keys(filters).length > 0) return ask(db, pageQuery(reading, view, request, after, limit + 1))
  const name = `${view.kind} by ${sort.field} ${sort.descending} ${after !== null} ${can(caller, 'drafts:read')} ${trashed} ${body} ${[...include].sort()}`
  const [value, id, most] = ['value', 'id', 'most'].map((one) => sql.placeholder(one))
  return askAgain(db, name, { now, most: limit + 1, ...after }, () =>
    pageQuery({ ...reading, now: anyTime }, view, request, after && { value, id }, most),
  )
}

/** Which rows are on the page is found out before anything is read of them. */
function pageQuery<T>(
  reading: Reading,
  view: View<T>,
  request: ListRequest,
  position: { value: unknown; id: unknown } | null,
  most: unknown,
): SQL {
  const { field, descending } = request.sort
  const column = view.sorts[field] as SQLiteColumn
  const table = tables[view.kind]
  const direction = descending ? desc : asc
  /* It comes first, so that of several lower bounds SQLite starts from this one. */
  const beyond = position && after(column, table.id, descending, position)
  const condition = and(beyond ?? undefined, matching(reading, view, request, reading.db))
  return sql`SELECT ${columns(reading, view, request)}, ${column} AS sort FROM (
      SELECT ${table}.rowid AS number FROM ${table} WHERE ${condition}
      ORDER BY ${direction(column)}, ${direction(table.id)} LIMIT ${most}
    ) AS page CROSS JOIN ${table} ON ${table}.rowid = page.number`
}

function matching<T>(reading: Reading, view: View<T>, request: ListRequest, db: Db | null): SQL | undefined {
  const { kind } = view
  const exists = visible(kind, reading.caller, reading.now, request.trashed)
  return and(exists, ...filterConditions(reading, view, request.filters, db))
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

/** How many there are, and when that ceases to be so because one of them ends. */
function countRows<T>(reading: Reading, view: View<T>, request: ListRequest) {
  const ends = view.ends && !can(reading.caller, 'drafts:read') ? sql`min(${view.ends(reading)})` : sql`NULL`
  const [counted] = ask<{ total: number; ends: string | null }>(
    reading.db,
    sql`SELECT count(*) AS total, ${ends} AS ends FROM ${tables[view.kind]} WHERE ${matching(reading, view, request, null)}`,
  )
  return counted
}

function hasAnalysts(kind: Kind, { include }: Pick<Shape, 'include'>): boolean {
  return kind === 'analysts' || include.some((name) => /\banalyst$/.test(name))
}

function filterConditions<T>(reading: Reading, view: View<T>, filters: Record<string, string[]>, db: Db | null): SQL[] {
  const resolve: Resolve = (kind, ref, parameter) => {
    const exists = visible(kind, reading.caller, reading.now)
    const id = findId(reading.db, kind, ref, exists)
    if (id !== undefined) return [id]
    const known = isNamed(kind) && isWord(ref) ? findByName(reading.db, kind, ref, exists) : []
    if (known.length > 0) return known
    const fault = { parameter, detail: `names no ${singular[kind]} that you may see: '${ref}'`, code: 'unresolved' }
    throw new Failure('invalid-parameter', `${parameter} ${fault.detail}.`, { faults: [fault] })
  }
  return Object.entries(filters).map(([name, values]) =>
    (view.filters[name] as View<T>['filters'][string])(values, resolve, db),
  )
}

function after(
  column: SQLiteColumn,
  id: SQLiteColumn,
  descending: boolean,
  position: { value: unknown; id: unknown },
): SQL {
  return descending
    ? sql`(${column}, ${id}) < (${position.value}, ${position.id})`
    : sql`(${column}, ${id}) > (${position.value}, ${position.id})`
}
