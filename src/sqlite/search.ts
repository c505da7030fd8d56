import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Kind } from '../store.ts'
import { stemsOf, wordsOf } from '../text/stems.ts'
import type { Db } from './connection.ts'
import { searchDocuments } from './tables.ts'

/** The most words of a question that count: each costs a look into the index. */
const mostWords = 16

/** Puts the words of a resource into the full-text index, in place of those it had. */
export function indexText(db: Db, resource: Kind, id: string, texts: (string | null)[]): void {
  const words = wordsOf(texts.filter((text) => text !== null).join('\n'))
  removeText(db, resource, id)
  const { rowid } = db
    .insert(searchDocuments)
    .values({ resource, id })
    .returning({ rowid: searchDocuments.rowid })
    .get()
  const stems = words.flatMap((word) => stemsOf(word))
  db.run(sql`INSERT INTO search (rowid, folded, stems) VALUES (${rowid}, ${words.join(' ')}, ${stems.join(' ')})`)
}

/** Takes a resource out of the full-text index. */
export function removeText(db: Db, resource: Kind, id: string): void {
  const row = db
    .delete(searchDocuments)
    .where(and(eq(searchDocuments.resource, resource), eq(searchDocuments.id, id)))
    .returning({ rowid: searchDocuments.rowid })
    .get()
  if (row) db.run(sql`DELETE FROM search WHERE rowid = ${row.rowid}`)
}

/** All conditions at once; a question without words finds nothing. */
export function findsAll(conditions: SQL[]): SQL {
  return conditions.length === 0 ? sql`0` : sql.join(conditions, sql` AND `)
}

/** One condition for each word of a question, all of which must hold. */
export function questionWords(question: string): string[] {
  return [...new Set(wordsOf(question))].slice(0, mostWords)
}

/** The resources in whose text a word stands, in any of its forms. The word is quoted: it is never read as syntax. */
export function findsWord(resource: Kind, id: SQLiteColumn, word: string): SQL {
  const stems = stemsOf(word).map((stem) => `stems:"${stem}"`)
  const match = [`folded:"${word}"`, ...stems].join(' OR ')
  return sql`${id} IN (SELECT d.id FROM search s JOIN search_documents d ON d.rowid = s.rowid WHERE s.search MATCH ${match} AND d.resource = ${resource})`
}
