import type { Api, Refused } from './api.ts'
import { type Html, html } from './html.ts'
import { wordsIn } from './languages.ts'
import { layout } from './layout.ts'

/** What is shown instead of a page that is not there, or that cannot be made. */
export function refusalPage(api: Api, { status, reason }: Refused, lang: string): Html {
  const words = wordsIn(lang)
  const [title, why] = whatIsSaid(status, words)
  return layout(
    { lang: words.lang, dir: words.dir, title, head: [html`<meta name="robots" content="noindex">\n`], api },
    html`<div class="refusal">
<h1>${title}</h1>
<p>${why}</p>
${reason && html`<blockquote dir="auto">${reason}</blockquote>\n`}<p><a href="/read?lang=${words.lang}">${words.latest}</a></p>
</div>`,
  )
}

function whatIsSaid(status: number, words: ReturnType<typeof wordsIn>): [title: string, why: string] {
  if (status === 404) return [words.missing, words.missingWhy]
  if (status === 410) return [words.withdrawn, words.withdrawnWhy]
  return [words.refused, words.refusedWhy]
}
