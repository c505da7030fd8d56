import type { Database } from 'better-sqlite3'
import type { Db } from './connection.ts'
import { statementOf } from './statements.ts'

/*
 * FTS5 empties its memory into its tables at each savepoint and at each statement
 * that could fail half way. That would be many small trees a write, which it then
 * merges again and again. So the words that a transaction indexes wait here, and go
 * into the indexes at its end, all at once.
 */

/** How a row comes into each index: words in their forms, and what makes statements alike. */
const inserts = {
  search: 'INSERT INTO search (rowid, folded, stems) VALUES (?, ?, ?)',
  likeness: 'INSERT INTO likeness (rowid, words) VALUES (?, ?)',
}

interface Entry {
  index: keyof typeof inserts
  rowid: number
  /** null where the row is taken out. */
  texts: string[] | null
}

const waiting = new WeakMap<Database, Entry[]>()

/** Puts a row into an index, or takes it out, when the transaction ends. */
export function indexRow({ $client }: Db, index: Entry['index'], rowid: number, texts: string[] | null): void {
  const entries = waiting.get($client)
  if (entries) entries.push({ index, rowid, texts })
  else waiting.set($client, [{ index, rowid, texts }])
}

/** Writes what waits. It comes before each commit. */
export function flushWords(database: Database): void {
  for (const { index, rowid, texts } of forgetWords(database, 0)) {
    if (texts) statementOf(database, inserts[index]).run(rowid, ...texts)
    else statementOf(database, `DELETE FROM ${index} WHERE rowid = ?`).run(rowid)
  }
}

/** How much waits. */
export function countWaiting(database: Database): number {
  return waiting.get(database)?.length ?? 0
}

/** Drops what has come to wait since so much did. It comes with each rollback. */
export function forgetWords(database: Database, since: number): Entry[] {
  return waiting.get(database)?.splice(since) ?? []
}
