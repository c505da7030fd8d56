import type { Body } from '../../schemas/body.ts'
import type { ParsedBlock } from './blocks.ts'
import { similarity, toWords } from './similar.ts'
import { blockText } from './text.ts'

/** So many pairs between the same neighbours are all compared; of more, only those at about the same place. */
const MAX_PAIRS = 400
const REACH = 10

/**
 * Which old block each new one continues, as an index into `previous`: the one
 * with its key; else the first unclaimed one with the same text; else, between
 * the same neighbours, one that is at least half alike. No old block is
 * continued twice.
 */
export function matchBlocks(next: readonly ParsedBlock[], previous: Body): (number | undefined)[] {
  const matches = new Array<number | undefined>(next.length)
  if (previous.length === 0) return matches
  const claimed = new Set<number>()
  const claim = (at: number, old: number | undefined) => {
    if (old === undefined || claimed.has(old)) return
    claimed.add(old)
    matches[at] = old
  }
  const byKey = new Map(previous.map(({ _key }, index) => [_key, index]))
  for (const [at, { _key }] of next.entries()) if (_key !== undefined) claim(at, byKey.get(_key))

  const byText = new Map<string, number[]>()
  for (const [old, block] of previous.entries()) {
    if (claimed.has(old)) continue
    const same = byText.get(identity(block))
    if (same) same.push(old)
    else byText.set(identity(block), [old])
  }
  for (const queue of byText.values()) queue.reverse()
  for (const [at, block] of next.entries()) if (block._key === undefined) claim(at, byText.get(identity(block))?.pop())

  for (const gap of gaps(next, matches, previous.length)) matchGap(gap)
  return matches

  function matchGap({ from, to, oldFrom, oldTo }: Gap) {
    const free = range(oldFrom, oldTo).filter((old) => !claimed.has(old))
    if (free.length === 0) return
    const olds = free.map((old) => ({
      old,
      type: previous[old]?._type,
      words: toWords(blockText(previous[old] as ParsedBlock)),
    }))
    const all = (to - from) * olds.length <= MAX_PAIRS
    let first = 0
    for (let at = from; at < to; at += 1) {
      const block = next[at] as ParsedBlock
      if (block._key !== undefined || block._type !== 'block') continue
      const words = toWords(blockText(block))
      const middle = Math.round(((at - from) * olds.length) / (to - from))
      const low = all ? first : Math.max(first, middle - REACH)
      const high = all ? olds.length : Math.min(olds.length, middle + REACH)
      let best = { index: -1, score: 0.5 }
      for (let index = low; index < high; index += 1) {
        const old = olds[index]
        const score = old?.type === 'block' ? similarity(words, old.words) : 0
        if (score > best.score || (score === 0.5 && best.index < 0)) best = { index, score }
      }
      if (best.index < 0) continue
      claim(at, olds[best.index]?.old)
      first = best.index + 1
    }
  }
}

/** What makes two blocks the same to a reader. */
export function identity(block: ParsedBlock): string {
  return block._type === 'image' ? `image ${block.url}` : `block ${blockText(block)}`
}

interface Gap {
  from: number
  to: number
  oldFrom: number
  oldTo: number
}

/** Runs of unmatched new blocks, with the old blocks that stood between the same neighbours. */
function gaps(next: readonly ParsedBlock[], matches: (number | undefined)[], oldLength: number): Gap[] {
  const found: Gap[] = []
  let before = -1
  for (let at = 0; at < next.length; at += 1) {
    const match = matches[at]
    if (match !== undefined) {
      before = match
      continue
    }
    let to = at + 1
    while (to < next.length && matches[to] === undefined) to += 1
    const after = to < next.length ? (matches[to] ?? oldLength) : oldLength
    if (before < after) found.push({ from: at, to, oldFrom: before + 1, oldTo: after })
    at = to - 1
  }
  return found
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
}
