import { type Body, likeness } from './body.ts'
import type { TextBlock } from './types.ts'

/** Share of common words from which a block of the same key is the same block, edited. */
const SAME_KEY_LIKENESS = 0.5
/** Share of common words from which a block of another key is the same block, edited. */
const OTHER_KEY_LIKENESS = 0.3
/** By which the block of the same key is preferred to another that is as like. */
const SAME_KEY_BONUS = 0.1
/** A word in more blocks than this tells nothing about any of them. */
const COMMON_WORD = 50

/**
 * Which block of the new body each block of the old one has become: the number
 * of the new block, or -1. The block of the same key if it is still much the
 * same; a block of the same text, which is what a new key for a moved paragraph
 * looks like; the unpaired block that shares most words; the block of the same
 * key whatever it says now. No new block is given twice.
 */
export function pairBlocks(before: Body, after: Body): number[] {
  const pairs = before.blocks.map(() => -1)
  const taken = new Set<number>()
  const pair = (i: number, j: number) => {
    if (pairs[i] !== -1 || taken.has(j)) return
    pairs[i] = j
    taken.add(j)
  }
  const sameKey = before.blocks.map(({ key }) => after.indexOf(key))
  const open = () => pairs.flatMap((j, i) => (j === -1 ? [i] : []))

  for (const [i, j] of sameKey.entries()) {
    if (j !== -1 && before.blocks[i]?.text === after.blocks[j]?.text) pair(i, j)
  }
  for (const i of open()) {
    const j = sameKey[i] as number
    if (j !== -1 && likeness(before.bag(i), after.bag(j)) >= SAME_KEY_LIKENESS) pair(i, j)
  }
  const free = new Map<string, number[]>()
  for (const [j, { text }] of after.blocks.entries()) {
    if (!taken.has(j)) free.set(text, [...(free.get(text) ?? []), j])
  }
  for (const i of open()) {
    const j = free.get(before.blocks[i]?.text ?? '')?.shift()
    if (j !== undefined) pair(i, j)
  }
  const alike = likeBlocks(before, after, open(), (j) => !taken.has(j))
  for (const { i, j } of alike.sort((a, b) => b.score - a.score)) pair(i, j)
  for (const i of open()) if (sameKey[i] !== -1) pair(i, sameKey[i] as number)
  return pairs
}

function likeBlocks(before: Body, after: Body, open: number[], isFree: (j: number) => boolean) {
  if (open.length === 0) return []
  const holders = new Map<string, number[]>()
  for (const j of after.blocks.keys()) {
    if (!isFree(j)) continue
    for (const word of after.bag(j).keys()) {
      const blocks = holders.get(word)
      if (blocks) blocks.push(j)
      else holders.set(word, [j])
    }
  }
  return open.flatMap((i) => {
    const votes = new Map<number, number>()
    for (const word of before.bag(i).keys()) {
      const blocks = holders.get(word) ?? []
      if (blocks.length > COMMON_WORD) continue
      for (const j of blocks) votes.set(j, (votes.get(j) ?? 0) + 1)
    }
    const best = [...votes].sort((a, b) => b[1] - a[1]).slice(0, 3)
    return best
      .map(([j]) => ({ i, j, score: likeness(before.bag(i), after.bag(j)) }))
      .filter(({ score }) => score >= OTHER_KEY_LIKENESS)
      .map((one) => ({ ...one, score: one.score + (after.indexOf(keyOf(before, i)) === one.j ? SAME_KEY_BONUS : 0) }))
  })
}

function keyOf({ blocks }: Body, block: number): string {
  return (blocks[block] as TextBlock).key
}
