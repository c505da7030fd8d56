import type { Edit } from './edit.ts'
import type { FoldedBlock } from './folded-block.ts'
import { type Found, likeliest } from './found.ts'
import { isTelling } from './is-telling.ts'
import type { EdgeStyle } from './quotation-edges.ts'
import { isQuotationMark } from './quotation-marks.ts'
import type { Subject } from './subject.ts'
import { edgeAfter, edgeBefore, type WordEdge } from './word-edges.ts'

/** Most edges that are tried on each side where the outermost word has changed. */
const MOST_EDGES = 8
/** Most words around the expected edge that are looked at for a mark. */
const MOST_GAPS = 100

/**
 * Follows a span through an edit: aligns its old block with what that block has
 * become and reads off where the span's words went. An edge at a quotation mark
 * stays at one, so that words put in between mark and span become part of it:
 * they change the quotation. Undefined where nothing of it is left.
 */
export function carry(edit: Edit, subject: Subject): Found | undefined {
  const { own } = subject
  const alignment = own && edit.alignment(own.block)
  if (!own || !alignment || subject.letters === '') return undefined
  const home = edit.home(own.block)
  const block = edit.after.folded(home)
  const old = edit.before.folded(own.block).words

  const before = (old[own.firstWord] as string).slice(0, own.into)
  const after = own.beyond > 0 ? (old[own.lastWord] as string).slice(-own.beyond) : ''
  const starts = choices(trace(alignment.to, own.firstWord, block.words.length), subject.start, 1, block, (gap) =>
    gap < block.words.length ? edgeBefore(block, gap, subject.start, before) : undefined,
  )
  const ends = choices(trace(alignment.to, own.lastWord, block.words.length), subject.end, -1, block, (gap) =>
    gap > 0 ? edgeAfter(block, gap - 1, subject.end, after) : undefined,
  )
  const best = likeliest(edit, home, starts, ends, subject)
  return best && isTelling(edit, subject, best) ? best : undefined
}

/** Where an old word went. Gaps are numbered by the new word that follows them. */
interface Trace {
  /** Number of the new word, or -1 where the word is gone. */
  word: number
  /** The gaps after the last word kept before it and before the first kept after it. */
  from: number
  to: number
  /** Words lost with it, itself included, up to the kept word before and after it. */
  lostBefore: number
  lostAfter: number
}

function trace(to: readonly number[], word: number, length: number): Trace {
  let previous = word - 1
  while (previous >= 0 && to[previous] === -1) previous -= 1
  let next = word + 1
  while (next < to.length && to[next] === -1) next += 1
  return {
    word: to[word] as number,
    from: previous < 0 ? 0 : (to[previous] as number) + 1,
    to: next < to.length ? (to[next] as number) : length,
    lostBefore: word - previous,
    lostAfter: next - word,
  }
}

/**
 * The edges to try on one side; `inward` is 1 at the start and -1 at the end.
 * A kept word gives one edge: its own, or the one at the quotation mark where
 * new words stand between the mark and the word. A lost word gives every edge
 * in what took its place, those at a mark if there are any.
 */
function choices(
  { word, from, to, lostBefore, lostAfter }: Trace,
  style: EdgeStyle,
  inward: 1 | -1,
  block: FoldedBlock,
  edge: (gap: number) => WordEdge | undefined,
): WordEdge[] {
  const atMark = (one: WordEdge | undefined) => one?.atMark === true
  if (word !== -1) {
    const own = inward === 1 ? word : word + 1
    const plain = edge(own) as WordEdge
    if (!style.atMark || plain.atMark) return [plain]
    for (let gap = own - inward; gap >= from && gap <= to && Math.abs(gap - own) <= MOST_GAPS; gap -= inward) {
      const outer = edge(gap)
      if (outer?.atMark) return hasMark(block.raw, outer.at, plain.at) ? [plain] : [outer]
    }
    return [plain]
  }
  const expected = Math.min(Math.max(inward === 1 ? to - lostAfter : from + lostBefore, from), to)
  const gaps: number[] = []
  for (let away = 0; gaps.length < MOST_GAPS && away <= to - from; away += 1) {
    for (const gap of away === 0 ? [expected] : [expected - away, expected + away]) {
      if (gap >= from && gap <= to) gaps.push(gap)
    }
  }
  const edges = gaps.map(edge).filter((one) => one !== undefined)
  const marked = style.atMark ? edges.filter(atMark) : []
  return (marked.length > 0 ? marked : edges).slice(0, MOST_EDGES)
}

function hasMark(text: string, a: number, b: number): boolean {
  return [...text.slice(Math.min(a, b), Math.max(a, b))].some(isQuotationMark)
}
