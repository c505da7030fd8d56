import type { FoldedBlock, Range } from './folded-block.ts'

/** Folded text directly before and after some words. */
export interface FoldedContext {
  before: string
  after: string
}

/** How much folded context is compared. */
const CONTEXT_LETTERS = 32

export function contextAt({ text }: FoldedBlock, { from, to }: Range): FoldedContext {
  return {
    before: text.slice(Math.max(0, from - CONTEXT_LETTERS), from),
    after: text.slice(to, to + CONTEXT_LETTERS),
  }
}

/** How many letters two contexts have in common, counted outwards from the words. */
export function agreement(a: FoldedContext, b: FoldedContext): number {
  let before = 0
  while (
    before < a.before.length &&
    before < b.before.length &&
    a.before.at(-1 - before) === b.before.at(-1 - before)
  ) {
    before += 1
  }
  let after = 0
  while (after < a.after.length && after < b.after.length && a.after[after] === b.after[after]) after += 1
  return before + after
}
