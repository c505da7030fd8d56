import { isDeepStrictEqual } from 'node:util'

/** Whether two values say the same as JSON; the order of members says nothing. */
export function isSameJson(a: unknown, b: unknown): boolean {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)]
  if (one === other) return true
  if (one === undefined || other === undefined) return false
  return isDeepStrictEqual(JSON.parse(one), JSON.parse(other))
}
