import type { Article } from '../../../schemas/articles.ts'
import type { Body } from '../../../schemas/body.ts'
import { isSafeImage } from '../../body/addresses.ts'
import { toHtml } from '../../body/html.ts'
import { feedElements } from '../../feeds/discovery.ts'
import { rangesOf } from '../../quotes/ranges.ts'
import type { Site } from '../../site.ts'
import { nameIn } from '../../text/name-in.ts'
import { addressOf } from '../address.ts'
import { htmlStyle } from './html-style.ts'
import { labelIn } from './labels.ts'
import { voicesOf } from './voices.ts'

/**
 * An article as one plain HTML document: headline, picture with caption, text
 * with its quotes marked, who speaks in it, corrections and source. Every text
 * is escaped, and every name set in its own direction.
 */
export function toHtmlPage(article: Article, site: Site): string {
  const { lang, dir, title, subtitle, summary, authors, image, publishedAt } = article
  const body = toHtml(article.body as Body, rangesOf(article.quotes ?? []))
  const lines = [
    `<h1>${escapeHtml(title)}</h1>`,
    subtitle && `<p class="subtitle">${escapeHtml(subtitle)}</p>`,
    authors.length > 0 && `<p class="authors">${authors.map(({ name }) => bdi(name)).join(' · ')}</p>`,
    publishedAt && `<p><time datetime="${publishedAt}">${publishedAt.slice(0, 10)}</time></p>`,
    image && figure(image),
    body,
    footer(article),
  ]
  return `<!doctype html>
<html lang="${escapeHtml(lang)}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${htmlStyle}</style>
${summary ? `<meta name="description" content="${escapeHtml(summary)}">\n` : ''}<link rel="canonical" href="${escapeHtml(addressOf(article, site))}">
${feedElements}
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

function footer({ lang, source, quotes = [], corrections }: Article): string {
  const voices = voicesOf(quotes, lang).map(({ name, role, quoteIds }) => {
    const held = role === null ? '' : ` <span class="role">${escapeHtml(role)}</span>`
    return `<li data-quotes="${quoteIds.join(' ')}">${bdi(name)}${held}</li>`
  })
  const lines = [
    voices.length > 0 && `<h2>${labelIn(lang, 'voices')}</h2>\n<ul class="voices">\n${voices.join('\n')}\n</ul>`,
    ...corrections.map(
      ({ at, note }) =>
        `<p class="correction">${labelIn(lang, 'corrections')} <time datetime="${at}">${at.slice(0, 10)}</time>: ${escapeHtml(note)}</p>`,
    ),
    source && `<p class="source">${labelIn(lang, 'source')}: ${bdi(nameIn(lang, source))}</p>`,
  ].filter(Boolean)
  return lines.length === 0 ? '' : `<footer>\n${lines.join('\n')}\n</footer>`
}

function bdi(name: string): string {
  return `<bdi>${escapeHtml(name)}</bdi>`
}

/** A carriage return would be read as a newline. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\r]/gu, (character) => `&#${character.codePointAt(0)};`)
}
