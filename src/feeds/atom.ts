import { Feed } from 'feed'
import { armoured, unarmoured } from './armour.ts'
import type { Entry, FeedPage } from './entry.ts'
import { imageType } from './image-type.ts'
import { described } from './rss.ts'

/** A page of a feed as Atom (RFC 4287), paged by links (RFC 5005). */
export function toAtom(page: FeedPage): string {
  const feed = new Feed({
    id: armoured(page.first),
    title: armoured(page.title),
    description: armoured(page.description),
    link: page.home,
    updated: page.updated,
    generator: 'Isnad',
    author: { name: 'Isnad' },
  })
  for (const entry of page.entries) {
    feed.addItem({
      title: armoured(entry.title),
      id: entry.id,
      link: entry.address,
      date: entry.updated,
      published: entry.published,
      ...described(entry),
      author: entry.authors.map(({ name, url }) => ({ name: armoured(name), ...(url !== null && { link: url }) })),
      category: entry.categories.map((name) => ({ name: armoured(name), term: armoured(name) })),
    })
  }
  return withLanguages(feed.atom1(), page)
}

/** The package knows neither languages nor pages, and takes a title for HTML. */
function withLanguages(xml: string, { lang, self, first, next, entries }: FeedPage): string {
  const links = [link('self', self), link('first', first), ...(next === null ? [] : [link('next', next)])]
  const entry = { opened: 0, closed: 0 }
  const changed = xml
    .replace('<feed xmlns="http://www.w3.org/2005/Atom">', (tag) => {
      const language = lang === null ? '' : ` xml:lang="${armoured(lang)}"`
      return `${tag.slice(0, -1)}${language}>\n    ${links.join('\n    ')}`
    })
    .replace(/<entry>/g, () => `<entry xml:lang="${armoured((entries[entry.opened++] as Entry).lang)}">`)
    .replace(/<\/entry>/g, (tag) => {
      const { image } = entries[entry.closed++] as Entry
      return image ? `    ${picture(image)}\n    ${tag}` : tag
    })
    .replaceAll('<title type="html">', '<title>')
  return unarmoured(changed)
}

function link(rel: string, href: string): string {
  return `<link rel="${rel}" type="application/atom+xml" href="${armoured(href)}"/>`
}

function picture({ url, alt, caption }: NonNullable<Entry['image']>): string {
  const type = imageType(url)
  const title = caption ?? alt
  return `<link rel="enclosure"${type === null ? '' : ` type="${type}"`}${title === null ? '' : ` title="${armoured(title)}"`} href="${armoured(url)}"/>`
}
