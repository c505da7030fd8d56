/** What stands between a pair of quotation marks. */
interface Quotation {
  /** Code points; the marks and white space just inside them are left out. */
  start: number
  end: number
  /** How many other quotations it stands in. */
  depth: number
  /**
   * What is wrong with its marks: none closes it before the end of the text,
   * none opens it, it is closed by another kind of mark, or the marks of the
   * text do not balance and were paired from left to right.
   */
  defect?: 'unclosed' | 'unopened' | 'wrong-mark' | 'unbalanced'
}

export function isQuotationMark(char: string): boolean {
  return char !== '' && '"“”„‟«»‹›＂'.includes(char)
}

/**
 * Finds what stands between quotation marks in a text, in the order of the
 * text, outer before inner: « », “ ”, " ", ‹ ›, „ “, pairs the wrong way round
 * (» «, ” ”), and marks within marks, also of the same kind.
 */
export function quotations(text: string): Quotation[] {
  const marks = readMarks(text)
  const read = pairUp(marks, text)
  const { pairs, suspect } = isPlausible(read, text)
    ? { pairs: continued(read), suspect: false }
    : { pairs: continued(pairUp(leftToRight(marks), text)), suspect: true }
  const found = pairs.map(({ open, close, depth, straight, defect }) => ({
    ...trimmed(text, open, close),
    depth,
    ...(defect ? { defect } : suspect && straight ? { defect: 'unbalanced' as const } : {}),
  }))
  return inCodePoints(
    text,
    found.sort((a, b) => a.start - b.start || b.end - a.end),
  )
}

interface Mark {
  at: number
  char: string
  kind: 'straight' | 'curly' | 'double' | 'single'
  opens: boolean
}

/** Content is [open, close) in UTF-16 indices. */
interface Pair {
  open: number
  close: number
  depth: number
  straight: boolean
  defect?: NonNullable<Quotation['defect']>
}

function readMarks(text: string): Mark[] {
  return [...text.matchAll(/["＂“”„‟«»‹›]/g)].map(({ 0: char, index }) => ({
    at: index,
    char,
    kind: '"＂'.includes(char)
      ? 'straight'
      : '“”„‟'.includes(char)
        ? 'curly'
        : '«»'.includes(char)
          ? 'double'
          : 'single',
    opens: looksOpening(text, index),
  }))
}

interface Pairing {
  pairs: Pair[]
  /** Marks that close nothing. */
  strays: Mark[]
}

function pairUp(marks: readonly Mark[], text: string): Pairing {
  const stack: Mark[] = []
  const pairs: Pair[] = []
  const strays: Mark[] = []
  for (const mark of marks) {
    const opener = openerFor(mark, stack)
    if (opener) {
      const depth = stack.lastIndexOf(opener)
      for (const lost of stack.splice(depth).slice(1)) pairs.push(unclosed(lost, mark.at, depth + 1))
      const straight = opener.kind === 'straight' || mark.kind === 'straight'
      const pair = { open: opener.at + 1, close: mark.at, depth, straight }
      pairs.push(opener.kind === mark.kind ? pair : { ...pair, defect: 'wrong-mark' })
    } else if (mark.opens || '«‹“„'.includes(mark.char)) {
      stack.push(mark)
    } else if (!isInch(text, mark)) {
      strays.push(mark)
    }
  }
  for (const [depth, mark] of stack.entries()) pairs.push(unclosed(mark, text.length, depth))
  return { pairs, strays }
}

/**
 * Whether no straight mark is left over. One may be, where a quotation runs
 * over several paragraphs: at the start of this one, or at its end.
 */
function isPlausible({ pairs, strays }: Pairing, text: string): boolean {
  const lost = [
    ...pairs.filter(({ straight, defect }) => straight && defect === 'unclosed').map(({ open }) => text.slice(0, open)),
    ...strays.filter(({ kind }) => kind === 'straight').map(({ at }) => text.slice(at)),
  ]
  const [only] = lost
  return only === undefined || (lost.length === 1 && !/[\p{L}\p{N}]/u.test(only))
}

/** A first mark that closes nothing, or one at the end, closes what an earlier paragraph has opened. */
function continued({ pairs, strays }: Pairing): Pair[] {
  const [stray] = strays
  if (!stray) return pairs
  const inside = pairs.filter(({ close }) => close < stray.at).map((pair) => ({ ...pair, depth: pair.depth + 1 }))
  const after = pairs.filter(({ close }) => close > stray.at)
  const whole: Pair = { open: 0, close: stray.at, depth: 0, straight: stray.kind === 'straight', defect: 'unopened' }
  return [whole, ...inside, ...after]
}

/** The open mark that a mark closes, or undefined where it opens something or nothing is open. */
function openerFor(mark: Mark, stack: readonly Mark[]): Mark | undefined {
  const own = stack.findLast(({ kind }) => kind === mark.kind)
  if (mark.kind === 'straight') return mark.opens ? undefined : (own ?? stack.at(-1))
  if ('»›”‟'.includes(mark.char)) {
    // A closing mark that looks like an opening one starts a pair the wrong way round, unless one is open.
    return own ?? (mark.opens ? undefined : stack.at(-1))
  }
  const closesReversed = own !== undefined && (own.char === '„' || !mark.opens) && own === stack.at(-1)
  return closesReversed && mark.char !== '„' ? own : undefined
}

function unclosed({ at, kind }: Mark, end: number, depth: number): Pair {
  return { open: at + 1, close: end, depth, straight: kind === 'straight', defect: 'unclosed' }
}

function leftToRight(marks: readonly Mark[]): Mark[] {
  let opens = false
  return marks.map((mark) => {
    if (mark.kind !== 'straight') return mark
    opens = !opens
    return { ...mark, opens }
  })
}

/** At the start, after white space, an opening sign or a clitic that stands alone, and before words. */
function looksOpening(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 3), at).replace(/\p{Cf}/gu, '')
  const after = text.slice(at + 1, at + 4)
  const free = /(^|[\s([{:،,؛;\-–—ـ/=«‹“„"])$/u.test(before) || /(^|[^\p{L}\p{M}\p{N}])[بلكوف]$/u.test(before)
  return free && /^(…|\.\.|[^\s.,،؛;:!?؟)\]}»›”])/u.test(after)
}

/** 5" is a measure, not the end of a quotation. */
function isInch(text: string, { at, kind }: Mark): boolean {
  return kind === 'straight' && /\p{N}/u.test(text.charAt(at - 1))
}

function trimmed(text: string, open: number, close: number): { start: number; end: number } {
  const words = text.slice(open, close)
  const start = open + words.length - words.trimStart().length
  return { start, end: Math.max(start, open + words.trimEnd().length) }
}

function inCodePoints(text: string, ranges: Quotation[]): Quotation[] {
  if (!/[\ud800-\udfff]/.test(text)) return ranges
  const offsets = new Uint32Array(text.length + 1)
  let offset = 0
  let at = 0
  for (const char of text) {
    for (let unit = 0; unit < char.length; unit += 1) offsets[at++] = offset
    offset += 1
  }
  offsets[at] = offset
  return ranges.map((range) => ({ ...range, start: offsets[range.start] as number, end: offsets[range.end] as number }))
}
