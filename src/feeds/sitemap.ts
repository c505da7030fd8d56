import { addressOf } from '../articles/address.ts'
import { homeOf, type Site } from '../site.ts'
import { escaped } from './markup.ts'
import type { SitemapArticle, SitemapPage } from './sitemap-store.ts'

const declaration = '<?xml version="1.0" encoding="utf-8"?>'
const protocol = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

/**
 * The index of the sitemaps (sitemaps.org 0.9), which must name at least one:
 * while nothing was published that is the sitemap of the news.
 */
export function sitemapIndex(pages: SitemapPage[], base: string): string {
  const none = `<sitemap><loc>${escaped(`${base}/sitemap-news.xml`)}</loc></sitemap>`
  const entries = pages.map(
    ({ name, changedAt }) =>
      `<sitemap><loc>${escaped(`${base}/sitemaps/${name}.xml`)}</loc><lastmod>${changedAt}</lastmod></sitemap>`,
  )
  return document('sitemapindex', protocol, entries.length > 0 ? entries : [none])
}

/** A sitemap, each article with its translations (Google's `hreflang` links). */
export function sitemap(articles: SitemapArticle[], site: Site): string {
  const entries = articles.map((article) => {
    const links = article.alternates.map(
      (one) => `<xhtml:link rel="alternate" hreflang="${escaped(one.lang)}" href="${escaped(addressOf(one, site))}"/>`,
    )
    return `<url>${location(article, site)}<lastmod>${latest(article)}</lastmod>${links.join('')}</url>`
  })
  return document('urlset', `${protocol} xmlns:xhtml="http://www.w3.org/1999/xhtml"`, entries)
}

/**
 * The sitemap of what is new, in Google's namespace for news. The schema of
 * sitemaps wants at least one address: when nothing is new, that of the front
 * page, where news would be, and nothing is called news.
 */
export function newsSitemap(articles: SitemapArticle[], site: Site): string {
  const none = `<url><loc>${escaped(homeOf(site))}</loc></url>`
  const entries = articles.map((article) => {
    const { lang, title, publication, publishedAt } = article
    const published = `<news:publication><news:name>${escaped(publication ?? 'Isnad')}</news:name><news:language>${newsLanguage(lang)}</news:language></news:publication>`
    return `<url>${location(article, site)}<news:news>${published}<news:publication_date>${publishedAt}</news:publication_date><news:title>${escaped(title)}</news:title></news:news></url>`
  })
  const namespaces = `${protocol} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"`
  return document('urlset', namespaces, entries.length > 0 ? entries : [none])
}

function document(root: string, namespaces: string, entries: string[]): string {
  return [declaration, `<${root} ${namespaces}>`, ...entries, `</${root}>`, ''].join('\n')
}

function location(article: SitemapArticle, site: Site): string {
  return `<loc>${escaped(addressOf(article, site))}</loc>`
}

/** It may have been written long before it could be seen. */
function latest({ updatedAt, publishedAt }: SitemapArticle): string {
  return updatedAt > publishedAt ? updatedAt : publishedAt
}

/** ISO 639, of Chinese the script as well. */
function newsLanguage(lang: string): string {
  const { language, script } = new Intl.Locale(lang).maximize()
  return language === 'zh' ? (script === 'Hant' ? 'zh-tw' : 'zh-cn') : (language ?? lang)
}
