/** Some of the articles that the public may see: those that were first published in one month. */
export interface SitemapPage {
  /** The month (`2026-03`), from the second page of a month on with its number (`2026-03-2`). */
  name: string
  /** When the latest of its articles was changed. */
  changedAt: string
}

/** An article as a sitemap shows it. */
export interface SitemapArticle {
  id: string
  slug: string
  canonicalUrl: string | null
  lang: string
  title: string
  /** The name of its source. */
  publication: string | null
  publishedAt: string
  updatedAt: string
  /** The translation of it and what it translates, itself among them, a language each; empty when it stands alone. */
  alternates: { lang: string; slug: string; canonicalUrl: string | null }[]
}

interface SitemapArticles {
  items: SitemapArticle[]
  /** When the first of them ceases to be public by itself. */
  visibleUntil: string | null
}

/**
 * What sitemaps need to know of articles: always on behalf of the public. An
 * article stays on the page of its month, for `publishedAt` never changes.
 */
export interface SitemapStore {
  /** All pages, in order of time. Reads a page at a time and lets others read in between. */
  pages(): Promise<SitemapPage[]>
  /** The articles of a page; null when there is no such page. */
  page(name: string): Promise<SitemapArticles | null>
  /** The latest articles since a time, at most 1000, without their alternates. */
  since(time: string): Promise<SitemapArticles>
}

/** How many articles a page holds; the protocol allows 50,000. */
export const pageSize = 5_000
