import { Type } from 'typebox'
import { closed, DateTime, Language } from './common.ts'

const Address = Type.String({ format: 'iri', description: 'An absolute address.' })

const Author = closed({ name: Type.String({ description: 'Who wrote or said it.' }), url: Type.Optional(Address) })

const JsonFeedItem = closed({
  id: Type.String({ pattern: '^urn:uuid:', description: 'Never changes.' }),
  url: Address,
  title: Type.String(),
  content_html: Type.String({ description: 'The whole text or the summary, in its own language and direction.' }),
  summary: Type.Optional(Type.String({ description: 'Plain text.' })),
  image: Type.Optional(Address),
  date_published: DateTime,
  date_modified: DateTime,
  authors: Type.Array(Author),
  tags: Type.Array(Type.String()),
  language: Language,
})

/** A feed as JSON Feed 1.1. */
export const JsonFeed = closed(
  {
    version: Type.Literal('https://jsonfeed.org/version/1.1'),
    title: Type.String(),
    home_page_url: Address,
    feed_url: Address,
    description: Type.String(),
    next_url: Type.Optional({ ...Address, description: 'The next page; absent on the last.' }),
    language: Type.Optional(Language),
    items: Type.Array(JsonFeedItem),
  },
  { $id: 'JsonFeed', description: 'A page of a feed as JSON Feed 1.1 (jsonfeed.org).' },
)
