import { createEntries, type Representation } from './entries.ts'
import type { FreshnessStore, Mark } from './store.ts'

/** The answers that the public was given, kept as bytes for as long as they are right. */
export interface ResponseCache {
  /**
   * The answer to a request, when it is kept or is being made for another one; else
   * the task to make it. It is never older than the last write that any process
   * had acknowledged when this was asked.
   */
  find(key: string): Promise<Representation | Task>
  /** The answers to several requests, in their order, as far as they are kept; no older than what `find` answers. */
  recall(keys: string[]): Promise<(Representation | undefined)[]>
  /** The bytes that it takes. */
  size(): number
}

/** The making of an answer, for which others may wait. It must be ended, in one way or the other; more does nothing. */
export interface Task {
  /** Hands the answer to those who wait, and keeps it unless a change to what it holds has been committed meanwhile. */
  keep(representation: Representation): Promise<void>
  /** There is no such answer. Those who wait have to ask for themselves. */
  giveUp(): void
}

interface Flight extends Task {
  made: Promise<Representation | null>
  /** The tags of what was changed since it began; null when that is everything. */
  changed: Set<string> | null
}

/** A cache of so many bytes that follows the log of changes of `store`. */
export function createResponseCache(store: FreshnessStore, maxBytes: number, now: () => Date): ResponseCache {
  const entries = createEntries(maxBytes)
  const open = new Set<Flight>()
  const shared = new Map<string, Flight>()
  let mark: Mark | null = null
  let nextMoment = Number.POSITIVE_INFINITY
  let lastTime = 0

  /** Drops what is not right any more: by what was written, and by the clock, whichever way that went. */
  async function catchUp(): Promise<void> {
    const time = now()
    const at = time.getTime()
    const passed = at >= nextMoment || at < lastTime
    lastTime = at
    if (passed) drop(null)
    const news = await store.news(passed ? null : mark, time.toISOString())
    if (!news) return
    mark = news.mark
    nextMoment = news.nextMoment === null ? Number.POSITIVE_INFINITY : Date.parse(news.nextMoment)
    drop(news.changed)
  }

  function drop(changed: string[] | null): void {
    entries.drop(changed)
    for (const flight of open) {
      if (changed === null) flight.changed = null
      else for (const tag of changed) flight.changed?.add(tag)
    }
  }

  function begin(key: string, isShared: boolean): Flight {
    let resolve: (made: Representation | null) => void = () => {}
    const made = new Promise<Representation | null>((done) => {
      resolve = done
    })
    const end = (representation: Representation | null) => {
      open.delete(flight)
      if (shared.get(key) === flight) shared.delete(key)
      resolve(representation)
    }
    const flight: Flight = {
      made,
      changed: new Set(),
      async keep(representation) {
        await catchUp()
        if (!open.has(flight)) return
        const { changed } = flight
        if (changed && representation.tags.every((tag) => !changed.has(tag))) entries.set(key, representation)
        end(representation)
      },
      giveUp: () => end(null),
    }
    open.add(flight)
    if (isShared) shared.set(key, flight)
    return flight
  }

  function present(key: string): Representation | undefined {
    const kept = entries.get(key)
    if (kept && (kept.visibleUntil === null || Date.parse(kept.visibleUntil) > lastTime)) return kept
    return undefined
  }

  return {
    async find(key) {
      await catchUp()
      const kept = present(key)
      if (kept) return kept
      const flight = shared.get(key)
      /* What is being made since before a change may not have it. */
      if (flight?.changed?.size !== 0) return begin(key, true)
      return (await flight.made) ?? begin(key, false)
    },
    async recall(keys) {
      await catchUp()
      return keys.map(present)
    },
    size: entries.size,
  }
}
