import { type Alignment, alignWords } from './align-words.ts'
import { type Body, openBody } from './body.ts'
import { budget } from './budget.ts'
import { pairBlocks } from './pair-blocks.ts'
import { slideRuns } from './slide-runs.ts'
import type { TextBlock } from './types.ts'

/** A body before and after a change, and what is known about the change. */
export interface Edit {
  before: Body
  after: Body
  /** The new block that an old block has become, or -1. */
  home(oldBlock: number): number
  /** The old block that a new block was, or -1. */
  origin(newBlock: number): number
  /** Whether an old block stands in the new body with the same text. */
  isUnchanged(oldBlock: number): boolean
  /** Word by word, how an old block became its home; undefined where it has none. */
  alignment(oldBlock: number): Alignment | undefined
  /** Whether the text of a new block is new: not that of the block it was. */
  isNew(newBlock: number): boolean
  /** Whether some more steps of searching may be spent on this edit; books them if so. */
  afford(steps: number): boolean
  /** The new blocks whose text is new and that share most of these folded words, best first. */
  blocksLike(words: readonly string[], most: number): number[]
}

/** Steps of comparing, and of searching, that one edit may cost: well under a second. */
const MOST_COMPARING = 150_000_000
const MOST_SEARCHING = 40_000_000

export function openEdit(oldBlocks: readonly TextBlock[], newBlocks: readonly TextBlock[]): Edit {
  const before = openBody(oldBlocks)
  const after = openBody(newBlocks)
  const homes = pairBlocks(before, after)
  const origins = newBlocks.map(() => -1)
  for (const [i, j] of homes.entries()) if (j !== -1) origins[j] = i
  const alignments = new Map<number, Alignment | undefined>()
  const affordComparing = budget(MOST_COMPARING)
  let holders: Map<string, number[]> | undefined

  const isUnchanged = (i: number) => oldBlocks[i]?.text === newBlocks[homes[i] ?? -1]?.text
  const isNew = (j: number) => origins[j] === -1 || !isUnchanged(origins[j] as number)
  return {
    before,
    after,
    isNew,
    afford: budget(MOST_SEARCHING),
    home: (i) => homes[i] ?? -1,
    origin: (j) => origins[j] ?? -1,
    isUnchanged,
    alignment(i) {
      const j = homes[i] ?? -1
      if (j === -1 || alignments.has(i)) return alignments.get(i)
      const alignment = alignWords(before.folded(i).words, after.folded(j).words, affordComparing)
      slideRuns(alignment, before.folded(i), after.folded(j))
      alignments.set(i, alignment)
      return alignment
    },
    blocksLike(words, most) {
      holders ??= holdersOf(after, [...newBlocks.keys()].filter(isNew))
      return mostVoted(holders, words, most)
    },
  }
}

function holdersOf(body: Body, blocks: number[]): Map<string, number[]> {
  const holders = new Map<string, number[]>()
  for (const block of blocks) {
    for (const word of body.bag(block).keys()) {
      const list = holders.get(word)
      if (list) list.push(block)
      else holders.set(word, [block])
    }
  }
  return holders
}

/** How many words of a span say which blocks are like it. */
const MOST_VOTERS = 32

/** A rare word says more about where words stand than one that is everywhere. */
function mostVoted(holders: Map<string, number[]>, words: readonly string[], most: number): number[] {
  const votes = new Map<number, number>()
  for (const word of [...new Set(words)].slice(0, MOST_VOTERS)) {
    const blocks = holders.get(word) ?? []
    for (const block of blocks.slice(0, 200)) {
      votes.set(block, (votes.get(block) ?? 0) + 1 / blocks.length)
    }
  }
  const ranked = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  return ranked.slice(0, most).map(([block]) => block)
}
