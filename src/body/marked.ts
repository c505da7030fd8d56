import type { Body, MarkedBody, MarkedTextBlock, QuoteMark, Span, TextBlock } from '../../schemas/body.ts'
import { codePointToUtf16 } from '../text/code-points.ts'
import { blockText } from './text.ts'

/** Words of a block that a quote stands on; `start` and `end` count code points of the block's text. */
export interface QuoteRange {
  quoteId: string
  blockKey: string
  start: number
  end: number
}

/** More quotes than this on one word cannot be told apart, and would take long to render. */
const MAX_OVERLAP = 8

/**
 * The body with a mark on exactly the words of each range. Spans are split
 * where a range begins or ends; their texts joined stay the same. Ranges that
 * hold no character of their block are left out.
 */
export function markQuotes(body: Body, ranges: readonly QuoteRange[]): MarkedBody {
  const byBlock = new Map<string, QuoteRange[]>()
  for (const range of ranges) {
    const here = byBlock.get(range.blockKey)
    if (here) here.push(range)
    else byBlock.set(range.blockKey, [range])
  }
  return body.map((block) => {
    const here = byBlock.get(block._key)
    return here === undefined || block._type === 'image' ? block : markBlock(block, here)
  })
}

function markBlock(block: TextBlock, ranges: QuoteRange[]): MarkedTextBlock {
  const text = blockText(block)
  const places = ranges
    .map(({ quoteId, start, end }) => ({
      quoteId,
      start: codePointToUtf16(text, start),
      end: codePointToUtf16(text, end),
    }))
    .filter(({ start, end }) => start < end)
  const taken = new Set([...block.markDefs, ...block.children].map(({ _key }) => _key))
  const marks = new Map<string, QuoteMark>()
  for (const { quoteId } of places) {
    if (!marks.has(quoteId)) marks.set(quoteId, { _type: 'quote', _key: freeKey('quote', taken), quoteId })
  }
  let at = 0
  const children = block.children.flatMap((span) => {
    const from = at
    at += span.text.length
    return split(span, cutsWithin(places, from, at), from).map((piece, index) => {
      const covering = places
        .filter(({ start, end }) => start <= piece.at && piece.at + piece.text.length <= end)
        .slice(0, MAX_OVERLAP)
      const keys = new Set(piece.text === '' ? [] : covering.map(({ quoteId }) => marks.get(quoteId)?._key ?? ''))
      const _key = index === 0 ? span._key : freeKey(span._key, taken)
      return { ...span, _key, text: piece.text, marks: [...span.marks, ...keys] }
    })
  })
  return { ...block, children, markDefs: [...block.markDefs, ...marks.values()] }
}

function cutsWithin(places: { start: number; end: number }[], from: number, to: number): number[] {
  const cuts = places.flatMap(({ start, end }) => [start, end]).filter((cut) => from < cut && cut < to)
  return [...new Set(cuts)].sort((a, b) => a - b)
}

function split(span: Span, cuts: number[], from: number): { text: string; at: number }[] {
  const starts = [from, ...cuts]
  return starts.map((at, index) => ({ at, text: span.text.slice(at - from, (starts[index + 1] ?? Infinity) - from) }))
}

function freeKey(stem: string, taken: Set<string>): string {
  let number = 1
  while (taken.has(`${stem}-${number}`)) number += 1
  taken.add(`${stem}-${number}`)
  return `${stem}-${number}`
}
