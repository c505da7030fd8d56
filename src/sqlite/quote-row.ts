import type { Quote } from '../../schemas/quotes.ts'
import type { QuoteState } from '../quotes/rules.ts'
import { linkTo } from '../quotes/text-fragment.ts'
import { directionOf } from '../text/direction.ts'
import type { quotes } from './tables/quotes.ts'

export type QuoteRow = typeof quotes.$inferSelect

/** The row as the state of a quote. */
export function toQuote(row: QuoteRow): QuoteState {
  return {
    id: row.id,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    externalId: row.externalId,
    articleId: row.articleId,
    kind: row.kind,
    text: row.text,
    previousText: row.previousText,
    spans: row.spans,
    analystId: row.analystId,
    sourceId: row.sourceId,
    role: row.role,
    mention: row.mention,
    cue: row.cue,
    toldToId: row.toldToId,
    lang: row.lang,
    dir: directionOf(row.lang),
    isTranslation: row.isTranslation,
    originalText: row.originalText,
    position: row.position,
    wantedPosition: row.wantedPosition,
    status: row.status,
    anchor: row.anchor,
    note: row.note,
    publishedAt: row.publishedSort || null,
  }
}

/** The row as a quote that is answered. */
export function toAnsweredQuote(row: QuoteRow): Quote {
  return withLink(toQuote(row), row.link)
}

/** The state as a quote that is answered. */
export function answeredQuote(quote: QuoteState): Quote {
  return withLink(quote, linkTo(quote.articleId, quote.spans, quote.anchor))
}

function withLink({ wantedPosition: _, publishedAt, ...quote }: QuoteState, link: string | null): Quote {
  return { ...quote, link, publishedAt }
}

/** The members of a quote as columns; those that are derived stand among them. */
export function toQuoteRow(quote: QuoteState) {
  return { ...quote, ...columnsOf(quote) }
}

/** The columns of a quote that are not its members. */
export function columnsOf(quote: QuoteState) {
  return {
    link: linkTo(quote.articleId, quote.spans, quote.anchor),
    publishedSort: quote.publishedAt ?? '',
    trashedWithArticle: false,
  }
}
