import type { Block, Link } from '../../schemas/body.ts'
import { escapeLineStart, escapeSpaces, escapeWords } from './markdown-escape.ts'
import { createSyntax } from './markdown-syntax.ts'

/** One end of a mark. */
export interface Tag {
  mark: string
  closes: boolean
  href?: string
}

/** A piece of a block: text, or one end of a mark. */
export type Piece = string | Tag

interface MarkOptions {
  children: string
  markType: string
  value?: unknown
}

/**
 * The text of blocks as Markdown. How a mark or a character must be written
 * depends on what stands around it, so the package only puts tags into the
 * text, `\ufdd0` number `\ufdd1`, and `finish` replaces them at the end.
 */
export function createInline() {
  const tags: Piece[] = []

  const tag = (piece: Piece): string => `\ufdd0${tags.push(piece) - 1}\ufdd1`

  const mark = ({ children, markType, value }: MarkOptions): string => {
    const { href } = (value ?? {}) as Partial<Link>
    const both = { mark: markType, ...(href !== undefined && { href }) }
    return tag({ ...both, closes: false }) + children + tag({ ...both, closes: true })
  }

  return {
    /** The block with those of its characters that would pass for a tag made into one. */
    prepare(block: Block): Block {
      if (block._type === 'image') return block
      const children = block.children.filter(({ text }) => text !== '')
      const text = (words: string) => words.replace(/[\ufdd0\ufdd1]/gu, tag)
      return { ...block, children: children.map((span) => ({ ...span, text: text(span.text) })) }
    },

    marks: { strong: mark, em: mark, underline: mark, 'strike-through': mark, code: mark, link: mark },

    /** The Markdown of a block that the package has put together. `oneLine` for headings. */
    finish(raw: string, oneLine = false): string {
      const pieces = raw
        .split(/\ufdd0(\d+)\ufdd1/u)
        .map((piece, index) => (index % 2 === 0 ? piece : (tags[Number(piece)] ?? '')))
      return write(joined(pieces), oneLine)
    },
  }
}

/** Without empty texts, and texts that follow each other as one. */
function joined(pieces: Piece[]): Piece[] {
  const result: Piece[] = []
  for (const piece of pieces) {
    const last = result.at(-1)
    if (piece === '') continue
    if (typeof piece === 'string' && typeof last === 'string') result[result.length - 1] = last + piece
    else result.push(piece)
  }
  return result
}

function write(pieces: Piece[], oneLine: boolean): string {
  const text = pieces.filter((piece) => typeof piece === 'string').join('')
  if (text === '') return '<span></span>'
  const syntax = createSyntax(pieces)
  const start = text.length - text.trimStart().length
  const end = text.trimEnd().length
  let at = 0
  let result = ''
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece !== 'string') {
      result += syntax.tag(index)
      continue
    }
    result += syntax.isVerbatim(index)
      ? piece
      : writeText(piece, { start: start - at, end: end - at, oneLine, begins: /^$|\n$/u.test(result) })
    at += piece.length
  }
  return result
}

interface Place {
  /** Where the text of the block begins and ends, white space aside, counted from this piece. */
  start: number
  end: number
  oneLine: boolean
  begins: boolean
}

function writeText(piece: string, { start, end, oneLine, begins }: Place): string {
  const from = Math.max(0, Math.min(start, piece.length))
  const to = Math.max(from, end)
  const words = escapeWords(piece.slice(from, to))
  const written = oneLine ? writeOneLine(words) : writeLines(words, begins && from === 0)
  return escapeSpaces(piece.slice(0, from)) + written + escapeSpaces(piece.slice(to))
}

/** A heading cannot break its line, and would drop number signs that end it. */
function writeOneLine(words: string): string {
  return words.replaceAll('\n', '&#10;').replace(/#$/u, '\\#')
}

function writeLines(words: string, begins: boolean): string {
  const lines = words.split('\n')
  return lines.map((line, index) => (begins || index > 0 ? escapeLineStart(line) : line)).join('\\\n')
}
