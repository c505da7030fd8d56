import { type TSchema, Type } from 'typebox'
import { ref } from '../../schemas/common.ts'
import { JsonFeed } from '../../schemas/feeds.ts'
import type { FeedPage } from './entry.ts'

/** A format that feeds are written in. */
export interface FeedFormat {
  /** What stands after the dot in the address. */
  suffix: 'rss' | 'atom' | 'json'
  mediaType: string
  name: string
  schema: TSchema
  /** What writes it is loaded with the first feed. */
  write(page: FeedPage): Promise<string>
}

/** The formats of feeds. */
export const feedFormats: FeedFormat[] = [
  {
    suffix: 'rss',
    mediaType: 'application/rss+xml',
    name: 'RSS 2.0',
    schema: Type.String(),
    write: async (page) => (await import('./rss.ts')).toRss(page),
  },
  {
    suffix: 'atom',
    mediaType: 'application/atom+xml',
    name: 'Atom',
    schema: Type.String(),
    write: async (page) => (await import('./atom.ts')).toAtom(page),
  },
  {
    suffix: 'json',
    mediaType: 'application/feed+json',
    name: 'JSON Feed 1.1',
    schema: ref(JsonFeed),
    write: async (page) => (await import('./json-feed.ts')).toJsonFeed(page),
  },
]
