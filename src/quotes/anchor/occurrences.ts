/** UTF-16 indices at which words stand in a text, overlapping ones included, at most `limit`. */
export function occurrences(text: string, words: string, limit = Infinity): number[] {
  const found: number[] = []
  if (words === '') return found
  let at = text.indexOf(words)
  while (at !== -1 && found.length < limit) {
    found.push(at)
    at = text.indexOf(words, at + 1)
  }
  return found
}
