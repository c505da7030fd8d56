import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Caller } from '../caller.ts'
import type { Db } from './connection.ts'

/** A read in progress: on whose behalf, and the one time that decides what is visible. */
export interface Reading {
  db: Db
  caller: Caller
  now: string
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
