import { codePointToUtf16, utf16ToCodePoint } from '../../text/code-points.ts'
import { context } from './context.ts'
import type { AnchoredSpan, TextBlock } from './types.ts'

/** A stretch of one block, in UTF-16 indices: how places are handled between reading and answering. */
export interface Place {
  /** Index of the block in its body. */
  block: number
  from: number
  to: number
}

/** The span, complete with words and context, that stands at a place of a body. */
export function spanAt(blocks: readonly TextBlock[], place: Place): AnchoredSpan {
  const { key, text } = blocks[place.block] as TextBlock
  const start = utf16ToCodePoint(text, place.from)
  const end = utf16ToCodePoint(text, place.to)
  return {
    blockKey: key,
    text: text.slice(place.from, place.to),
    start,
    end,
    ...context(text, start, end),
  }
}

/**
 * The place at [start, end) of a block, in code points, or undefined where the
 * block has no such stretch. What stands there is not asked.
 */
export function placeOf(
  blocks: readonly TextBlock[],
  block: number,
  { start, end }: { start: number; end: number },
): Place | undefined {
  const text = blocks[block]?.text
  if (text === undefined || !Number.isInteger(start) || !Number.isInteger(end)) return undefined
  if (start < 0 || start >= end || end > text.length) return undefined
  const from = codePointToUtf16(text, start)
  const to = codePointToUtf16(text, end)
  return utf16ToCodePoint(text, to) === end ? { block, from, to } : undefined
}
