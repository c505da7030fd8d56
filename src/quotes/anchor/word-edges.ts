import { type FoldedBlock, rawRange } from './folded-block.ts'
import { type Edge, type EdgeStyle, endEdge, startEdge } from './quotation-edges.ts'

/** An edge of a span before or after a word of a block. */
export interface WordEdge extends Edge {
  /** The edge in the folded text of the block. */
  letter: number
}

/**
 * The edge of a span whose first word is number `word`. `before` are letters of
 * that word that do not belong to the span, if the word still begins with them:
 * a clitic, as a rule.
 */
export function edgeBefore(block: FoldedBlock, word: number, style: EdgeStyle, before = ''): WordEdge {
  const start = block.starts[word] as number
  const letter = start + (block.words[word]?.startsWith(before) ? before.length : 0)
  return edgeBeforeLetter(block, letter, style)
}

/** The edge of a span whose last word is number `word`; `after` as `before` above. */
export function edgeAfter(block: FoldedBlock, word: number, style: EdgeStyle, after = ''): WordEdge {
  const text = block.words[word] as string
  const kept = text.endsWith(after) ? after.length : 0
  const letter = (block.starts[word] as number) + text.length - kept
  return edgeAfterLetter(block, letter, style)
}

/** The edge before a folded letter. */
export function edgeBeforeLetter(block: FoldedBlock, letter: number, style: EdgeStyle): WordEdge {
  const previous = block.text[letter - 1] === ' ' ? letter - 1 : letter
  const floor = previous === 0 ? 0 : rawRange(block, { from: previous - 1, to: previous }).to
  const at = rawRange(block, { from: letter, to: letter + 1 }).from
  return { letter, ...startEdge(block.raw, at, Math.min(floor, at), style) }
}

/** The edge after a folded letter; `letter` is the index behind it. */
export function edgeAfterLetter(block: FoldedBlock, letter: number, style: EdgeStyle): WordEdge {
  const next = block.text[letter] === ' ' ? letter + 1 : letter
  const at = rawRange(block, { from: letter - 1, to: letter }).to
  return { letter, ...endEdge(block.raw, at, Math.max(block.map[next] as number, at), style) }
}
