import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import type { SelectedFields, SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { type Caller, can } from '../caller.ts'
import { Failure, notFound } from '../errors.ts'
import { type Found, isNamed, type Kind, type ListRequest, type Page, type ReadOptions, singular } from '../store.ts'
import type { Db } from './connection.ts'
import { findByName } from './names.ts'
import { checkMoved, checkSlug, findId, isWord, refCondition } from './refs.ts'
import { tables } from './tables.ts'
import { visible } from './visibility.ts'

/** A read in progress: on whose behalf, and the one time that decides what is visible. */
export interface Reading {
  db: Db
  caller: Caller
  now: string
}

/**
 * Turns a value of a filter into ids: that of the ref, or those of all that are
 * known by the name. Throws `invalid-parameter` when it leads nowhere that the
 * caller may see.
 */
type Resolve = (kind: Kind, ref: string, parameter: string) => string[]

/** What sets the reading of one kind apart. */
export interface View<T> {
  kind: Kind
  /** What is selected; `visibleUntil` among it where something ends by itself. */
  fields(reading: Reading, options: { body: boolean }): SelectedFields
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
  /**
   * Embeds what `include` names into all items at once: the number of statements does
   * not depend on theirs. Answers when something in them that depends on others ends.
   */
  embed(reading: Reading, items: T[], include: string[]): string | null
}

type Row = { id: string; slug?: string; sortValue?: string; visibleUntil?: string | null; quotesVersion?: number }

/** Throws `not-found`, or `Moved`. */
export function readOne<T>(reading: Reading, view: View<T>, ref: string, options: ReadOptions): Found<T> {
  const { kind } = view
  const exists = visible(kind, reading.caller, reading.now, options.trashed)
  const picked = refCondition(kind, ref)
  const row = picked && selectRows(reading, view, and(picked, exists), options).get()
  if (!row) {
    checkMoved(reading.db, kind, ref, exists)
    if (!options.trashed) view.refuse?.(reading.db, ref)
    throw notFound(singular[kind], ref)
  }
  checkSlug(kind, ref, row)
  const item = view.toItem(row as never)
  const ends = view.embed(reading, [item], options.include)
  const withQuotes = options.include.some((name) => name.startsWith('quotes'))
  return {
    item,
    quotesVersion: withQuotes ? (row.quotesVersion ?? null) : null,
    visibleUntil: earliest([row.visibleUntil ?? null, ends]),
  }
}

/** One page: keyset by the sort column and the id, so that the last page costs what the first does. */
export function readPage<T>(reading: Reading, view: View<T>, request: ListRequest): Page<T> {
  const { field, descending } = request.sort
  const column = view.sorts[field] as SQLiteColumn
  const { id } = tables[view.kind]
  const exists = visible(view.kind, reading.caller, reading.now, request.trashed)
  const matching = and(exists, ...filterConditions(reading, view, request.filters, reading.db))
  const direction = descending ? desc : asc
  /* It comes first, so that of several lower bounds SQLite starts from this one. */
  const beyond = request.after && after(column, id, descending, request.after)
  const rows = selectRows(reading, view, and(beyond ?? undefined, matching), request, column)
    .orderBy(direction(column), direction(id))
    .limit(request.limit + 1)
    .all()
  const kept = rows.slice(0, request.limit)
  const items = kept.map((row) => view.toItem(row as never))
  const ends = view.embed(reading, items, request.include)
  const last = kept.at(-1)
  const toCount = () => and(exists, ...filterConditions(reading, view, request.filters, null))
  const counted = request.count ? countRows(reading, view, toCount()) : null
  return {
    items,
    next: last && rows.length > kept.length ? { value: last.sortValue as string, id: last.id } : null,
    total: counted?.total ?? null,
    visibleUntil: earliest([counted?.visibleUntil ?? null, ends, ...kept.map((row) => row.visibleUntil ?? null)]),
  }
}

function selectRows<T>(
  reading: Reading,
  view: View<T>,
  condition: SQL | undefined,
  options: { body: boolean },
  sortColumn?: SQLiteColumn,
) {
  const fields = { ...view.fields(reading, options), ...(sortColumn && { sortValue: sql`${sortColumn}` }) }
  const query = reading.db.select(fields).from(tables[view.kind]).where(condition).$dynamic()
  return query as unknown as {
    get(): Row | undefined
    orderBy(...by: SQL[]): { limit(n: number): { all(): Row[] } }
  }
}

/** How many there are, and when that ceases to be so because one of them ends. */
function countRows<T>(reading: Reading, view: View<T>, condition: SQL | undefined) {
  const { visibleUntil } = view.fields(reading, { body: false })
  const ends = visibleUntil && !can(reading.caller, 'drafts:read') ? sql`min(${visibleUntil})` : sql`NULL`
  const fields = { total: sql<number>`count(*)`, visibleUntil: ends as SQL<string | null> }
  const row = reading.db.select(fields).from(tables[view.kind]).where(condition).get()
  return row as NonNullable<typeof row>
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
  position: { value: string; id: string },
): SQL {
  return descending
    ? sql`(${column}, ${id}) < (${position.value}, ${position.id})`
    : sql`(${column}, ${id}) > (${position.value}, ${position.id})`
}

/** The first of the times that are known. */
export function earliest(times: (string | null)[]): string | null {
  const known = times.filter((time) => time !== null)
  return known.length === 0 ? null : (known.sort()[0] as string)
}

/** Equal to one of the values. */
export function anyOf(column: SQLiteColumn, values: string[]): SQL {
  const [only] = values
  return values.length === 1 ? sql`${column} = ${only}` : sql`${column} IN ${values}`
}

/** The ids as a set that one statement can be asked about, however many there are. */
export function inIds(column: SQLiteColumn, ids: Iterable<string>): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify([...ids])}))`
}
