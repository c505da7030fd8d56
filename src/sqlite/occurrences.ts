import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Occurrence } from '../../schemas/occurrences.ts'
import type { Quote } from '../../schemas/quotes.ts'
import { SIMILARITY_LIMIT, similarity } from '../quotes/anchor/similarity.ts'
import { samplesOf, wordsKey } from '../quotes/likeness.ts'
import { quoteJson } from './documents.ts'
import type { Reading } from './reading.ts'
import { readThose } from './reads.ts'
import { quotes } from './tables.ts'
import { visible } from './visibility.ts'

/** As much of a quote as its words elsewhere depend on. */
type Stated = Pick<Quote, 'id' | 'articleId' | 'text' | 'analystId' | 'sourceId'>

/** The most that are answered, and the most near-duplicates that are compared. */
const mostAnswered = 100
const mostCompared = 400

/** The same statement in other articles that the caller may see, the most similar first, and when something in them ends. */
export function readOccurrences(reading: Reading, quote: Stated): { items: Occurrence[]; ends: string | null } {
  const key = wordsKey(quote.text)
  const same = elsewhere(reading, quote, eq(quotes.wordsKey, key), mostAnswered)
  const sharing = sql`${quotes.id} IN (SELECT d.id FROM quote_samples s CROSS JOIN search_documents d ON d.rowid = s.document
    WHERE s.sample IN ${[...new Set(samplesOf(quote.text))]})`
  const near = elsewhere(reading, quote, sql`${sharing} AND ${quotes.wordsKey} <> ${key}`, mostCompared)
    .map((row) => ({ row, similarity: similarity(quote.text, row.text) }))
    .filter((found) => found.similarity >= SIMILARITY_LIMIT)
    .sort((a, b) => b.similarity - a.similarity)
  const found = [...same.map((row) => ({ row, similarity: 1 })), ...near].slice(0, mostAnswered)
  const ids = found.map(({ row }) => row.id)
  const shape = { body: false, include: ['article', 'analyst', 'source'] }
  const { items: answered, ends } = readThose<Occurrence['quote']>(
    reading,
    { kind: 'quotes', json: quoteJson },
    ids,
    shape,
  )
  const items = found.map(({ row, similarity }) => ({
    quote: answered.get(row.id) as Occurrence['quote'],
    same: row.wordsKey === key,
    similarity: Math.floor(similarity * 1000) / 1000,
  }))
  return { items, ends }
}

/** Of the quotes of an article, those whose words somebody else is said to have said in another article. */
export function readConflicts(reading: Reading, stated: Stated[]): { quoteId: string; otherQuoteId: string }[] {
  return stated.flatMap((quote) => {
    const { analystId, sourceId } = quote
    if (analystId === null && sourceId === null) return []
    const others = elsewhere(reading, quote, eq(quotes.wordsKey, wordsKey(quote.text)), mostAnswered)
    return others
      .filter((other) => (other.analystId ?? other.sourceId) !== null)
      .filter((other) => other.analystId !== analystId || other.sourceId !== sourceId)
      .map(({ id }) => ({ quoteId: quote.id, otherQuoteId: id }))
  })
}

function elsewhere(reading: Reading, quote: Stated, condition: SQL, limit: number): (Stated & { wordsKey: string })[] {
  const { id, articleId, text, analystId, sourceId, wordsKey } = quotes
  const seen = visible('quotes', reading.caller, reading.now)
  return reading.db
    .select({ id, articleId, text, analystId, sourceId, wordsKey })
    .from(quotes)
    .where(and(condition, sql`${quotes.articleId} <> ${quote.articleId}`, seen))
    .orderBy(quotes.id)
    .limit(limit)
    .all()
}
