import type { Quote } from '../../schemas/quotes.ts'
import type { QuoteRange } from '../body/marked.ts'

/** Where the words of direct and mixed quotes stand in the body: those that have drifted stand nowhere. */
export function rangesOf(quotes: Pick<Quote, 'id' | 'kind' | 'anchor' | 'spans'>[]): QuoteRange[] {
  return quotes
    .filter(({ kind, anchor }) => kind !== 'indirect' && anchor !== 'drifted')
    .flatMap(({ id, spans }) => spans.map(({ blockKey, start, end }) => ({ quoteId: id, blockKey, start, end })))
}
