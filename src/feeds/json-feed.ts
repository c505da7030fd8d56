import { Feed } from 'feed'
import type { Entry, FeedPage } from './entry.ts'

/** A page of a feed as JSON Feed. The package writes version 1: the members that 1.1 added are given to it as extensions. */
export function toJsonFeed(page: FeedPage): string {
  const feed = new Feed({
    title: page.title,
    description: page.description,
    link: page.home,
    feedLinks: { json: page.self },
  })
  const members = {
    version: 'https://jsonfeed.org/version/1.1',
    ...(page.lang !== null && { language: page.lang }),
    ...(page.next !== null && { next_url: page.next }),
  }
  for (const [name, objects] of Object.entries(members)) feed.addExtension({ name, objects: objects as never })
  for (const entry of page.entries) {
    feed.addItem({
      title: entry.title,
      id: entry.id,
      link: entry.address,
      date: entry.updated,
      published: entry.published,
      ...(entry.summary !== null && { description: entry.summary }),
      content: entry.html,
      ...(entry.image && { image: entry.image.url }),
      category: entry.categories.map((name) => ({ name })),
      extensions: [
        { name: 'language', objects: entry.lang as never },
        { name: 'authors', objects: authorsOf(entry) as never },
      ],
    })
  }
  return feed.json1()
}

function authorsOf({ authors }: Entry) {
  return authors.map(({ name, url }) => ({ name, ...(url !== null && { url }) }))
}
