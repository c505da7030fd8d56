import type { Alignment } from './align-words.ts'
import type { FoldedBlock } from './folded-block.ts'

/**
 * Settles which of several equal words an edit has removed or added. Taking out
 * the first of two sentences that begin alike looks the same, word by word, as
 * taking out the end of the first and the beginning of the second. People remove
 * and add whole sentences and clauses: each run is moved to where its two edges
 * are the strongest breaks. Changes the alignment in place.
 */
export function slideRuns({ to, back }: Alignment, before: FoldedBlock, after: FoldedBlock): void {
  slide(to, back, before)
  slide(back, to, after)
}

/** `to` leads from this block's words to those of the other block, `back` leads here. */
function slide(to: number[], back: number[], block: FoldedBlock): void {
  const { words } = block
  for (let from = 0; from < words.length; from += 1) {
    if (to[from] !== -1) continue
    let end = from + 1
    while (end < words.length && to[end] === -1) end += 1
    const next = end < words.length ? (to[end] as number) : back.length
    const previous = from === 0 ? -1 : (to[from - 1] as number)
    // Where other words have taken the place of the run, it stays.
    const shift = next === previous + 1 ? bestShift(to, block, from, end) : 0
    for (let step = 0; step < shift; step += 1) relink(to, back, end + step, from + step)
    for (let step = 0; step > shift; step -= 1) relink(to, back, from - 1 + step, end - 1 + step)
    from = end + Math.max(shift, 0) - 1
  }
}

function bestShift(to: readonly number[], block: FoldedBlock, from: number, end: number): number {
  const { words } = block
  const strength = (shift: number) => breakBefore(block, from + shift) + breakBefore(block, end + shift)
  let best = 0
  const consider = (shift: number) => {
    if (strength(shift) > strength(best)) best = shift
  }
  for (let at = 1; words[from - at] === words[end - at] && isRow(to, from - at, from - 1); at += 1) consider(-at)
  for (let at = 1; words[from + at - 1] === words[end + at - 1] && isRow(to, end, end + at - 1); at += 1) consider(at)
  return best
}

/** Whether a row of words is kept and stands together in the other block. */
function isRow(to: readonly number[], first: number, last: number): boolean {
  const [start, end] = [to[first], to[last]]
  return start !== undefined && end !== undefined && start !== -1 && end - start === last - first
}

/** Gives the partner of one word to an equal word. */
function relink(to: number[], back: number[], word: number, equal: number): void {
  const partner = to[word] as number
  to[equal] = partner
  to[word] = -1
  back[partner] = equal
}

/** How strongly the text breaks before a word. */
function breakBefore({ raw, words, starts, map }: FoldedBlock, word: number): number {
  if (word <= 0 || word >= words.length) return 4
  const start = starts[word] as number
  const between = raw.slice(map[start - 1], map[start])
  if (/[.!?؟…\n]/u.test(between)) return 3
  if (/[،,؛;:]/u.test(between)) return 2
  return /\S/u.test(between) ? 1 : 0
}
