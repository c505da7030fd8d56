import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { can } from '../caller.ts'
import { Failure } from '../errors.ts'
import { isNamed, type Kind, type ListRequest, type Page, singular } from '../store.ts'
import { hasAnalysts, hideAffiliations } from './affiliations.ts'
import type { Db } from './connection.ts'
import type { Shape } from './documents.ts'
import { findByName } from './names.ts'
import { ask, askAgain } from './query.ts'
import { earliest, type Reading } from './reading.ts'
import type { Resolve, View } from './reads.ts'
import { findId, isWord, refColumn } from './refs.ts'
import { pageOfDocument } from './stored.ts'
import { tables } from './tables.ts'
import { anyTime, visible } from './visibility.ts'

/** A row of a page: by its rowid, and where it stands in the order. */
interface Key {
  number: number
  id: string
  sort: string
}

interface Rows {
  json: Buffer
  /** Separated by commas. */
  languages: string | null
  ends: string | null
}

/** One page: keyset by the sort column and the id, so that the last page costs what the first does. */
export function readPage<T>(reading: Reading, view: View<T>, request: ListRequest): Page<T> {
  const found = findKeys(reading, view, request)
  const keys = found.slice(0, request.limit)
  const page = readRows(reading, view, keys, request)
  const ends = hasAnalysts(view.kind, request) ? hideAffiliations(reading, [page]) : null
  const last = keys.at(-1)
  const counted = request.count ? countRows(reading, view, request) : null
  const languages = page.languages === null ? [] : page.languages.split(',')
  return pageOfDocument(
    { json: page.json, languages },
    {
      next: last && found.length > keys.length ? { value: last.sort, id: last.id } : null,
      total: counted?.total ?? null,
      visibleUntil: earliest([counted?.ends ?? null, ends, page.ends]),
    },
  )
}

/** Which rows are on the page, and the next. Without filters, which may be anything, the question is built once. */
function findKeys<T>(reading: Reading, view: View<T>, request: ListRequest): Key[] {
  const { db, caller, now } = reading
  const { filters, sort, limit, after, trashed } = request
  if (Object.keys(filters).length > 0) return ask(db, keysQuery(reading, view, request, after, limit + 1))
  const name = `${view.kind} by ${sort.field} ${sort.descending} ${after !== null} ${can(caller, 'drafts:read')} ${trashed}`
  const [value, id, most] = ['value', 'id', 'most'].map((one) => sql.placeholder(one))
  return askAgain(db, name, { now, most: limit + 1, ...after }, () =>
    keysQuery({ ...reading, now: anyTime }, view, request, after && { value, id }, most),
  )
}

function keysQuery<T>(
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
  return sql`SELECT ${table}.rowid AS number, ${table.id} AS id, ${column} AS sort FROM ${table} WHERE ${condition}
    ORDER BY ${direction(column)}, ${direction(table.id)} LIMIT ${most}`
}

/** The rows of a page as one array. */
function readRows<T>(reading: Reading, view: View<T>, keys: Key[], { body, include }: Shape): Rows {
  const { db, caller, now } = reading
  const name = `rows of ${view.kind} ${can(caller, 'drafts:read')} ${body} ${[...new Set(include)].sort()}`
  const numbers = JSON.stringify(keys.map(({ number }) => number))
  const [rows] = askAgain<Rows>(db, name, { numbers, now }, () => {
    const table = tables[view.kind]
    const then = { ...reading, now: anyTime }
    return sql`SELECT CAST('[' || coalesce(group_concat(json, ','), '') || ']' AS BLOB) AS json, min(ends) AS ends,
        group_concat(lang) AS languages
      FROM (SELECT ${view.json(then, { body, include })} AS json, ${view.ends?.(then) ?? sql`NULL`} AS ends, ${view.lang ?? sql`NULL`} AS lang
        FROM json_each(${sql.placeholder('numbers')}) AS page CROSS JOIN ${table} ON ${table}.rowid = page.value)`
  })
  return rows as Rows
}

function matching<T>(reading: Reading, view: View<T>, request: ListRequest, db: Db | null): SQL | undefined {
  const { kind } = view
  const exists = visible(kind, reading.caller, reading.now, request.trashed)
  return and(exists, ...filterConditions(reading, view, request.filters, db))
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

function filterConditions<T>(reading: Reading, view: View<T>, filters: Record<string, string[]>, db: Db | null): SQL[] {
  const resolve: Resolve = (kind, ref, parameter) => {
    const found = findVisible(reading, kind, ref)
    if (found !== undefined) return [found]
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

function findVisible({ db, caller, now }: Reading, kind: Kind, ref: string): string | undefined {
  const named = refColumn(kind, ref)
  if (!named) return undefined
  const { id } = tables[kind]
  const name = `${kind} seen by ${named.column} ${can(caller, 'drafts:read')}`
  const [row] = askAgain<{ id: string }>(
    db,
    name,
    { ref: named.value, now },
    () => sql`SELECT ${id} AS id FROM ${tables[kind]}
      WHERE ${tables[kind]}.${sql.identifier(named.column)} = ${sql.placeholder('ref')} AND ${visible(kind, caller, anyTime)}`,
  )
  return row?.id
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
