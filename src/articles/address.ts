import type { Site } from '../site.ts'

type Addressed = { slug: string; canonicalUrl: string | null }

/** The one address where an article is read: on the site it belongs to, else on its reading page here, else in its HTML form. */
export function addressOf(article: Addressed, site: Site): string {
  if (article.canonicalUrl !== null) return new URL(article.canonicalUrl).href
  const slug = encodeURIComponent(article.slug)
  return isReadHere(article, site) ? `${site.base}/read/${slug}` : `${site.base}/v1/articles/${slug}.html`
}

/** Whether that is its reading page on this server. */
export function isReadHere({ canonicalUrl }: Pick<Addressed, 'canonicalUrl'>, { hasReader }: Site): boolean {
  return canonicalUrl === null && hasReader
}
