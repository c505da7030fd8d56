import type { Database } from 'better-sqlite3'
import type { Db } from './connection.ts'
import { statementOf } from './statements.ts'

/*
 * FTS5 empties its memory into its tables at each savepoint and at each statement
 * that could fail half way. That would be many small trees a write, which it then
 * merges again and again. So the words that a transaction indexes wait here, and go
 * into the index at its end, all at once.
 */

/** Words for a row of the index, or null where it is taken out. */
interface Entry {
  rowid: number
  words: { folded: string; stems: string } | null
}

const waiting = new WeakMap<Database, Entry[]>()

/** Puts words into the index, or takes out those of a row, when the transaction ends. */
export function indexWords({ $client }: Db, rowid: number, words: Entry['words']): void {
  const entries = waiting.get($client)
  if (entries) entries.push({ rowid, words })
  else waiting.set($client, [{ rowid, words }])
}

/** Writes what waits. It comes before each commit. */
export function flushWords(database: Database): void {
  for (const { rowid, words } of forgetWords(database, 0)) {
    if (words === null) statementOf(database, 'DELETE FROM search WHERE rowid = ?').run(rowid)
    else
      statementOf(database, 'INSERT INTO search (rowid, folded, stems) VALUES (?, ?, ?)').run(
        rowid,
        words.folded,
        words.stems,
      )
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
