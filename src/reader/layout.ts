import type { Api } from './api.ts'
import { type Html, html } from './html.ts'
import { editions, nameOf, wordsIn } from './languages.ts'
import { stylesheet } from './stylesheet.ts'

/** What surrounds the content of a page. */
interface Frame {
  lang: string
  dir: 'rtl' | 'ltr'
  title: string
  /** More elements of the head. */
  head?: (Html | null | false)[]
  /** What the page was made of; told in the footer. */
  api: Api
}

/** A whole page around its content: masthead, editions, main, footer. */
export function layout({ lang, dir, title, head = [], api }: Frame, content: Html): Html {
  const words = wordsIn(lang)
  const ours = html`lang="${words.lang}" dir="${words.dir}"`
  return html`<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${words.site}</title>
<link rel="stylesheet" href="${stylesheet.path}">
${head}</head>
<body>
<a class="skip" href="#content" ${ours}>${words.skip}</a>
<header class="masthead" ${ours}>
<p class="site"><a href="/read?lang=${words.lang}">${words.site}</a></p>
<p class="motto">${words.motto}</p>
<nav aria-label="${words.editions}"><ul>
${editions.map((one) => html`<li><a href="/read?lang=${one}" lang="${one}" hreflang="${one}"${one === words.lang && html` aria-current="true"`}>${nameOf(one)}</a></li>\n`)}</ul></nav>
</header>
<main id="content" tabindex="-1">
${content}
</main>
<footer class="colophon" ${ours}>
<p class="site">${words.site}</p>
<details><summary>${words.made}</summary>
<ol dir="ltr">
${api.asked.map(({ url }) => html`<li><code>GET ${url}</code></li>\n`)}</ol></details>
<p><a href="/docs" lang="${words.lang}">${words.reference}</a></p>
</footer>
</body>
</html>
`
}
