import { foldLetters } from '../../text/fold.ts'
import { graphemeEdgeAfter, graphemeEdgeBefore } from './grapheme-edge.ts'

/** A stretch [from, to) of indices. */
export interface Range {
  from: number
  to: number
}

/** One block as matching sees it: folded words, and the way from them to the text and back. */
export interface FoldedBlock {
  /** The block's plain text. */
  raw: string
  /** Its folded words, one space between them. */
  text: string
  /** UTF-16 index in `raw` of every unit of `text`, and the length of `raw` at the end. */
  map: number[]
  /** The words of `text`, in order. */
  words: string[]
  /** Index in `text` at which each word starts. */
  starts: number[]
}

export function foldBlock(raw: string): FoldedBlock {
  const { text, map } = foldLetters(raw)
  const words = text === '' ? [] : text.split(' ')
  const starts: number[] = []
  let at = 0
  for (const word of words) {
    starts.push(at)
    at += word.length + 1
  }
  return { raw, text, map, words, starts }
}

/** The folded letters of a stretch of the block's text; empty where it has none. */
export function foldedRange(block: FoldedBlock, { from, to }: Range): Range {
  let first = firstAtOrAfter(block.map, from)
  let last = Math.min(firstAtOrAfter(block.map, to), block.text.length)
  while (first < last && block.text[first] === ' ') first++
  while (last > first && block.text[last - 1] === ' ') last--
  return { from: first, to: Math.max(first, last) }
}

/**
 * The stretch of the block's text that holds these folded letters, from the
 * first letter to the last with its harakat; what stands around them is left out.
 */
export function rawRange({ raw, map }: FoldedBlock, { from, to }: Range): Range {
  const last = map[to - 1] as number
  const width = (raw.codePointAt(last) ?? 0) > 0xffff ? 2 : 1
  return {
    from: graphemeEdgeBefore(raw, map[from] as number),
    to: graphemeEdgeAfter(raw, last + width),
  }
}

/** The number of the word that holds a folded index, or of the word after the space there. */
export function wordAt({ starts, words }: FoldedBlock, index: number): number {
  const next = firstAtOrAfter(starts, index + 1)
  const word = next - 1
  const end = (starts[word] ?? 0) + (words[word]?.length ?? 0)
  return word >= 0 && index < end ? word : next
}

function firstAtOrAfter(ascending: readonly number[], value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
