import type { ArticleQuoteDraft, SpanDraft } from '../../schemas/quotes.ts'
import { locate } from './anchor/locate.ts'
import type { TextBlock } from './anchor/types.ts'
import type { QuoteState } from './rules.ts'
import { joinSpans } from './spans.ts'

/**
 * Tells which stored quote each draft of an article means: the one with its
 * `externalId`, else the first with its kind and words that no other draft
 * means. `blocks` are the text of the article. What is left over is no longer listed.
 */
export function matchDrafts<T extends Pick<QuoteState, 'id' | 'externalId' | 'kind' | 'text'>>(
  drafts: ArticleQuoteDraft[],
  stored: T[],
  blocks: TextBlock[],
): { pairs: { draft: ArticleQuoteDraft; quote: T | null; index: number }[]; unlisted: T[] } {
  const left = new Set(stored)
  const take = (wanted: (quote: T) => boolean): T | null => {
    const quote = [...left].find(wanted) ?? null
    if (quote) left.delete(quote)
    return quote
  }
  const byKey = drafts.map(({ externalId }) => (externalId ? take((quote) => quote.externalId === externalId) : null))
  const pairs = drafts.map((draft, index) => {
    const words = byKey[index] ? null : wordsOf(draft, blocks)
    const sameWords = (quote: T) =>
      quote.kind === draft.kind && quote.text === words && (!draft.externalId || quote.externalId === null)
    return { draft, quote: byKey[index] ?? take(sameWords), index }
  })
  return { pairs, unlisted: [...left] }
}

function wordsOf({ text, spans }: ArticleQuoteDraft, blocks: TextBlock[]): string | null {
  if (text) return text
  const words = (spans ?? []).map((span) => ({ text: span.text ?? wordsAt(blocks, span) }))
  return words.length > 0 ? joinSpans(words) : null
}

/** Of a span that names a place only. */
function wordsAt(blocks: TextBlock[], span: SpanDraft): string {
  const found = locate(blocks, span)
  return found.ok ? found.span.text : ''
}
