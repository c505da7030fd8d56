import { sliceCodePoints } from '../text/code-points.ts'
import { type ReanchoredSpan, reanchorAll, type SpanToReanchor } from './anchor/reanchor.ts'
import type { Anchor, TextBlock } from './anchor/types.ts'
import type { QuoteState } from './rules.ts'
import { joinSpans } from './spans.ts'

/** What to do with an edit that changes the words of a direct or mixed quote. */
export type DriftPolicy = 'refuse' | 'flag' | 'update'

/** A quote whose words an edit would alter or lose. */
interface Drift {
  id: string
  oldText: string
  /** null when the words are lost. */
  newText: string | null
  /** 1 − edit distance ÷ longer length, on folded letters, of the least similar span. */
  similarity: number
}

/**
 * Finds the quotes of an article again in its new body. `quotes` are those that
 * change, in their new state; `drifts` are the refusals: with `refuse` every
 * direct or mixed quote whose words would change, with `update` those that are
 * lost, with `flag` none. An indirect quote is flagged without asking, for its
 * words are the writer's.
 */
export function followQuotes<T extends QuoteState>(
  before: TextBlock[],
  after: TextBlock[],
  quotes: T[],
  policy: DriftPolicy,
): { quotes: T[]; drifts: Drift[] } {
  const anchored = quotes.filter(({ spans }) => spans.length > 0)
  const found = reanchorAll(before, after, anchored.map(spansToFind))
  const changed: T[] = []
  const drifts: Drift[] = []
  for (const [index, quote] of anchored.entries()) {
    const results = found[index] ?? []
    const followed = follow(quote, results, policy)
    if (isRefused(before, quote, results, policy)) drifts.push(driftOf(quote, results))
    if (JSON.stringify(followed) !== JSON.stringify(quote)) changed.push(followed)
  }
  return { quotes: changed, drifts }
}

/** Words that were lost before are not where their offsets say. */
function spansToFind({ spans, anchor }: QuoteState): SpanToReanchor[] {
  return anchor === 'drifted' && spans.length === 1 ? spans.map((span) => ({ ...span, drifted: true })) : spans
}

/** Each span is kept where it was found, so that those that stand can be found again when one is lost. */
function follow<T extends QuoteState>(quote: T, results: ReanchoredSpan[], policy: DriftPolicy): T {
  const spans = results.map(({ span }) => span)
  const anchor = worst(results.map((result) => result.anchor))
  const isReworded = results.some((result) => result.anchor === 'fuzzy')
  const previousText = isReworded ? quote.text : quote.previousText
  const moved = { ...quote, spans, text: joinSpans(spans), previousText }
  if (anchor === 'drifted') {
    return quote.anchor === 'drifted' && !isReworded ? moved : { ...moved, anchor, status: 'disputed' }
  }
  if (JSON.stringify(spans) === JSON.stringify(quote.spans)) return quote
  if (anchor !== 'fuzzy') return { ...moved, anchor: settled(quote.anchor, anchor) }
  const isAccepted = policy === 'update' && quote.kind !== 'indirect'
  return { ...moved, anchor, status: isAccepted ? unverified(quote.status) : 'disputed' }
}

/** Nobody has verified the new words. */
function unverified(status: QuoteState['status']): QuoteState['status'] {
  return status === 'verified' ? 'asserted' : status
}

/** Words that an editor has not looked at since they changed, or that moved before, stay marked so. */
function settled(earlier: QuoteState['anchor'], now: Anchor): Anchor {
  return now === 'exact' && (earlier === 'moved' || earlier === 'fuzzy') ? earlier : now
}

/** A span that had been lost before is not asked about again; one that still stood is. */
function isRefused(before: TextBlock[], quote: QuoteState, results: ReanchoredSpan[], policy: DriftPolicy): boolean {
  if (quote.kind === 'indirect') return false
  const stood = (index: number) => quote.anchor !== 'drifted' || stands(before, quote.spans[index])
  return results.some(({ anchor }, index) => {
    if (anchor === 'drifted') return policy !== 'flag' && stood(index)
    return anchor === 'fuzzy' && policy === 'refuse' && stood(index)
  })
}

function stands(blocks: TextBlock[], span: QuoteState['spans'][number] | undefined): boolean {
  const block = blocks.find(({ key }) => key === span?.blockKey)
  return block !== undefined && span !== undefined && sliceCodePoints(block.text, span.start, span.end) === span.text
}

function driftOf(quote: QuoteState, results: ReanchoredSpan[]): Drift {
  const texts = results.map(({ anchor, span, candidate }) => (anchor === 'drifted' ? candidate?.text : span.text))
  const found = texts.filter((text) => text !== undefined)
  return {
    id: quote.id,
    oldText: quote.text,
    newText: found.length === texts.length ? joinSpans(found.map((text) => ({ text }))) : null,
    similarity: Math.floor(Math.min(...results.map(({ similarity }) => similarity)) * 1000) / 1000,
  }
}

const severity: Anchor[] = ['exact', 'moved', 'fuzzy', 'drifted']

function worst(anchors: Anchor[]): Anchor {
  return anchors.reduce((a, b) => (severity.indexOf(a) > severity.indexOf(b) ? a : b))
}
