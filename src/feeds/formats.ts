import { type TSchema, Type } from 'typebox'
import { ref } from '../../schemas/common.ts'
import { JsonFeed } from '../../schemas/feeds.ts'
import { toAtom } from './atom.ts'
import type { FeedPage } from './entry.ts'
import { toJsonFeed } from './json-feed.ts'
import { toRss } from './rss.ts'

/** A format that feeds are written in. */
export interface FeedFormat {
  /** What stands after the dot in the address. */
  suffix: 'rss' | 'atom' | 'json'
  mediaType: string
  name: string
  schema: TSchema
  write(page: FeedPage): string
}

/** The formats of feeds. */
export const feedFormats: FeedFormat[] = [
  { suffix: 'rss', mediaType: 'application/rss+xml', name: 'RSS 2.0', schema: Type.String(), write: toRss },
  { suffix: 'atom', mediaType: 'application/atom+xml', name: 'Atom', schema: Type.String(), write: toAtom },
  {
    suffix: 'json',
    mediaType: 'application/feed+json',
    name: 'JSON Feed 1.1',
    schema: ref(JsonFeed),
    write: toJsonFeed,
  },
]
