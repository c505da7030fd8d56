import search from 'approx-string-match'
import type { FoldedBlock, Range } from './folded-block.ts'
import { SIMILARITY_LIMIT } from './similarity.ts'

/** Longer words are found by their beginning and their end. */
const LONGEST = 400
const PART = 200
/** Share of the words that must stand in a place unchanged for it to be looked at. */
const LEAST_COMMON = 0.25

/**
 * The stretch of a block's folded text that is most like some folded words, at
 * least about as like as the similarity limit asks; undefined where there is
 * none. Searched is the part of the block that has most words in common, so
 * that the time grows with the length of the block only.
 */
export function bestMatch(block: FoldedBlock, letters: string): Range | undefined {
  if (letters.length > LONGEST) return bestLongMatch(block, letters)
  const exact = letters === '' ? -1 : block.text.indexOf(letters)
  if (exact !== -1) return { from: exact, to: exact + letters.length }
  const part = likeliestPart(block, letters.split(' '))
  if (!part) return undefined
  const text = block.text.slice(part.from, part.to)
  const [first] = search(text, letters, allowed(letters.length))
  return first && trimmed(block.text, { from: part.from + first.start, to: part.from + first.end })
}

function bestLongMatch(block: FoldedBlock, letters: string): Range | undefined {
  const head = bestMatch(block, letters.slice(0, PART).trim())
  const tail = bestMatch(block, letters.slice(-PART).trim())
  if (!head && !tail) return undefined
  const from = head?.from ?? Math.max(0, (tail?.to ?? 0) - letters.length)
  const to = tail?.to ?? Math.min(block.text.length, from + letters.length)
  const isLike = Math.abs(to - from - letters.length) <= allowed(letters.length)
  return isLike ? trimmed(block.text, { from, to }) : undefined
}

/** The row of as many words that has most words in common with some others, and as many around it. */
function likeliestPart({ words, starts, text }: FoldedBlock, wanted: readonly string[]): Range | undefined {
  const missing = new Map<string, number>()
  for (const word of wanted) missing.set(word, (missing.get(word) ?? 0) + 1)
  const width = wanted.length
  let [common, most, at] = [0, 0, 0]
  const take = (word: string | undefined, by: 1 | -1) => {
    const left = word === undefined ? undefined : missing.get(word)
    if (word === undefined || left === undefined) return
    missing.set(word, left - by)
    if (by === 1 ? left > 0 : left >= 0) common += by
  }
  for (let last = 0; last < words.length; last += 1) {
    take(words[last], 1)
    if (last >= width) take(words[last - width], -1)
    if (common > most) [most, at] = [common, last - width + 1]
  }
  if (most < Math.max(1, width * LEAST_COMMON)) return undefined
  const from = Math.max(0, at - width)
  return { from: starts[from] as number, to: starts[at + 2 * width + 1] ?? text.length }
}

function allowed(length: number): number {
  return Math.ceil(length * (1 - SIMILARITY_LIMIT) * 1.1)
}

function trimmed(text: string, { from, to }: Range): Range | undefined {
  const words = text.slice(from, to)
  const start = from + words.length - words.trimStart().length
  const end = from + words.trimEnd().length
  return start < end ? { from: start, to: end } : undefined
}
