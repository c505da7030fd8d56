import { likeness } from './body.ts'
import type { Edit } from './edit.ts'
import { agreement, contextAt } from './folded-context.ts'
import type { Found } from './found.ts'
import type { Subject } from './subject.ts'

/** Shorter words may stand in any text by chance. */
const TELLING_LETTERS = 20
/** Letters of context that are no chance. */
const TELLING_CONTEXT = 8
/** Share of common words that makes two blocks the same block. */
const TELLING_LIKENESS = 0.5

/**
 * Whether a place can be told from one where like words stand by chance: the
 * words are long, or some of their context is there too, or their block is.
 */
export function isTelling(edit: Edit, { letters, own, context }: Subject, found: Found): boolean {
  if (letters.length >= TELLING_LETTERS) return true
  const { block } = found.place
  if (agreement(context, contextAt(edit.after.folded(block), found.letters)) >= TELLING_CONTEXT) return true
  return own !== undefined && likeness(edit.before.bag(own.block), edit.after.bag(block)) >= TELLING_LIKENESS
}
