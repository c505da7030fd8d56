import { distance } from 'fastest-levenshtein'
import { foldLetters } from '../../text/fold.ts'
import { wordingKey } from './wording.ts'

/** Below this a changed text is no longer taken for the same statement. */
export const SIMILARITY_LIMIT = 0.75

/**
 * How alike two texts are, from 0 to 1: one minus the edit distance of their
 * folded letters divided by the longer length. Texts of the same letters are
 * compared by their wording, numbers and signs included, and give 1 only where
 * they differ in nothing but hamza, harakat, tatweel, quotation marks and white
 * space. Texts without letters are alike only when they are equal.
 */
export function similarity(a: string, b: string): number {
  const [left, right] = [foldLetters(a).text, foldLetters(b).text]
  if (left === '' && right === '') return Number(a === b)
  return sameLetters(left, right) ? wordingSimilarity(a, b) : foldedSimilarity(left, right)
}

/** How alike the wording of two texts of the same letters is; `afford` says whether long ones may be compared. */
export function wordingSimilarity(a: string, b: string, afford: (steps: number) => boolean = () => true): number {
  if (a === b) return 1
  const [left, right] = [wordingKey(a), wordingKey(b)]
  if (left === right) return 1
  if (!afford(Math.ceil(left.length / 32) * right.length)) return SIMILARITY_LIMIT
  return 1 - distance(left, right) / Math.max(left.length, right.length)
}

/** How alike two folded texts are, by their letters alone. */
export function foldedSimilarity(a: string, b: string): number {
  if (sameLetters(a, b)) return 1
  return 1 - distance(a, b) / Math.max(a.length, b.length)
}

/** Whether two folded texts have the same letters, wherever their words part. */
export function sameLetters(a: string, b: string): boolean {
  if (a === b || a[0] !== b[0] || a.at(-1) !== b.at(-1)) return a === b
  return a.replaceAll(' ', '') === b.replaceAll(' ', '')
}
