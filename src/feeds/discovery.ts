const feeds = [
  ['rss', 'application/rss+xml'],
  ['atom', 'application/atom+xml'],
  ['json', 'application/feed+json'],
] as const

/** The filters that the feed of articles takes, as the list of articles does. */
export const sharedFilters = ['section', 'tag', 'analyst', 'source', 'lang']

/** The feeds of what a list of articles shows, as `Link` values (RFC 8288): those of its filters that feeds have. */
export function feedLinks(url: string): string {
  const asked = new URLSearchParams(url.split('?')[1] ?? '')
  const kept = new URLSearchParams([...asked].filter(([name]) => sharedFilters.includes(name)))
  const query = kept.size > 0 ? `?${kept}` : ''
  return feeds
    .map(([suffix, type]) => `</v1/feeds/articles.${suffix}${query}>; rel="alternate"; type="${type}"`)
    .join(', ')
}

/** The feeds of all articles, as elements of the head of an HTML document. */
export const feedElements = feeds
  .map(([suffix, type]) => `<link rel="alternate" type="${type}" href="/v1/feeds/articles.${suffix}">`)
  .join('\n')
