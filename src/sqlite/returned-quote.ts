import { and, desc, eq, sql } from 'drizzle-orm'
import type { ArticleState } from '../articles/rules.ts'
import { textBlocks } from '../body/text.ts'
import { locate } from '../quotes/anchor/locate.ts'
import { followQuotes } from '../quotes/drift.ts'
import type { QuoteState } from '../quotes/rules.ts'
import { type ArticleRow, toArticle } from './article-row.ts'
import { stateAt } from './revisions.ts'
import { articles } from './tables/articles.ts'
import { changes } from './tables/log.ts'
import type { Work } from './work.ts'

/** A quote that returns from the trash, as its words stand in the article now: that may have been edited meanwhile. */
export function returned(work: Work, quote: QuoteState): QuoteState {
  const row = work.db.select().from(articles).where(eq(articles.id, quote.articleId)).get() as ArticleRow
  const now = textBlocks(row.body)
  if (quote.spans.every((span) => locate(now, span).ok)) return quote
  const { body } = stateAt(work.db, 'articles', toArticle(row) as ArticleState, versionAtTrash(work, quote))
  return followQuotes(textBlocks(body), now, [quote], 'flag').quotes[0] ?? quote
}

/** The version that its article had when the quote went to the trash. */
function versionAtTrash({ db }: Work, { id, articleId }: QuoteState): number {
  const trashed = sql`(SELECT max(sequence) FROM ${changes} WHERE resource = 'quotes' AND id = ${id} AND action = 'trash')`
  const row = db
    .select({ version: changes.version })
    .from(changes)
    .where(and(eq(changes.resource, 'articles'), eq(changes.id, articleId), sql`${changes.sequence} < ${trashed}`))
    .orderBy(desc(changes.sequence))
    .limit(1)
    .get()
  return row?.version ?? 1
}
