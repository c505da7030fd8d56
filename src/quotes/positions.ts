import type { Span } from '../../schemas/quotes.ts'

/** As much of a quote as its place among the others depends on. */
interface Placed {
  id: string
  /** For a quote without spans; null for last. */
  wantedPosition: number | null
  spans: Pick<Span, 'blockKey' | 'start'>[]
}

/**
 * The quotes of one article in text order: those with spans by where the first
 * stands, those without where they were asked to stand, counted from 1, or last.
 * `blockKeys` are those of the body in its order.
 */
export function inTextOrder<T extends Placed>(quotes: T[], blockKeys: string[]): T[] {
  const rank = new Map(blockKeys.map((key, index) => [key, index]))
  const place = ({ spans }: Placed) =>
    [rank.get(spans[0]?.blockKey ?? '') ?? blockKeys.length, spans[0]?.start ?? 0] as const
  const ordered = quotes
    .filter(({ spans }) => spans.length > 0)
    .sort((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1] || compareIds(a, b))
  const free = quotes
    .filter(({ spans }) => spans.length === 0)
    .sort((a, b) => wanted(a) - wanted(b) || compareIds(a, b))
  for (const quote of free) ordered.splice(wanted(quote) - 1, 0, quote)
  return ordered
}

function wanted({ wantedPosition }: Placed): number {
  return wantedPosition ?? Number.MAX_SAFE_INTEGER
}

function compareIds(a: Placed, b: Placed): number {
  return a.id < b.id ? -1 : 1
}
