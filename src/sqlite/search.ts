import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Kind, NamedKind } from '../store.ts'
import { stemsOf, wordsOf } from '../text/stems.ts'
import type { Db } from './connection.ts'
import { indexRow } from './search-words.ts'
import { insertRow, statement } from './statements.ts'
import { searchDocuments } from './tables/quotes.ts'

/** The most words of a question that count: each costs a look into the index. */
const mostWords = 16

/** Puts the words of a resource into the full-text index, in place of those it had. Answers the row of it. */
export function indexText(db: Db, resource: Kind, id: string, texts: (string | null)[]): number {
  removeText(db, resource, id)
  return indexNewText(db, resource, id, texts)
}

/** The same for a resource that had none. */
export function indexNewText(db: Db, resource: Kind, id: string, texts: (string | null)[]): number {
  const words = wordsOf(texts.filter((text) => text !== null).join('\n'))
  const rowid = insertRow(db, searchDocuments, { resource, id })
  const stems = words.flatMap((word) => stemsOf(word))
  indexRow(db, 'search', rowid, [words.join(' '), stems.join(' ')])
  return rowid
}

/** Takes a resource out of the full-text index. Answers the row it had there; null when it had none. */
export function removeText(db: Db, resource: Kind, id: string): number | null {
  const find = 'SELECT rowid FROM search_documents WHERE resource = ? AND id = ?'
  const row = statement(db, find).get(resource, id) as { rowid: number } | undefined
  if (!row) return null
  statement(db, 'DELETE FROM search_documents WHERE rowid = ?').run(row.rowid)
  indexRow(db, 'search', row.rowid, null)
  return row.rowid
}

/**
 * What the index is asked for each word of a question: the word in any of its
 * forms. It is quoted: it is never read as syntax.
 */
export function questionMatches(question: string): string[] {
  const words = [...new Set(wordsOf(question))].slice(0, mostWords)
  return words.map(
    (word) => `(${[`folded:"${word}"`, ...stemsOf(word).map((stem) => `stems:"${stem}"`)].join(' OR ')})`,
  )
}

/** The match of what matches all. */
export function allOf(matches: string[]): string {
  return matches.join(' AND ')
}

/**
 * The resources whose text matches. With `db`, the rows are read in the order of a
 * list until a page is full; how is chosen by how many match, so that a common word
 * costs about what a rare one does.
 */
export function textMatches(resource: Kind, id: SQLiteColumn, match: string, db: Db | null): SQL {
  const all = sql`(SELECT d.id FROM search s JOIN search_documents d ON d.rowid = s.rowid WHERE s.search MATCH ${match} AND d.resource = ${resource})`
  if (!db || !atLeast(db, match, several)) return sql`${id} IN ${all}`
  /* Of no use to an index: each row of the list is looked up among all. */
  if (!atLeast(db, match, common)) return sql`+${id} IN ${all}`
  return sql`EXISTS (SELECT 1 FROM search_documents d CROSS JOIN search s WHERE d.resource = ${resource} AND d.id = ${id} AND s.rowid = d.rowid AND s.search MATCH ${match})`
}

/** From so many on it is dearer to sort all that match than to gather them and look for the first in the order of the list. */
const several = 3_000
/** From so many on it is dearer to gather all than to ask the index for each row. */
const common = 50_000

function atLeast(db: Db, match: string, count: number): boolean {
  return db.get(sql`SELECT 1 FROM search WHERE search MATCH ${match} LIMIT 1 OFFSET ${count - 1}`) !== undefined
}

/** The sources or analysts whose text matches: few beside quotes, the rows of which cost nearly nothing here. */
export function nameMatches(resource: NamedKind, id: SQLiteColumn, match: string): SQL {
  return sql`${id} IN (SELECT d.id FROM search s JOIN search_documents d ON d.rowid = s.rowid WHERE s.search MATCH ${match} AND +s.rowid IN (SELECT rowid FROM search_documents WHERE resource = ${resource}))`
}

/** The sources or analysts in whose text all words of a question stand. */
export function namesMatchAll(resource: NamedKind, id: SQLiteColumn, question: string): SQL {
  const matches = questionMatches(question)
  return matches.length === 0 ? sql`0` : nameMatches(resource, id, allOf(matches))
}
