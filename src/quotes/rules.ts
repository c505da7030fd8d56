import type { Fault } from '../../schemas/problem.ts'
import type { ArticleQuoteDraft, Quote } from '../../schemas/quotes.ts'
import { canonicalLanguage, directionOf } from '../text/direction.ts'
import { placeSpans, type QuotedText } from './spans.ts'

/** Behind every other quote of an article, until they are put in order. */
const last = 100_000

/** A quote with nothing embedded and nothing derived from its state. */
export type QuoteState = Omit<Quote, 'link' | 'article' | 'analyst' | 'source' | 'toldTo'> & {
  /** Where a quote without spans was asked to stand, which nobody reads; null for last. */
  wantedPosition?: number | null
}

/** As much of the article as its quotes depend on. */
export interface QuotedArticle extends QuotedText {
  id: string
  lang: string
  publishedAt: string | null
}

/**
 * What a draft says, as members of a quote; what it leaves out is null or empty,
 * but `externalId` stays. References come resolved beside it. Pushes a fault
 * for words without a place, and for two speakers.
 */
export function composeQuote(
  { id, version, createdAt, updatedAt }: Pick<Quote, 'id' | 'version' | 'createdAt' | 'updatedAt'>,
  draft: ArticleQuoteDraft,
  { analystId, sourceId, toldToId }: Pick<Quote, 'analystId' | 'sourceId' | 'toldToId'>,
  article: QuotedArticle,
  before: QuoteState | null,
  faults: Fault[],
) {
  if (analystId && sourceId) {
    const detail = 'a quote has one speaker: an analyst or a source, not both'
    faults.push({ pointer: '/sourceId', detail, code: 'mismatch' })
  }
  const { spans, text } = placeSpans(draft, article, before, faults)
  const sameWords = before !== null && text === before.text
  const sameSpans = before !== null && JSON.stringify(spans) === JSON.stringify(before.spans)
  const lang = draft.lang ? canonicalLanguage(draft.lang) : (before?.lang ?? article.lang)
  return {
    id,
    version,
    createdAt,
    updatedAt,
    externalId: draft.externalId === undefined ? (before?.externalId ?? null) : draft.externalId,
    articleId: article.id,
    kind: draft.kind,
    text,
    previousText: sameWords ? before.previousText : null,
    spans,
    analystId,
    sourceId,
    role: draft.role ?? null,
    mention: draft.mention ? { kind: draft.mention.kind, text: draft.mention.text ?? null } : null,
    cue: draft.cue ?? null,
    toldToId,
    lang,
    dir: directionOf(lang),
    isTranslation: draft.isTranslation ?? false,
    originalText: draft.originalText ?? null,
    position: before?.position ?? last,
    wantedPosition: spans.length === 0 ? wantedPosition(draft, before) : null,
    status: draft.status ?? before?.status ?? ('asserted' as const),
    anchor: spans.length === 0 ? null : sameSpans ? before.anchor : ('exact' as const),
    note: draft.note ?? null,
    publishedAt: article.publishedAt,
  }
}

/** To be asked for the place that it has, as by a patch of something else, changes nothing. */
function wantedPosition({ position = null }: ArticleQuoteDraft, before: QuoteState | null): number | null {
  return position === before?.position ? (before?.wantedPosition ?? null) : position
}

/**
 * A merge patch of a quote that names new words but not their spans, or new
 * spans but not their words, means the other to follow.
 */
export function withWordsOrSpans(change: Partial<ArticleQuoteDraft>): Partial<ArticleQuoteDraft> {
  if (change.text && change.spans === undefined) return { ...change, spans: null }
  if (change.spans && change.text === undefined) return { ...change, text: null }
  return change
}
