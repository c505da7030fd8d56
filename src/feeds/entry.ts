import type { Picture } from '../../schemas/common.ts'

/** One item of a feed, whatever the format. */
export interface Entry {
  /** `urn:uuid:` and the id: it stays what it is when the address or the title changes. */
  id: string
  /** Where it is read. */
  address: string
  title: string
  lang: string
  /** Plain text; null where nothing is said. */
  summary: string | null
  /** What is shown, in its own language and direction, safe to insert. */
  html: string
  /** Whether `html` is the whole text rather than the summary. */
  isFull: boolean
  published: Date
  updated: Date
  authors: { name: string; url: string | null }[]
  categories: string[]
  image: (Picture & { url: string }) | null
}

/** One page of a feed. */
export interface FeedPage {
  title: string
  description: string
  /** The language of all its items, if they share one. */
  lang: string | null
  /** The address of this page, of the first one, and of the next (RFC 5005). */
  self: string
  first: string
  next: string | null
  /** Where people read what it is a feed of. */
  home: string
  updated: Date
  entries: Entry[]
}

/** The latest of some stored times: a feed must never hold a date that is none. */
export function dateOf(...times: (string | null)[]): Date {
  const known = times.map((time) => Date.parse(time ?? '')).filter((time) => !Number.isNaN(time))
  return new Date(known.length === 0 ? 0 : Math.max(...known))
}
