import type { Edit } from './edit.ts'
import { occurrences } from './occurrences.ts'
import type { Place } from './place.ts'
import type { Subject } from './subject.ts'

/**
 * Follows a span without a letter, an emoji or a row of dots, into the block
 * that its block has become. It is found only if it stood and stands there once:
 * signs have no words by which to tell two places apart.
 */
export function carrySigns(edit: Edit, { own, span }: Subject): { place: Place; similarity: number } | undefined {
  const home = own ? edit.home(own.block) : -1
  const old = edit.before.blocks[own?.block ?? -1]?.text
  const text = edit.after.blocks[home]?.text
  if (old === undefined || text === undefined || occurrences(old, span.text, 2).length !== 1) return undefined
  const [from, other] = occurrences(text, span.text, 2)
  if (from === undefined || other !== undefined) return undefined
  return { place: { block: home, from, to: from + span.text.length }, similarity: 1 }
}
