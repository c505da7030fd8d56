import type { Body } from './body.ts'
import { foldBlock, foldedRange, type Range, rawRange, wordAt } from './folded-block.ts'
import { contextAt, type FoldedContext } from './folded-context.ts'
import type { Place } from './place.ts'
import { type EdgeStyle, edgeStyles } from './quotation-edges.ts'
import type { AnchoredSpan } from './types.ts'

/** A span that is to be found again: what is known of it in the old body. */
export interface Subject {
  span: AnchoredSpan
  /** Its folded words; empty for a span of signs alone. */
  letters: string
  words: string[]
  /** Where it stands in the old body; undefined for a span that had drifted already. */
  own: Standing | undefined
  start: EdgeStyle
  end: EdgeStyle
  /** Folded text before and after it. */
  context: FoldedContext
}

interface Standing extends Place {
  /** The stretch in the folded text of its block. */
  letters: Range
  /** Numbers of its first and last word. */
  firstWord: number
  lastWord: number
  /** Letters of its first word before it, and of its last word after it: usually none. */
  into: number
  beyond: number
}

/** `place` is where the span's words stand in the old body, if they do. */
export function readSubject(before: Body, span: AnchoredSpan, place: Place | undefined): Subject {
  if (!place) return readLost(span)

  const block = before.folded(place.block)
  const letters = foldedRange(block, place)
  if (letters.from === letters.to) return { ...readLost(span), own: standing(place, letters) }
  const firstWord = wordAt(block, letters.from)
  const lastWord = wordAt(block, letters.to - 1)
  const beyond = (block.starts[lastWord] as number) + (block.words[lastWord] as string).length - letters.to
  const into = letters.from - (block.starts[firstWord] as number)
  const text = block.text.slice(letters.from, letters.to)
  return {
    span,
    letters: text,
    words: text.split(' '),
    own: { ...place, letters, firstWord, lastWord, into, beyond },
    ...edgeStyles(block.raw, place, rawRange(block, letters)),
    context: contextAt(block, letters),
  }
}

function standing(place: Place, letters: Range): Standing {
  return { ...place, letters, firstWord: 0, lastWord: -1, into: 0, beyond: 0 }
}

function readLost(span: AnchoredSpan): Subject {
  const folded = foldBlock(span.text)
  const { text: letters, words } = folded
  const at = span.prefix.length
  const inner = words.length > 0 ? rawRange(folded, { from: 0, to: letters.length }) : { from: 0, to: 0 }
  const before = foldBlock(span.prefix).text
  const after = foldBlock(span.suffix).text
  return {
    span,
    letters,
    words,
    own: undefined,
    ...edgeStyles(
      `${span.prefix}${span.text}${span.suffix}`,
      { from: at, to: at + span.text.length },
      { from: at + inner.from, to: at + inner.to },
    ),
    context: { before: before && `${before} `, after: after && ` ${after}` },
  }
}
