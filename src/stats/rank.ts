import type { Tally } from './tally.ts'

/** A group with its sums; `share` is the part of all quotes. */
export interface Ranked {
  key: string
  quotes: number
  words: number
  articles: number
  share: number
}

/** The groups that have quotes, the most first and then by key, at most `limit` of them. `total` counts all quotes. */
export function rank(keys: string[], { quotes, words, articles }: Tally, total: number, limit: number): Ranked[] {
  return keys
    .map((key, group) => ({ key, group, said: quotes[group] as number }))
    .filter(({ said }) => said > 0)
    .sort((a, b) => b.said - a.said || (a.key < b.key ? -1 : 1))
    .slice(0, limit)
    .map(({ key, group, said }) => ({
      key,
      quotes: said,
      words: words[group] as number,
      articles: articles[group] as number,
      share: said / total,
    }))
}
