import type { Quote, Span, SpanDraft } from '../../../schemas/quotes.ts'
import { locate } from '../../quotes/anchor/locate.ts'
import type { TextBlock } from '../../quotes/anchor/types.ts'
import { said } from '../../said.ts'

/** A quote as it stands in the front matter of its article: as it is written, with the names of those it refers to. */
export function quoteInFile(quote: Quote, lang: string, blocks: TextBlock[]): object {
  const { analyst, source, toldTo, mention, spans } = quote
  return said({
    externalId: quote.externalId,
    kind: quote.kind,
    text: spans.length === 0 ? quote.text : null,
    spans: spans.map((span) => shortest(span, blocks)),
    analystId: refTo(analyst) ?? quote.analystId,
    analyst: analyst && { name: analyst.name },
    sourceId: refTo(source) ?? quote.sourceId,
    source: source && { name: source.name },
    role: quote.role,
    mention: mention && said(mention),
    cue: quote.cue,
    toldToId: refTo(toldTo) ?? quote.toldToId,
    toldTo: toldTo && { name: toldTo.name },
    lang: quote.lang === lang ? null : quote.lang,
    isTranslation: quote.isTranslation ? true : null,
    originalText: quote.originalText,
    position: spans.length === 0 ? quote.position : null,
    status: quote.status,
    note: quote.note,
  })
}

/** A ref that means the same on another server, where there is one. */
export function refTo(item: { id: string; externalId: string | null } | null | undefined): string | null {
  if (!item) return null
  return item.externalId === null ? item.id : `ext:${item.externalId}`
}

/**
 * As little of a span as leads to its place: its words, else its words and what
 * stands around them, which another server understands as well; else all of it.
 */
function shortest(span: Span, blocks: TextBlock[]): SpanDraft {
  const { text, prefix, suffix } = span
  const candidates: SpanDraft[] = [{ text }, { text, prefix, suffix }]
  const leadsThere = (candidate: SpanDraft) => {
    const found = locate(blocks, candidate)
    return found.ok && JSON.stringify(found.span) === JSON.stringify(span)
  }
  return candidates.find(leadsThere) ?? span
}
