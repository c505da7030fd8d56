/**
 * Offsets in the public contract count Unicode code points, as W3C's
 * TextPositionSelector does; JavaScript strings count UTF-16 units. The two
 * differ only after a character outside the Basic Multilingual Plane, so text
 * without surrogates takes a short way. A lone surrogate counts as one.
 */

/** How many code points `s` has. */
export function codePointLength(s: string): number {
  return hasSurrogates(s) ? utf16ToCodePoint(s, s.length) : s.length
}

/**
 * The UTF-16 index at which code point number `offset` begins. Offsets outside
 * the text are brought to its nearest end.
 */
export function codePointToUtf16(s: string, offset: number): number {
  if (!hasSurrogates(s)) return clamp(offset, s.length)
  let index = 0
  for (let passed = 0; passed < offset && index < s.length; passed += 1) index += unitsAt(s, index)
  return index
}

/**
 * The code point offset of a UTF-16 index. An index in the middle of a
 * surrogate pair gives the offset of the character that it would split;
 * an index outside the text is brought to its nearest end.
 */
export function utf16ToCodePoint(s: string, index: number): number {
  const end = clamp(index, s.length)
  if (!hasSurrogates(s)) return end
  let offset = 0
  for (let at = 0; at < end; offset += 1) {
    at += unitsAt(s, at)
    if (at > end) break
  }
  return offset
}

/**
 * The code points from `start` up to, and without, `end`. Never half a
 * character; empty when `end` is not after `start`.
 */
export function sliceCodePoints(s: string, start: number, end: number): string {
  if (end <= start) return ''
  if (!hasSurrogates(s)) return s.slice(clamp(start, s.length), clamp(end, s.length))
  const from = codePointToUtf16(s, start)
  let to = from
  for (let left = end - Math.max(0, start); left > 0 && to < s.length; left -= 1) to += unitsAt(s, to)
  return s.slice(from, to)
}

function hasSurrogates(s: string): boolean {
  return /[\uD800-\uDFFF]/.test(s)
}

function unitsAt(s: string, index: number): 1 | 2 {
  return (s.codePointAt(index) ?? 0) > 0xffff ? 2 : 1
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max)
}
