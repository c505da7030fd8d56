import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'

/*
 * SQLite writes the JSON that is answered: text goes from its pages to the socket
 * as UTF-8, without becoming a string in between, and JSON that is stored is passed
 * on as it stands. The bytes are those of JSON.stringify.
 */

/** The members of an object, each the SQL of its JSON. */
type Members = Record<string, SQL>

/** A JSON object. Names are ours: they hold nothing that SQL or JSON would have to escape. */
export function objectOf(members: Members): SQL {
  const names = Object.keys(members).map((name) => `"${name}":%s`)
  return sql`format(${sql.raw(`'{${names.join(',')}}'`)}, ${sql.join(Object.values(members), sql`, `)})`
}

/**
 * The members of a schema, in its order: the columns of a table under the same
 * names, and those that are made otherwise. What is neither is left out.
 */
export function membersOf(table: SQLiteTable, { properties }: { properties: object }, others: Members): Members {
  const columns: Record<string, SQLiteColumn> = getTableColumns(table)
  return Object.fromEntries(
    Object.keys(properties).flatMap((name) => {
      const json = others[name] ?? (columns[name] && columnJson(columns[name]))
      return json ? [[name, json]] : []
    }),
  )
}

/** A text, a number or null. */
export function scalar(value: SQL | SQLiteColumn): SQL {
  return sql`json_quote(${value})`
}

/** The JSON that a query of one column and at most one row answers; null without a row. */
export function oneOf(query: SQL): SQL {
  return sql`coalesce((${query}), 'null')`
}

/** The JSON array of what a query of one column, `json`, answers, in its order. */
export function arrayOf(query: SQL): SQL {
  return sql`'[' || coalesce((SELECT group_concat(json, ',') FROM (${query})), '') || ']'`
}

function columnJson(column: SQLiteColumn): SQL {
  if (column.dataType === 'json') return sql`coalesce(${column}, 'null')`
  if (column.dataType === 'boolean') return sql`CASE ${column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END`
  return scalar(column)
}
