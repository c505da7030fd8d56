import { distance } from 'fastest-levenshtein'

/** The known name that was probably meant, if one is near enough. */
export function closest(name: string, known: string[]): string | undefined {
  if (name.length > 50) return undefined
  const lower = name.toLowerCase()
  const [best] = known
    .map((candidate) => ({ candidate, edits: edits(lower, candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)
  return best && best.edits <= Math.max(1, Math.floor(name.length / 3)) ? best.candidate : undefined
}

/** Two neighbouring letters swapped are one mistake. */
function edits(name: string, candidate: string): number {
  const swapped = [...name.slice(1)].map(
    (letter, at) => 1 + distance(name.slice(0, at) + letter + name[at] + name.slice(at + 2), candidate),
  )
  return Math.min(distance(name, candidate), ...swapped)
}
