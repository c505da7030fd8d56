import type { ArticleQuoteDraft } from '../../schemas/quotes.ts'
import type { QuoteState } from './rules.ts'
import { joinSpans } from './spans.ts'

/**
 * Tells which stored quote each draft of an article means: the one with its
 * `externalId`, else the first with its kind and words that no other draft
 * means. What is left over is no longer listed.
 */
export function matchDrafts<T extends Pick<QuoteState, 'id' | 'externalId' | 'kind' | 'text'>>(
  drafts: ArticleQuoteDraft[],
  stored: T[],
): { pairs: { draft: ArticleQuoteDraft; quote: T | null; index: number }[]; unlisted: T[] } {
  const left = new Set(stored)
  const take = (wanted: (quote: T) => boolean): T | null => {
    const quote = [...left].find(wanted) ?? null
    if (quote) left.delete(quote)
    return quote
  }
  const byKey = drafts.map(({ externalId }) => (externalId ? take((quote) => quote.externalId === externalId) : null))
  const pairs = drafts.map((draft, index) => {
    const sameWords = (quote: T) =>
      quote.kind === draft.kind && quote.text === wordsOf(draft) && (!draft.externalId || quote.externalId === null)
    return { draft, quote: byKey[index] ?? take(sameWords), index }
  })
  return { pairs, unlisted: [...left] }
}

function wordsOf({ text, spans }: ArticleQuoteDraft): string | null {
  if (text) return text
  const words = (spans ?? []).map((span) => ({ text: span.text ?? '' }))
  return words.length > 0 ? joinSpans(words) : null
}
