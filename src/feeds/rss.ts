import { type Author, Feed } from 'feed'
import { armoured, unarmoured } from './armour.ts'
import type { Entry, FeedPage } from './entry.ts'
import { imageType } from './image-type.ts'
import { escaped } from './markup.ts'

/** The names that elements beside RSS's own come from: Dublin Core, Atom, Media RSS and the content module. */
const namespaces = [
  'xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:media="http://search.yahoo.com/mrss/"',
].join(' ')

/** A page of a feed as RSS 2.0. Its `author` wants an e-mail address, so that authors stand in `dc:creator`. */
export function toRss(page: FeedPage): string {
  const feed = new Feed({
    title: armoured(page.title),
    description: armoured(page.description),
    link: page.home,
    updated: page.updated,
    generator: 'Isnad',
    docs: 'https://www.rssboard.org/rss-specification',
    ...(page.lang !== null && { language: armoured(page.lang) }),
  })
  const type = 'application/rss+xml'
  const links = [['self', page.self], ['first', page.first], ...(page.next === null ? [] : [['next', page.next]])].map(
    ([rel, href]) => ({ _attributes: { rel, href: armoured(href as string), type } }),
  )
  feed.addExtension({ name: 'atom:link', objects: links as never })
  for (const entry of page.entries) {
    feed.addItem({
      title: armoured(entry.title),
      id: entry.id,
      link: entry.address,
      date: entry.updated,
      published: entry.published,
      ...described(entry),
      category: entry.categories.map((name) => ({ name: armoured(name) })),
      extensions: Object.entries(membersOf(entry)).map(([name, objects]) => ({ name, objects: objects as never })),
    })
  }
  let index = 0
  const xml = feed
    .rss2()
    .replace(/<rss [^>]*>/, `<rss version="2.0" ${namespaces}>`)
    .replace(/<item>/g, () => `<item xml:lang="${armoured((page.entries[index++] as Entry).lang)}">`)
  return unarmoured(xml)
}

/** The whole text and the summary, or the summary alone, as HTML. */
export function described({ isFull, summary, html }: Entry): { description?: string; content?: string } {
  if (!isFull) return { description: armoured(html) }
  return { content: armoured(html), ...(summary !== null && { description: armoured(escaped(summary)) }) }
}

function membersOf({ authors, lang, updated, image }: Entry): Record<string, unknown> {
  return {
    'dc:creator': authors.map(({ name }: Author) => ({ _text: armoured(name ?? '') })),
    'dc:language': { _text: armoured(lang) },
    'atom:updated': { _text: updated.toISOString() },
    ...(image && pictureOf(image)),
  }
}

function pictureOf({ url, alt, caption, credit, width, height }: NonNullable<Entry['image']>) {
  const type = imageType(url)
  const text = caption ?? alt
  return {
    ...(type !== null && { enclosure: { _attributes: { url: armoured(url), length: 0, type } } }),
    'media:content': {
      _attributes: { url: armoured(url), medium: 'image', type, width, height },
      ...(text !== null && { 'media:description': { _text: armoured(text) } }),
      ...(credit !== null && { 'media:credit': { _text: armoured(credit) } }),
    },
  }
}
