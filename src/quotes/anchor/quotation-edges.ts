import { isQuotationMark } from './quotation-marks.ts'

/** An edge of a span in a text: where it is, and whether a quotation mark stands at it. */
export interface Edge {
  at: number
  atMark: boolean
}

/** What stands between a span's edge and its outermost letter, and whether a mark stands outside it. */
export interface EdgeStyle {
  /** Punctuation of the span outside its letters: an ellipsis, a full stop, an inner mark. */
  outside: string
  atMark: boolean
}

/**
 * Finds the start of a span in a changed text: `letter` is its first letter,
 * `floor` the end of the letter before that one. The punctuation with which the
 * span began is kept as far as it still stands there; a span that began at a
 * quotation mark begins at the mark if one still stands there, and takes in
 * what has come between.
 */
export function startEdge(text: string, letter: number, floor: number, style: EdgeStyle): Edge {
  const gap = reverse(text.slice(floor, letter))
  const edge = endEdge(gap, 0, gap.length, { ...style, outside: reverse(style.outside) })
  return { at: letter - edge.at, atMark: edge.atMark }
}

/** The same for the end: `letter` is the end of the last letter, `ceiling` the start of the next. */
export function endEdge(text: string, letter: number, ceiling: number, style: EdgeStyle): Edge {
  const kept = letter + lengthOfSame(text.slice(letter, ceiling), style.outside)
  const gap = text.slice(kept, ceiling)
  const mark = [...gap].findIndex(isQuotationMark)
  if (mark === -1) return { at: kept, atMark: false }
  const between = [...gap].slice(0, mark).join('')
  // After a full stop and a space, a mark belongs to the next quotation.
  if (/\s/u.test(between) && between.trim() !== '' && !/[«»‹›]/u.test(gap)) return { at: kept, atMark: false }
  return { at: kept + (style.atMark ? between.trimEnd().length : 0), atMark: true }
}

/** How the start and the end of [from, to) look in a text; the letters are [first, last). */
export function edgeStyles(
  text: string,
  { from, to }: { from: number; to: number },
  letters: { from: number; to: number },
): { start: EdgeStyle; end: EdgeStyle } {
  return {
    start: {
      outside: text.slice(from, letters.from),
      atMark: isQuotationMark(
        text
          .slice(Math.max(0, from - 2), from)
          .trimEnd()
          .slice(-1),
      ),
    },
    end: {
      outside: text.slice(letters.to, to),
      atMark: isQuotationMark(
        text
          .slice(to, to + 2)
          .trimStart()
          .slice(0, 1),
      ),
    },
  }
}

/** Length of the run that says the same as `wanted`, whatever the style of its marks and spaces. */
function lengthOfSame(run: string, wanted: string): number {
  const rest = [...wanted].filter((char) => !isSilent(char)).map(canonical)
  let length = 0
  let read = 0
  for (const char of run) {
    if (rest.length === 0) break
    read += char.length
    if (isSilent(char)) continue
    if (canonical(char) !== rest.shift()) break
    length = read
  }
  return length
}

function canonical(char: string): string {
  return isQuotationMark(char) ? '"' : char === '…' ? '.' : char
}

/** White space, tatweel, harakat and invisible controls. */
function isSilent(char: string): boolean {
  return /[\s\u0640\p{M}\p{Cf}]/u.test(char)
}

function reverse(text: string): string {
  return [...text].reverse().join('')
}
