import type { GroupBy, Voice } from '../../schemas/stats.ts'
import type { Caller } from '../caller.ts'

/** Which quotes are counted, and by what. An empty list or null leaves nothing out. */
export interface VoicesQuestion {
  groupBy: GroupBy
  /** Of the `publishedAt` of the article, RFC 3339: inclusive. */
  from: string | null
  /** The same, exclusive; an article that was never published is then left out. */
  to: string | null
  sections: string[]
  /** Language ranges: `ar` also finds `ar-LY`. */
  langs: string[]
  /** 1 to 1000. */
  limit: number
}

export interface Voices {
  /** By quotes, the most first, and then by key. */
  items: Voice[]
  /** When the first of the counted articles ceases to be public by itself; null when none does. */
  visibleUntil: string | null
}

/** What can be said of all content at once. */
export interface StatsStore {
  /**
   * Who is quoted how much. Exact at the moment it is asked, and only over the
   * articles and quotes that the caller may see: what is hidden leaves no trace in
   * numbers, shares, keys or labels.
   */
  voices(caller: Caller, question: VoicesQuestion): Promise<Voices>
}
