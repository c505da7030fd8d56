import { and, eq, isNull } from 'drizzle-orm'
import { type Count, countVoices } from '../stats/count-voices.ts'
import { writeCounts } from '../stats/tally.ts'
import type { Db } from './connection.ts'
import { inIds } from './reads.ts'
import { articles, quotes, speakers, voices } from './tables.ts'

/**
 * Counts the quotes of an article again, which it or they have changed: one row
 * in `voices`, none while it is in the trash, without quotes or gone. Countries,
 * topics and names are not in it, so that a change of those costs nothing.
 */
export function recountVoices(db: Db, articleId: string): void {
  db.delete(voices).where(eq(voices.articleId, articleId)).run()
  const said = db
    .select({ text: quotes.text, analystId: quotes.analystId, sourceId: quotes.sourceId, toldToId: quotes.toldToId })
    .from(quotes)
    .where(and(eq(quotes.articleId, articleId), isNull(quotes.trashedAt)))
    .all()
  const article = said.length > 0 && readArticle(db, articleId)
  if (!article) return
  const counts = countVoices(said)
  const numbers = numbersOf(db, [...counts.speakers, ...counts.toldTo])
  const numbered = (of: Count[]) =>
    writeCounts(of.map((count) => ({ ...count, number: numbers.get(count.id) as number })))
  db.insert(voices)
    .values({
      ...article,
      quotes: said.length,
      speakers: numbered(counts.speakers),
      toldTo: numbered(counts.toldTo),
    })
    .run()
}

function readArticle(db: Db, articleId: string) {
  const { id, status, visibleFrom, expireAt, publishedSort, section, primaryLang, lang } = articles
  return db
    .select({ articleId: id, status, visibleFrom, expireAt, publishedSort, section, primaryLang, lang })
    .from(articles)
    .where(and(eq(id, articleId), isNull(articles.trashedAt)))
    .get()
}

/** The numbers that stand for analysts and sources; the same for ever. */
function numbersOf(db: Db, counts: Count[]): Map<string, number> {
  const ids = [...new Set(counts.map(({ id }) => id))]
  const known = db.select().from(speakers).where(inIds(speakers.id, ids)).all()
  const numbers = new Map(known.map(({ id, number }) => [id, number]))
  for (const id of ids.filter((id) => !numbers.has(id))) {
    const { number } = db.insert(speakers).values({ id }).returning({ number: speakers.number }).get()
    numbers.set(id, number)
  }
  return numbers
}
