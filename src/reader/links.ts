import { type Html, html } from './html.ts'

/** A target of a `Link` header (RFC 8288), with its parameters. */
interface WebLink {
  href: string
  rel?: string
  type?: string
}

/** What a `Link` header of the API names. */
function linksIn(header: string | string[] | undefined): WebLink[] {
  const found = [header ?? []]
    .flat()
    .join(', ')
    .matchAll(/<([^>]*)>((?:\s*;\s*\w+="[^"]*")*)/gu)
  return [...found].map(([, href = '', parameters = '']) => ({
    href,
    ...Object.fromEntries([...parameters.matchAll(/(\w+)="([^"]*)"/gu)].map(([, name, value]) => [name, value])),
  }))
}

/** The feeds of a language, for the head of a page. */
export function feedLinks(lang: string): Html[] {
  const formats = { rss: 'application/rss+xml', atom: 'application/atom+xml', json: 'application/feed+json' }
  return Object.entries(formats).map(
    ([suffix, type]) =>
      html`<link rel="alternate" type="${type}" href="/v1/feeds/articles.${suffix}?lang=${encodeURIComponent(lang)}">\n`,
  )
}

/** The other forms that the API offers, for the head of a page. */
export function alternateLinks(header: string | string[] | undefined): Html[] {
  return linksIn(header)
    .filter(({ rel, type }) => rel === 'alternate' && type !== undefined)
    .map(({ href, type }) => html`<link rel="alternate" type="${type}" href="${href}">\n`)
}
