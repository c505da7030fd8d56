import type { Edit } from './edit.ts'
import type { Range } from './folded-block.ts'
import { graphemeEdgeAfter, graphemeEdgeBefore } from './grapheme-edge.ts'
import type { Place } from './place.ts'
import { foldedSimilarity, sameLetters } from './similarity.ts'
import type { Subject } from './subject.ts'
import type { WordEdge } from './word-edges.ts'

/** A place in the new body where a span may stand now. */
export interface Found {
  place: Place
  /** The stretch in the folded text of its block. */
  letters: Range
  /** How like the letters there are to the span's; 1 says nothing of numbers and signs yet. */
  similarity: number
}

/** What stands between two edges of a new block; a character is never split. */
export function foundAt(edit: Edit, block: number, start: WordEdge, end: WordEdge, subject: Subject): Found {
  const { raw, text } = edit.after.folded(block)
  const letters = { from: start.letter, to: end.letter }
  return {
    place: { block, from: graphemeEdgeBefore(raw, start.at), to: graphemeEdgeAfter(raw, end.at) },
    letters,
    similarity: affordedSimilarity(edit, text.slice(letters.from, letters.to), subject.letters),
  }
}

/**
 * The likeliest place among some starts and ends, the first of each being the
 * most expected one. Each start is tried with the first end and each end with
 * the best start, which is as good as all pairs and much less work.
 */
export function likeliest(
  edit: Edit,
  block: number,
  starts: readonly WordEdge[],
  ends: readonly WordEdge[],
  subject: Subject,
): Found | undefined {
  let best: Found | undefined
  let bestStart = starts[0]
  const attempt = (start: WordEdge | undefined, end: WordEdge | undefined) => {
    if (!start || !end || start.letter >= end.letter || start.at >= end.at) return
    const found = foundAt(edit, block, start, end, subject)
    if (best && found.similarity <= best.similarity) return
    best = found
    bestStart = start
  }
  for (const start of starts) attempt(start, ends[0])
  for (const end of ends.slice(1)) attempt(bestStart, end)
  return best
}

/** Long texts are compared as long as the edit can afford it; after that only equality counts. */
function affordedSimilarity(edit: Edit, now: string, old: string): number {
  if (sameLetters(now, old)) return 1
  return edit.afford(Math.ceil(now.length / 32) * old.length) ? foldedSimilarity(now, old) : 0
}
