const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * Whether a UTF-16 index of a text stands between two characters as a reader
 * sees them: never between a letter and its haraka, or inside an emoji.
 */
export function isGraphemeEdge(text: string, index: number): boolean {
  return graphemeEdgeBefore(text, index) === index
}

/** The nearest grapheme edge at or before a UTF-16 index. */
export function graphemeEdgeBefore(text: string, index: number): number {
  return clusterAt(text, index)?.start ?? index
}

/** The nearest grapheme edge at or after a UTF-16 index. */
export function graphemeEdgeAfter(text: string, index: number): number {
  const cluster = clusterAt(text, index)
  return !cluster || cluster.start === index ? index : cluster.end
}

function clusterAt(text: string, index: number): { start: number; end: number } | undefined {
  if (index <= 0 || index >= text.length) return undefined
  if (isPlain(text.charCodeAt(index - 1)) && isPlain(text.charCodeAt(index))) return undefined
  // White space starts a cluster, so only the word around the index has to be segmented.
  const from = Math.max(0, text.lastIndexOf(' ', index - 1))
  const next = text.indexOf(' ', index + 1)
  const word = text.slice(from, next === -1 ? text.length : next)
  const cluster = segmenter.segment(word).containing(index - from)
  if (!cluster) return undefined
  const start = from + cluster.index
  return { start, end: start + cluster.segment.length }
}

/** Printable ASCII and the bare letters of Arabic never join into one cluster. */
function isPlain(unit: number): boolean {
  return (unit >= 0x20 && unit < 0x7f) || (unit >= 0x0620 && unit <= 0x064a)
}
