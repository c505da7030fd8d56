import type { Database, Statement } from 'better-sqlite3'
import { getTableColumns, getTableName, type SQL } from 'drizzle-orm'
import { type SQLiteColumn, SQLiteSyncDialect, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { LRUCache } from 'lru-cache'
import type { Db } from './connection.ts'

/*
 * Statements that every write runs, prepared once for each connection: Drizzle
 * builds and prepares anew each time, which takes ten times as long as SQLite.
 */

/** How many are kept of a connection: what is filtered by, and by how many values, makes a text of its own. */
const most = 1000

const known = new WeakMap<object, LRUCache<string, Statement<unknown[]>>>()

/** The prepared statement of a text. */
export function statement(db: Db, text: string): Statement<unknown[]> {
  return statementOf(db.$client, text)
}

/** The same, for a connection without Drizzle. */
export function statementOf(database: Database, text: string): Statement<unknown[]> {
  const statements = kept(known, database, () => new LRUCache<string, Statement<unknown[]>>({ max: most }))
  const found = statements.get(text)
  if (found) return found
  const made = database.prepare<unknown[]>(text)
  statements.set(text, made)
  return made
}

/** The text of a condition whose parameters stand in it by their names. */
export function textOf(condition: SQL): string {
  return new SQLiteSyncDialect({ casing: 'snake_case' }).sqlToQuery(condition).sql
}

/** Inserts a row, a column that it does not name being null, and answers its rowid. */
export function insertRow<T extends SQLiteTable>(db: Db, table: T, row: T['$inferInsert']): number {
  return insertParts(db, table, [row])
}

/**
 * The same of a row in parts, of which the last that names a column counts. They are
 * not made one object before: members that are added to a copy of another object
 * take V8 longer than SQLite takes for the row.
 */
export function insertParts<T extends SQLiteTable>(db: Db, table: T, parts: Partial<T['$inferInsert']>[]): number {
  const { insert, columns } = shapeOf(table)
  const values = columns.map(({ key, encode }) => encode(valueIn(parts as Record<string, unknown>[], key)))
  return Number(statement(db, insert).run(values).lastInsertRowid)
}

function valueIn(parts: Record<string, unknown>[], key: string): unknown {
  for (let i = parts.length - 1; i > 0; i -= 1) {
    const value = parts[i]?.[key]
    if (value !== undefined) return value
  }
  return parts[0]?.[key]
}

/** Sets columns of the row with an id. */
export function updateRow<T extends SQLiteTable>(db: Db, table: T, id: string, row: Partial<T['$inferInsert']>): void {
  const { name, columns } = shapeOf(table)
  const set = columns.filter(({ key }) => key in row)
  const text = `UPDATE ${name} SET ${set.map(({ column }) => `${column} = ?`).join(', ')} WHERE id = ?`
  statement(db, text).run([...set.map(({ key, encode }) => encode((row as Record<string, unknown>)[key])), id])
}

/** The whole rows that a condition picks, which may be followed by an order. */
export function selectRows<T extends SQLiteTable>(
  db: Db,
  table: T,
  condition: string,
  ...values: unknown[]
): T['$inferSelect'][] {
  const { select, columns } = shapeOf(table)
  const rows = statement(db, `${select} WHERE ${condition}`).all(values) as Record<string, unknown>[]
  return rows.map((row) => Object.fromEntries(columns.map(({ key, column, decode }) => [key, decode(row[column])])))
}

interface Column {
  key: string
  column: string
  encode(value: unknown): unknown
  decode(value: unknown): unknown
}

const shapes = new WeakMap<SQLiteTable, ReturnType<typeof describe>>()

function shapeOf(table: SQLiteTable) {
  return kept(shapes, table, () => describe(table))
}

/** What a map has for a key, made when it has nothing yet. */
function kept<K, V>(map: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}

function describe(table: SQLiteTable) {
  const name = getTableName(table)
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) =>
    describeColumn(key, column as SQLiteColumn),
  )
  const names = columns.map(({ column }) => column)
  return {
    name,
    columns,
    insert: `INSERT INTO ${name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    select: `SELECT ${names.join(', ')} FROM ${name}`,
  }
}

function describeColumn(key: string, column: SQLiteColumn): Column {
  const plain = column.dataType === 'string' || column.dataType === 'number'
  return {
    key,
    column: key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    encode: (value) => (value === undefined || value === null ? null : plain ? value : column.mapToDriverValue(value)),
    decode: (value) => (plain || value === null ? value : column.mapFromDriverValue(value)),
  }
}
