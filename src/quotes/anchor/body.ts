import { type FoldedBlock, foldBlock } from './folded-block.ts'
import type { TextBlock } from './types.ts'

/** A body as matching sees it. Blocks are folded when first asked for: most never are. */
export interface Body {
  blocks: readonly TextBlock[]
  /** Number of the block of a key, or -1. */
  indexOf(key: string): number
  folded(block: number): FoldedBlock
  /** How often each folded word stands in a block. */
  bag(block: number): Map<string, number>
}

export function openBody(blocks: readonly TextBlock[]): Body {
  const keys = new Map<string, number>()
  for (const [index, { key }] of blocks.entries()) if (!keys.has(key)) keys.set(key, index)
  const folded: FoldedBlock[] = []
  const bags: Map<string, number>[] = []
  return {
    blocks,
    indexOf: (key) => keys.get(key) ?? -1,
    folded(block) {
      folded[block] ??= foldBlock((blocks[block] as TextBlock).text)
      return folded[block]
    },
    bag(block) {
      bags[block] ??= count(this.folded(block).words)
      return bags[block]
    },
  }
}

/** The share of words that two bags have in common (Dice's coefficient). */
export function likeness(a: Map<string, number>, b: Map<string, number>): number {
  let [common, all] = [0, 0]
  for (const [word, count] of a) {
    common += Math.min(count, b.get(word) ?? 0)
    all += count
  }
  for (const count of b.values()) all += count
  return all === 0 ? 0 : (2 * common) / all
}

function count(words: string[]): Map<string, number> {
  const bag = new Map<string, number>()
  for (const word of words) bag.set(word, (bag.get(word) ?? 0) + 1)
  return bag
}
