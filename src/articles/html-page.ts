import type { Article } from '../../schemas/articles.ts'
import type { Body } from '../../schemas/body.ts'
import { isSafeImage } from '../body/addresses.ts'
import { toHtml } from '../body/html.ts'
import { feedElements } from '../feeds/discovery.ts'
import { rangesOf } from '../quotes/ranges.ts'

/**
 * An article as one plain HTML document: headline, picture with caption, text
 * with its quotes marked, and source. Every text is escaped and set in its own
 * direction.
 */
export function toHtmlPage(article: Article): string {
  const { lang, dir, title, subtitle, summary, authors, image, source, canonicalUrl, publishedAt } = article
  const body = toHtml(article.body as Body, rangesOf(article.quotes ?? []))
  const lines = [
    `<h1>${escapeHtml(title)}</h1>`,
    subtitle && `<p class="subtitle">${escapeHtml(subtitle)}</p>`,
    authors.length > 0 &&
      `<p class="authors">${authors.map(({ name }) => `<bdi>${escapeHtml(name)}</bdi>`).join(' · ')}</p>`,
    publishedAt && `<p><time datetime="${publishedAt}">${publishedAt.slice(0, 10)}</time></p>`,
    image && figure(image),
    body,
    source &&
      `<footer><p>${lang.startsWith('ar') ? 'المصدر' : 'Source'}: <bdi>${escapeHtml(source.name)}</bdi></p></footer>`,
  ]
  return `<!doctype html>
<html lang="${escapeHtml(lang)}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${summary ? `<meta name="description" content="${escapeHtml(summary)}">\n` : ''}${canonicalUrl ? `<link rel="canonical" href="${escapeHtml(canonicalUrl)}">\n` : ''}${feedElements}
</head>
<body>
<article>
${lines.filter(Boolean).join('\n')}
</article>
</body>
</html>
`
}

function figure({ url, alt, caption, credit }: NonNullable<Article['image']>): string {
  const picture = url && isSafeImage(url) ? `<img src="${escapeHtml(url)}" alt="${escapeHtml(alt ?? '')}">` : ''
  const lines = [caption, credit].filter((line) => line !== null && line !== undefined)
  const words = lines.length > 0 ? `<figcaption>${lines.map(escapeHtml).join(' — ')}</figcaption>` : ''
  return `<figure>${picture}${words}</figure>`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
