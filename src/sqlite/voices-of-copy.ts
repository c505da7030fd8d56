import type { Analyst } from '../../schemas/analysts.ts'
import type { Article } from '../../schemas/articles.ts'
import type { Source } from '../../schemas/sources.ts'
import { analystJson, sourceJson } from './documents.ts'
import type { Reading } from './reading.ts'
import { readThose } from './reads.ts'

const whole = { body: false, include: [] }

/** An article that is not stored as one, such as a working copy, with its source and its quotes' speakers and hearers. */
export function withVoices(reading: Reading, article: Article): Article {
  const quotes = article.quotes ?? []
  const analystIds = quotes.flatMap(({ analystId }) => analystId ?? [])
  const sourceIds = [article.sourceId, ...quotes.flatMap(({ sourceId, toldToId }) => [sourceId, toldToId])]
  const { items: analysts } = readThose<Analyst>(reading, { kind: 'analysts', json: analystJson }, analystIds, whole)
  const known = sourceIds.filter((id) => id !== null)
  const { items: sources } = readThose<Source>(reading, { kind: 'sources', json: sourceJson }, known, whole)
  const source = (id: string | null) => sources.get(id ?? '') ?? null
  return {
    ...article,
    quotes: quotes.map((quote) => ({
      ...quote,
      analyst: analysts.get(quote.analystId ?? '') ?? null,
      source: source(quote.sourceId),
      toldTo: source(quote.toldToId),
    })),
    source: source(article.sourceId),
  }
}
