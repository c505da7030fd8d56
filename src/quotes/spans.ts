import type { Body } from '../../schemas/body.ts'
import type { Fault } from '../../schemas/problem.ts'
import type { ArticleQuoteDraft, Quote, Span, SpanDraft } from '../../schemas/quotes.ts'
import { textBlocks } from '../body/text.ts'
import { type LocateFault, locate } from './anchor/locate.ts'
import { type SimilarPlaces, similarPlacesIn } from './anchor/similar-places.ts'
import type { TextBlock } from './anchor/types.ts'

/** What joins the words of a split quotation. */
const ellipsis = ' … '

/** The text of an article, and what finds places in it for all its quotes. */
export interface QuotedText {
  blocks: TextBlock[]
  similarPlaces: SimilarPlaces
}

/** The text of a body as its quotes need it. */
export function quotedText(body: Body): QuotedText {
  const blocks = textBlocks(body)
  return { blocks, similarPlaces: similarPlacesIn(blocks) }
}

/** The words of a quote, from its spans. */
export function joinSpans(spans: readonly Pick<Span, 'text'>[]): string {
  return spans.map(({ text }) => text).join(ellipsis)
}

/**
 * Finds the spans of a draft in the body and fills in what it left out; the
 * words of a direct or mixed quote must stand there. Spans that are those of
 * the stored quote stay as they are, wherever they stand now. Pushes a fault,
 * with the places that could be meant, for each span that has no one place.
 */
export function placeSpans(
  draft: ArticleQuoteDraft,
  article: QuotedText,
  before: Pick<Quote, 'spans' | 'text'> | null,
  faults: Fault[],
): { spans: Span[]; text: string } {
  const wanted = wantedSpans(draft)
  if (wanted.length === 0) return { spans: [], text: wordsWithoutSpans(draft, faults) }
  if (before && JSON.stringify(wanted) === JSON.stringify(before.spans))
    return { spans: before.spans, text: before.text }
  const spans = wanted.flatMap((span, index) => {
    const known = before?.spans[index]
    if (known && isSameWords(span, known) && locate(article.blocks, known).ok) return [known]
    return placed(span, article, draft.spans?.length ? `/spans/${index}` : '/text', faults)
  })
  refuseOverlap(spans, faults)
  const text = joinSpans(spans)
  if (draft.text && draft.text !== text && spans.length === wanted.length) {
    const detail = `must be the words of the spans, joined with "${ellipsis}", or be left out`
    faults.push({ pointer: '/text', detail, code: 'mismatch' })
  }
  return { spans, text }
}

/** Words alone mean the place where the quote has them already, even if they stand elsewhere too. */
function isSameWords({ text, ...place }: SpanDraft, known: Span): boolean {
  return text === known.text && Object.keys(place).length === 0
}

function wantedSpans({ kind, spans, text }: ArticleQuoteDraft): SpanDraft[] {
  if (spans && spans.length > 0) return spans
  return kind !== 'indirect' && text ? [{ text }] : []
}

function wordsWithoutSpans({ kind, text }: ArticleQuoteDraft, faults: Fault[]): string {
  if (kind !== 'indirect') {
    const detail = `a ${kind} quote needs spans, or text, that stand in the body of the article`
    faults.push({ pointer: '/spans', detail, code: 'required' })
  } else if (!text) {
    faults.push({ pointer: '/text', detail: 'an indirect quote needs text or spans', code: 'required' })
  }
  return text ?? ''
}

function placed(wanted: SpanDraft, article: QuotedText, pointer: string, faults: Fault[]): Span[] {
  const found = locate(article.blocks, wanted, article.similarPlaces)
  if (found.ok) return [found.span]
  const candidates = found.candidates.length > 0 ? { candidates: found.candidates } : {}
  faults.push({ pointer, detail: details[found.reason], code: `span-${found.reason}`, ...candidates })
  return []
}

function refuseOverlap(spans: Span[], faults: Fault[]): void {
  for (const [index, span] of spans.entries()) {
    const other = spans.slice(0, index).find(({ blockKey, start, end }) => {
      return blockKey === span.blockKey && start < span.end && span.start < end
    })
    if (other)
      faults.push({ pointer: `/spans/${index}`, detail: 'overlaps another span of this quote', code: 'overlap' })
  }
}

const details: Record<LocateFault, string> = {
  incomplete: 'names neither words (text) nor a whole place (blockKey, start, end)',
  'no-such-block': 'names a block that the body does not have',
  'out-of-range': 'is no stretch of the text of that block (start before end, both in code points)',
  'splits-grapheme': 'starts or ends inside a character, such as between a letter and its haraka',
  mismatch: 'names words that do not stand at that place; the candidates are where they do',
  'not-found': 'names words that do not stand in the body; the candidates are the nearest that do',
  ambiguous: 'names words that stand in several places: send one of the candidates',
}
