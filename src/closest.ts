import { distance } from 'fastest-levenshtein'

/** The known name that was probably meant, if one is near enough. */
export function closest(name: string, known: string[]): string | undefined {
  if (name.length > 50) return undefined
  const lower = name.toLowerCase()
  const [best] = known
    .map((candidate) => ({ candidate, edits: distance(lower, candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)
  return best && best.edits <= Math.max(1, Math.floor(name.length / 3)) ? best.candidate : undefined
}
