import { alignWords } from '../quotes/anchor/align-words.ts'
import { isSameJson } from '../same-json.ts'
import { escapePointer } from '../validation.ts'

/** An operation of a JSON Patch (RFC 6902), of the three that a difference needs. */
export type Operation = { op: 'add' | 'replace'; path: string; value: unknown } | { op: 'remove'; path: string }

/**
 * The JSON Patch (RFC 6902) that makes the one value the other. Items of an array
 * are added and removed where they stand, so that a new paragraph is one operation;
 * `afford` books the work, and what it refuses is replaced item by item.
 */
export function jsonPatch(before: unknown, after: unknown, afford: (steps: number) => boolean, path = ''): Operation[] {
  if (isSameJson(before, after)) return []
  if (Array.isArray(before) && Array.isArray(after)) return patchArray(before, after, afford, path)
  if (!isObject(before) || !isObject(after)) return [{ op: 'replace', path, value: after }]
  const at = (name: string) => `${path}/${escapePointer(name)}`
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name))
  return [
    ...removed.map((name): Operation => ({ op: 'remove', path: at(name) })),
    ...Object.entries(after).flatMap(([name, value]) =>
      Object.hasOwn(before, name)
        ? jsonPatch(before[name], value, afford, at(name))
        : [{ op: 'add' as const, path: at(name), value }],
    ),
  ]
}

/** From the front: whatever stands before an index is as it shall be. */
function patchArray(
  before: unknown[],
  after: unknown[],
  afford: (steps: number) => boolean,
  path: string,
): Operation[] {
  const asText = (items: unknown[]) => items.map((item) => JSON.stringify(item))
  const { to } = alignWords(asText(before), asText(after), afford)
  const operations: Operation[] = []
  let [old, now] = [0, 0]
  const fill = (oldEnd: number, nowEnd: number) => {
    for (; old < oldEnd && now < nowEnd; old++, now++)
      operations.push(...jsonPatch(before[old], after[now], afford, `${path}/${now}`))
    for (; old < oldEnd; old++) operations.push({ op: 'remove', path: `${path}/${now}` })
    for (; now < nowEnd; now++) operations.push({ op: 'add', path: `${path}/${now}`, value: after[now] })
  }
  for (const [index, target] of to.entries()) {
    if (target < 0) continue
    fill(index, target)
    old++
    now++
  }
  fill(before.length, after.length)
  return operations
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
