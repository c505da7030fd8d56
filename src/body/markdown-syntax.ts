import { escapeDestination } from './markdown-escape.ts'
import type { Piece, Tag } from './markdown-inline.ts'

const delimiters: Record<string, string> = { strong: '**', em: '_', 'strike-through': '~~', code: '`' }
const elements: Record<string, string> = {
  strong: 'strong',
  em: 'em',
  'strike-through': 's',
  code: 'code',
  underline: 'u',
}

/**
 * How each tag among the pieces of a block is written. Markdown recognises a
 * delimiter by the characters on both sides: beside a quotation mark and a
 * letter, say, `**` is just two stars. There an HTML element says the same.
 */
export function createSyntax(pieces: Piece[]) {
  const written = new Map<number, string>()
  const verbatim = new Set<number>()
  const open: number[] = []
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece === 'string') continue
    if (!piece.closes) open.push(index)
    else pair(open.pop() ?? index, index, piece)
  }

  function pair(from: number, to: number, { mark, href }: Tag) {
    if (mark === 'link') {
      written.set(from, '[').set(to, `](${escapeDestination(href ?? '')})`)
    } else if (mark === 'code' ? canBeVerbatim(from, to) : canBeDelimited(from, to, mark)) {
      written.set(from, delimiters[mark] ?? '').set(to, delimiters[mark] ?? '')
      if (mark === 'code') verbatim.add(from + 1)
    } else {
      written.set(from, `<${elements[mark]}>`).set(to, `</${elements[mark]}>`)
    }
  }

  /** A closing bracket could make the line a link definition. */
  function canBeVerbatim(from: number, to: number): boolean {
    const text = pieces[from + 1]
    if (to !== from + 2 || typeof text !== 'string') return false
    return text === text.trim() && !/[`\]\p{Cc}]/u.test(text)
  }

  function canBeDelimited(from: number, to: number, mark: string): boolean {
    if (delimiters[mark] === undefined) return false
    const sides = [
      [kindOf(pieces[from + 1], 0), kindOf(pieces[from - 1], -1)],
      [kindOf(pieces[to - 1], -1), kindOf(pieces[to + 1], 0)],
    ]
    return sides.every(([inner, outer]) => {
      if (inner === 'letter') return mark !== 'em' || outer === 'space' || outer === 'sign'
      return inner === 'sign' && (outer === 'space' || outer === 'sign')
    })
  }

  return {
    tag: (index: number): string => written.get(index) ?? '',
    /** Whether the text there is written as it is, between backticks. */
    isVerbatim: (index: number): boolean => verbatim.has(index),
  }
}

/** What Markdown takes a neighbour of a delimiter for. `other` is never safe inside one. */
function kindOf(piece: Piece | undefined, at: 0 | -1): 'space' | 'sign' | 'letter' | 'other' {
  if (piece === undefined) return 'space'
  if (typeof piece !== 'string') return 'sign'
  const character = piece.at(at) ?? ''
  if (/[\p{Zs}\t-\r]/u.test(character)) return 'space'
  if (/\p{P}/u.test(character)) return 'sign'
  return /[\p{L}\p{N}\p{M}]/u.test(character) ? 'letter' : 'other'
}
