/** Where an article is read: on the site it belongs to, else in its HTML form on this server. */
export function addressOf(article: { slug: string; canonicalUrl: string | null }, base: string): string {
  return article.canonicalUrl === null
    ? `${base}/v1/articles/${encodeURIComponent(article.slug)}.html`
    : new URL(article.canonicalUrl).href
}
