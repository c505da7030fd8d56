import { alignWords } from '../quotes/anchor/align-words.ts'

/** A stretch of text that two versions share, or that one of them lacks. */
export interface Piece {
  op: 'equal' | 'insert' | 'delete'
  text: string
}

const segmenter = new Intl.Segmenter('ar', { granularity: 'word' })

/**
 * What changed between two texts, word by word: the pieces without `insert` are
 * the old text, those without `delete` the new one, to the character. A word keeps
 * its harakat and other joined characters, and punctuation is no part of it
 * (UAX #29), so that no piece begins inside a letter. `afford` books the work; what
 * it refuses counts as changed.
 */
export function diffWords(before: string, after: string, afford: (steps: number) => boolean): Piece[] {
  const [old, now] = [wordsOf(before), wordsOf(after)]
  const { to } = alignWords(old, now, afford)
  const pieces: Piece[] = []
  let next = 0
  for (const [index, word] of old.entries()) {
    const at = to[index] as number
    if (at < 0) {
      push(pieces, 'delete', word)
      continue
    }
    for (; next < at; next++) push(pieces, 'insert', now[next] as string)
    push(pieces, 'equal', word)
    next = at + 1
  }
  for (; next < now.length; next++) push(pieces, 'insert', now[next] as string)
  return joinedOverSpaces(pieces)
}

/** Words, and one by one what stands between them. */
function wordsOf(text: string): string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment)
}

/** In one run of changes the old text comes first. */
function push(pieces: Piece[], op: Piece['op'], text: string): void {
  const last = pieces.at(-1)
  if (last?.op === op) last.text += text
  else if (op === 'delete' && last?.op === 'insert') {
    const earlier = pieces.at(-2)
    if (earlier?.op === 'delete') earlier.text += text
    else pieces.splice(-1, 0, { op, text })
  } else pieces.push({ op, text })
}

/** Two changed words next to each other are one change, the space between them included. */
function joinedOverSpaces(pieces: Piece[]): Piece[] {
  const joined: Piece[] = []
  for (const [index, { op, text }] of pieces.entries()) {
    const isBetween = isChange(pieces[index - 1]) && isChange(pieces[index + 1])
    if (op !== 'equal' || !isBetween || text.trim() !== '') push(joined, op, text)
    else for (const side of ['delete', 'insert'] as const) push(joined, side, text)
  }
  return joined
}

function isChange(piece: Piece | undefined): boolean {
  return piece !== undefined && piece.op !== 'equal'
}
