/** The longest row of words that stand once on either side and in the same order: their numbers in both. */
export function sharedOnce(before: readonly string[], after: readonly string[]): [number, number][] {
  const [old, now] = [onlyOnce(before), onlyOnce(after)]
  const pairs = [...old].flatMap(([word, i]): [number, number][] => {
    const j = now.get(word)
    return j === undefined ? [] : [[i, j]]
  })
  pairs.sort((a, b) => a[0] - b[0])
  return longestRise(pairs)
}

function onlyOnce(words: readonly string[]): Map<string, number> {
  const places = new Map<string, number>()
  for (const [i, word] of words.entries()) places.set(word, places.has(word) ? -1 : i)
  for (const [word, place] of places) if (place === -1) places.delete(word)
  return places
}

/** The longest part of a row of pairs in which the second numbers rise. */
function longestRise(pairs: readonly [number, number][]): [number, number][] {
  /** For each length the pair that ends the row with the least second number, and what precedes each pair. */
  const ends: number[] = []
  const previous = pairs.map(() => -1)
  for (const [index, [, j]] of pairs.entries()) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((pairs[ends[middle] as number] as [number, number])[1] < j) low = middle + 1
      else high = middle
    }
    previous[index] = ends[low - 1] ?? -1
    ends[low] = index
  }
  const row: [number, number][] = []
  for (let index = ends.at(-1) ?? -1; index !== -1; index = previous[index] as number) {
    row.push(pairs[index] as [number, number])
  }
  return row.reverse()
}
