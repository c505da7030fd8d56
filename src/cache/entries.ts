import { LRUCache } from 'lru-cache'

/** An answer to the public as it is sent, with all that sending it again needs. */
export interface Representation {
  bytes: Buffer
  coding: 'identity' | 'gzip' | 'br'
  etag: string
  /** The headers of the answer, but for those that are another's in another request: names and values in turn. */
  head: string[]
  /** Those that describe the bytes, and that a 304 does without. */
  description: string[]
  /** When it ceases to be right by itself. */
  visibleUntil: string | null
  /** The ids and kinds of which no change leaves it as it is. */
  tags: string[]
}

/** Answers by what was asked and by what they are tagged with. */
interface Entries {
  get(key: string): Representation | undefined
  set(key: string, representation: Representation): void
  /** Drops what carries one of the tags; everything without them. */
  drop(tags: Iterable<string> | null): void
  /** The bytes that they take. */
  size(): number
}

/** What an entry takes beyond its bytes, and for each of its tags, by a measurement. */
const overhead = 1000
const perTag = 100

/** Keeps the answers that were asked for last, in so many bytes. */
export function createEntries(maxBytes: number): Entries {
  const byTag = new Map<string, Set<string>>()
  const entries = new LRUCache<string, Representation>({
    maxSize: maxBytes,
    maxEntrySize: Math.ceil(maxBytes / 4),
    sizeCalculation: ({ bytes, head, tags }, key) =>
      bytes.length + (key.length + head.join().length) * 2 + overhead + tags.length * perTag,
    dispose({ tags }, key) {
      for (const tag of tags) {
        const keys = byTag.get(tag)
        keys?.delete(key)
        if (keys?.size === 0) byTag.delete(tag)
      }
    },
  })

  return {
    get: (key) => entries.get(key),
    set(key, representation) {
      entries.delete(key)
      entries.set(key, representation)
      if (!entries.has(key)) return
      for (const tag of representation.tags) {
        const keys = byTag.get(tag)
        if (keys) keys.add(key)
        else byTag.set(tag, new Set([key]))
      }
    },
    drop(tags) {
      if (tags === null) entries.clear()
      else for (const tag of tags) for (const key of [...(byTag.get(tag) ?? [])]) entries.delete(key)
    },
    size: () => entries.calculatedSize,
  }
}
