import type { Api } from './api.ts'
import { type Html, html } from './html.ts'
import { wordsIn } from './languages.ts'
import { layout } from './layout.ts'

/** What is shown instead of a page that is not there, or that cannot be made. */
export function refusalPage(api: Api, status: number, lang: string): Html {
  const words = wordsIn(lang)
  const [title, why] = status === 404 ? [words.missing, words.missingWhy] : [words.refused, words.refusedWhy]
  return layout(
    { lang: words.lang, dir: words.dir, title, head: [html`<meta name="robots" content="noindex">\n`], api },
    html`<div class="refusal">
<h1>${title}</h1>
<p>${why}</p>
<p><a href="/read?lang=${words.lang}">${words.latest}</a></p>
</div>`,
  )
}
