import { hash } from 'node:crypto'
import type { Body } from '../../schemas/body.ts'
import type { ParsedBlock } from './blocks.ts'
import { keyTextBlock } from './key-text-block.ts'
import { identity, matchBlocks } from './match-blocks.ts'

/**
 * Gives every block, span and link a key, and keeps those that name the same
 * thing as before: a key that the client sent always; the key of the old block
 * with the same text; the key of the old block that stood between the same
 * neighbours and is at least half alike. The rest get new ones, made of their
 * place and text, so that the same write always gives the same keys. A
 * converted block that says exactly what its old block said becomes that block.
 */
export function keepKeys(next: readonly ParsedBlock[], previous: Body): Body {
  const matches = matchBlocks(next, previous)
  const taken = new Set(next.flatMap(({ _key }) => _key ?? []))
  const kept = next.map((block, index) => {
    const key = block._key ?? previous[matches[index] ?? -1]?._key
    if (key === undefined || (block._key === undefined && taken.has(key))) return undefined
    taken.add(key)
    return key
  })
  for (const { _key } of previous) taken.add(_key)
  return next.map((block, index) => {
    const old = previous[matches[index] ?? -1]
    const key = kept[index] ?? freshKey(`${index} ${identity(block)}`, taken)
    if (block._type === 'image') return { ...block, _key: key }
    return keyTextBlock(block, key, old?._type === 'block' ? old : undefined)
  })
}

function freshKey(text: string, taken: Set<string>): string {
  for (let round = 0; ; round += 1) {
    const key = hash('sha256', `${round} ${text}`, 'hex').slice(0, 12)
    if (taken.has(key)) continue
    taken.add(key)
    return key
  }
}
