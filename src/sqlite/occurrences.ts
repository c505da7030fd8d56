import { and, type SQL, sql } from 'drizzle-orm'
import type { Occurrence } from '../../schemas/occurrences.ts'
import type { Quote } from '../../schemas/quotes.ts'
import { SIMILARITY_LIMIT, similarity } from '../quotes/anchor/similarity.ts'
import { likenessOf } from '../quotes/likeness.ts'
import { quoteJson } from './documents.ts'
import type { Reading } from './reading.ts'
import { readThose } from './reads.ts'
import { quotes } from './tables/quotes.ts'
import { visible } from './visibility.ts'

/** As much of a quote as its words elsewhere depend on. */
type Stated = Pick<Quote, 'id' | 'articleId' | 'text' | 'analystId' | 'sourceId'>

/** The most that are answered, and the most near-duplicates that are compared. */
const mostAnswered = 100
const mostCompared = 400

/** The same statement in other articles that the caller may see, the most similar first, and when something in them ends. */
export function readOccurrences(reading: Reading, quote: Stated): { items: Occurrence[]; ends: string | null } {
  const likeness = likenessOf(quote.text)
  const isSame = alike([likeness.same])
  const same = elsewhere(reading, quote, isSame, mostAnswered)
  const near = elsewhere(reading, quote, sql`${alike(likeness.near)} AND NOT ${isSame}`, mostCompared)
    .map((row) => ({ row, same: false, similarity: similarity(quote.text, row.text) }))
    .filter((found) => found.similarity >= SIMILARITY_LIMIT)
    .sort((a, b) => b.similarity - a.similarity)
  const found = [...same.map((row) => ({ row, same: true, similarity: 1 })), ...near].slice(0, mostAnswered)
  const ids = found.map(({ row }) => row.id)
  const shape = { body: false, include: ['article', 'analyst', 'source'] }
  const { items: answered, ends } = readThose<Occurrence['quote']>(
    reading,
    { kind: 'quotes', json: quoteJson },
    ids,
    shape,
  )
  const items = found.map(({ row, same, similarity }) => ({
    quote: answered.get(row.id) as Occurrence['quote'],
    same,
    similarity: Math.floor(similarity * 1000) / 1000,
  }))
  return { items, ends }
}

/** Of the quotes of an article, those whose words somebody else is said to have said in another article. */
export function readConflicts(reading: Reading, stated: Stated[]): { quoteId: string; otherQuoteId: string }[] {
  return stated.flatMap((quote) => {
    const { analystId, sourceId } = quote
    if (analystId === null && sourceId === null) return []
    const others = elsewhere(reading, quote, alike([likenessOf(quote.text).same]), mostAnswered)
    return others
      .filter((other) => (other.analystId ?? other.sourceId) !== null)
      .filter((other) => other.analystId !== analystId || other.sourceId !== sourceId)
      .map(({ id }) => ({ quoteId: quote.id, otherQuoteId: id }))
  })
}

/** The quotes that have one of these words of their likeness. */
function alike(words: string[]): SQL {
  const match = words.map((word) => `"${word}"`).join(' OR ')
  return sql`${quotes.id} IN (SELECT d.id FROM likeness l CROSS JOIN search_documents d ON d.rowid = l.rowid WHERE l.likeness MATCH ${match})`
}

function elsewhere(reading: Reading, quote: Stated, condition: SQL, limit: number): Stated[] {
  const { id, articleId, text, analystId, sourceId } = quotes
  const seen = visible('quotes', reading.caller, reading.now)
  return reading.db
    .select({ id, articleId, text, analystId, sourceId })
    .from(quotes)
    .where(and(condition, sql`${quotes.articleId} <> ${quote.articleId}`, seen))
    .orderBy(quotes.id)
    .limit(limit)
    .all()
}
