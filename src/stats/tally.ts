/*
 * The counts of an article as one short text, `number:quotes:words` for each
 * voice, such as `12:3:41 7:1:20`: a hundred thousand articles are read and added
 * up as one text, in a fraction of the time that a row for each voice would take.
 */

const newLine = 10
const zero = 48
const nine = 57

/** The sums of each group, by its index. */
export interface Tally {
  quotes: Float64Array
  words: Float64Array
  articles: Float64Array
}

/** The counts of one article; the numbers stand for the voices. */
export function writeCounts(counts: { number: number; quotes: number; words: number }[]): string {
  return counts.map(({ number, quotes, words }) => `${number}:${quotes}:${words}`).join(' ')
}

/**
 * Adds up the counts of articles, a line each, in ASCII. `groupsOf` says to which
 * groups, below `groups`, the voice of a number belongs: none, one or several. An
 * article counts once for each group, however many of its voices belong to it.
 */
export function addUp(lines: Uint8Array, groupsOf: (readonly number[] | undefined)[], groups: number): Tally {
  const tally = {
    quotes: new Float64Array(groups),
    words: new Float64Array(groups),
    articles: new Float64Array(groups),
  }
  const lastLine = new Float64Array(groups)
  let line = 1
  let at = 0

  function number(): number {
    let value = 0
    for (let byte = lines[at]; byte !== undefined && byte >= zero && byte <= nine; byte = lines[at]) {
      value = value * 10 + byte - zero
      at += 1
    }
    at += 1
    return value
  }

  while (at < lines.length) {
    if (lines[at] === newLine) {
      line += 1
      at += 1
      continue
    }
    const groupsHere = groupsOf[number()]
    const quotes = number()
    const words = number()
    for (const group of groupsHere ?? []) {
      tally.quotes[group] = (tally.quotes[group] as number) + quotes
      tally.words[group] = (tally.words[group] as number) + words
      if (lastLine[group] === line) continue
      lastLine[group] = line
      tally.articles[group] = (tally.articles[group] as number) + 1
    }
    if (lines[at - 1] === newLine) line += 1
  }
  return tally
}
