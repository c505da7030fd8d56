import { bestMatch } from './best-match.ts'
import type { Edit } from './edit.ts'
import { type FoldedBlock, type Range, wordAt } from './folded-block.ts'
import { type Found, likeliest } from './found.ts'
import { isTelling } from './is-telling.ts'
import { foldedSimilarity, SIMILARITY_LIMIT } from './similarity.ts'
import type { Subject } from './subject.ts'
import { edgeAfter, edgeBefore, type WordEdge } from './word-edges.ts'

const MOST_BLOCKS = 3
/** Words around a match among which its edges are looked for. */
const REACH = 3

/**
 * The places in the new text of an edit that are most like a span's words, one
 * for each block that shares words with it, best first. Their edges are brought
 * to the nearest quotation marks or words. A place where much the same words
 * stood in the old body already is none, and two places as like as each other
 * decide nothing.
 */
export function resemble(edit: Edit, subject: Subject): Found[] {
  const { own, span, words, letters } = subject
  if (letters === '') return []
  const ownBlocks = new Set([own ? edit.home(own.block) : -1, edit.after.indexOf(span.blockKey)])
  const blocks = [...new Set([...ownBlocks, ...edit.blocksLike(words, MOST_BLOCKS)])]
  const found = blocks
    .filter((block) => block !== -1 && edit.isNew(block))
    .flatMap((block) => {
      const folded = edit.after.folded(block)
      const match = edit.afford(folded.words.length) ? bestMatch(folded, letters) : undefined
      const best = match && snapped(edit, block, match, subject)
      if (!best || best.similarity < SIMILARITY_LIMIT) return []
      // The very same words were looked for before, and then not here.
      if (folded.text.slice(best.letters.from, best.letters.to) === letters) return []
      return isTelling(edit, subject, best) && !stoodBefore(edit, subject, best) ? [best] : []
    })
  const isHome = ({ place }: Found) => ownBlocks.has(place.block)
  const isMatched = (one: Found) =>
    found.some((other) => other !== one && other.similarity === one.similarity && isHome(other) === isHome(one))
  return found
    .filter((one) => !isMatched(one))
    .sort((a, b) => b.similarity - a.similarity || Number(isHome(b)) - Number(isHome(a)))
}

function snapped(edit: Edit, block: number, match: Range, subject: Subject): Found | undefined {
  const folded = edit.after.folded(block)
  const first = wordAt(folded, match.from)
  const last = wordAt(folded, match.to - 1)
  const starts = nearest(folded, first, subject.start.atMark, (word) => edgeBefore(folded, word, subject.start))
  const ends = nearest(folded, last, subject.end.atMark, (word) => edgeAfter(folded, word, subject.end))
  return likeliest(edit, block, starts, ends, subject)
}

/** The edges around a word, the nearest first; where the span stood at a mark, only those at one, if there are any. */
function nearest(block: FoldedBlock, word: number, wantsMark: boolean, edge: (word: number) => WordEdge): WordEdge[] {
  const edges: WordEdge[] = []
  for (let away = 0; away <= REACH; away += 1) {
    for (const near of away === 0 ? [word] : [word - away, word + away]) {
      if (near >= 0 && near < block.words.length) edges.push(edge(near))
    }
  }
  const marked = wantsMark ? edges.filter(({ atMark }) => atMark) : []
  return marked.length > 0 ? marked : edges
}

/** Whether the words of a place are old: written elsewhere in the old body, or much like what they replace there. */
function stoodBefore(edit: Edit, { own, letters }: Subject, { place, letters: range }: Found): boolean {
  const block = edit.after.folded(place.block)
  const words = block.text.slice(range.from, range.to)
  const isOwn = (index: number, from: number, to: number) =>
    own?.block === index && from < own.letters.to && to > own.letters.from
  const copied = edit.before.blocks.some((_, index) => {
    const at = edit.before.folded(index).text.indexOf(words)
    return at !== -1 && !isOwn(index, at, at + words.length)
  })
  if (copied) return true

  const origin = edit.origin(place.block)
  const back = origin === -1 ? undefined : edit.alignment(origin)?.back
  if (!back) return false
  const old = back.slice(wordAt(block, range.from), wordAt(block, range.to - 1) + 1).filter((word) => word !== -1)
  const [first, last] = [old[0], old.at(-1)]
  if (first === undefined || last === undefined) return false
  // Words kept from beside the span are not its words, however alike.
  if (own?.block === origin && first <= own.lastWord && last >= own.firstWord) {
    return first < own.firstWord || last > own.lastWord
  }
  const { text, starts, words: oldWords } = edit.before.folded(origin)
  const from = starts[first] as number
  const to = (starts[last] as number) + (oldWords[last] as string).length
  return foldedSimilarity(text.slice(from, to), letters) >= SIMILARITY_LIMIT
}
