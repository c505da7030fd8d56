import { type Count, countVoices } from '../stats/count-voices.ts'
import { writeCounts } from '../stats/tally.ts'
import type { Db } from './connection.ts'
import { insertRow, statement } from './statements.ts'
import { speakers, voices } from './tables/quotes.ts'

/**
 * Counts the quotes of an article again, which it or they have changed: one row
 * in `voices`, none while it is in the trash, without quotes or gone. Countries,
 * topics and names are not in it, so that a change of those costs nothing.
 */
export function recountVoices(db: Db, articleId: string): void {
  statement(db, 'DELETE FROM voices WHERE article_id = ?').run(articleId)
  const said = statement(db, readSaid).all(articleId) as Parameters<typeof countVoices>[0]
  const article = said.length > 0 && (statement(db, readArticle).get(articleId) as Article | undefined)
  if (!article) return
  const counts = countVoices(said)
  const numbers = numbersOf(db, [...counts.speakers, ...counts.toldTo])
  const numbered = (of: Count[]) =>
    writeCounts(of.map((count) => ({ ...count, number: numbers.get(count.id) as number })))
  insertRow(db, voices, {
    ...article,
    quotes: said.length,
    speakers: numbered(counts.speakers),
    toldTo: numbered(counts.toldTo),
  })
}

type Article = Omit<typeof voices.$inferInsert, 'quotes' | 'speakers' | 'toldTo'>

const readSaid = `SELECT text, analyst_id AS analystId, source_id AS sourceId, told_to_id AS toldToId
  FROM quotes WHERE article_id = ? AND trashed_at IS NULL`

const readArticle = `SELECT id AS articleId, status, visible_from AS visibleFrom, expire_at AS expireAt,
  published_sort AS publishedSort, section, primary_lang AS primaryLang, lang
  FROM articles WHERE id = ? AND trashed_at IS NULL`

/** The numbers that stand for analysts and sources; the same for ever. */
function numbersOf(db: Db, counts: Count[]): Map<string, number> {
  const find = statement(db, 'SELECT number FROM speakers WHERE id = ?')
  const numberOf = (id: string) =>
    (find.get(id) as { number: number } | undefined)?.number ?? insertRow(db, speakers, { id })
  return new Map(counts.map(({ id }) => [id, numberOf(id)]))
}
