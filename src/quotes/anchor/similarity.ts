import { distance } from 'fastest-levenshtein'
import { foldLetters } from '../../text/fold.ts'

/** Below this a changed text is no longer taken for the same statement. */
export const SIMILARITY_LIMIT = 0.75

/**
 * How alike two texts are, from 0 to 1: one minus the edit distance of their
 * folded letters divided by the longer length. Texts that differ only in what
 * is no change of words (hamza, harakat, tatweel, marks, white space) give 1.
 * Texts without letters are alike only when they are equal.
 */
export function similarity(a: string, b: string): number {
  const [left, right] = [foldLetters(a).text, foldLetters(b).text]
  return left === '' && right === '' ? Number(a === b) : foldedSimilarity(left, right)
}

/** The same for texts that are folded already. */
export function foldedSimilarity(a: string, b: string): number {
  if (sameLetters(a, b)) return 1
  return 1 - distance(a, b) / Math.max(a.length, b.length)
}

/** Whether two folded texts have the same letters, wherever their words part. */
export function sameLetters(a: string, b: string): boolean {
  if (a === b || a[0] !== b[0] || a.at(-1) !== b.at(-1)) return a === b
  return a.replaceAll(' ', '') === b.replaceAll(' ', '')
}
