/** How far the log of changes has been followed. Only the engine knows what its members mean. */
export interface Mark {
  commit: number
  sequence: number
}

/** What has been written since a mark. */
export interface News {
  mark: Mark
  /** The kinds and ids of what may read otherwise now; null when that is everything. */
  changed: string[] | null
  /** When an article next becomes public, or ceases to be, by itself; null when none will. */
  nextMoment: string | null
}

/** How a cache learns what has changed, whichever process changed it. */
export interface FreshnessStore {
  /**
   * What was written since the mark, or since ever; null when nothing was
   * committed, which costs next to nothing to find out. A write that was
   * acknowledged before this is asked, by any process, is among the news. `time` is
   * the present.
   */
  news(since: Mark | null, time: string): Promise<News | null>
}
