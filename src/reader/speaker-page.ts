import type { Analyst, Role } from '../../schemas/analysts.ts'
import type { Quote } from '../../schemas/quotes.ts'
import type { Source } from '../../schemas/sources.ts'
import { nameIn } from '../text/name-in.ts'
import { type Api, Refused } from './api.ts'
import { type Html, html } from './html.ts'
import { dayIn, wordsIn } from './languages.ts'
import { layout } from './layout.ts'
import { pages } from './pages.ts'
import { image } from './picture.ts'
import { stoodBy } from './stood-by.ts'
import type { Words } from './words.ts'

type Article = { slug: string; lang: string; dir: string; title: string; publishedAt: string | null }

/** What is asked for, and the language to show it in. */
interface Asked {
  kind: 'analysts' | 'sources'
  ref: string
  lang: string
  cursor: string | null
}

/** A person or organisation, and what they said, a page at a time. */
export async function speakerPage(api: Api, { kind, ref, lang, cursor }: Asked): Promise<{ slug: string; page: Html }> {
  const address = `/v1/${kind}/${encodeURIComponent(ref)}`
  const { body: speaker } = await api.get<Analyst | Source>(address)
  const query = new URLSearchParams([
    ...Object.entries({ include: 'article,toldTo', limit: '20', ...(cursor !== null && { cursor }) }),
    ...stoodBy.map((status) => ['status', status] as [string, string]),
  ])
  const { body: said } = await api.get<{ items: Quote[]; nextCursor: string | null }>(`${address}/quotes?${query}`)
  const words = wordsIn(lang)
  const name = nameIn(lang, speaker)
  const others = [speaker.name, ...Object.values(speaker.names)].filter((other) => other !== name)
  const own = `/read/${kind}/${encodeURIComponent(speaker.slug)}?lang=${lang}`
  const next = said.nextCursor === null ? null : `${own}&cursor=${encodeURIComponent(said.nextCursor)}`
  const about = 'bio' in speaker ? speaker.bio : speaker.description
  const content = html`<article class="speaker">
<header>
<h1><bdi>${name}</bdi></h1>
${others.length > 0 && html`<p class="meta">${words.otherNames}: ${[...new Set(others)].map((other, index) => html`${index > 0 && ' · '}<bdi>${other}</bdi>`)}</p>`}
</header>
<div class="profile">
${'image' in speaker && speaker.image && image(speaker.image)}
${about && html`<p class="about" dir="auto">${about}</p>`}
${
  'roles' in speaker &&
  speaker.roles.length > 0 &&
  html`<section aria-labelledby="roles"><h2 id="roles">${words.roles}</h2>
<ul class="roles">
${(await withAffiliations(api, speaker.roles, lang)).map((role) => html`<li>${roleLine(role, words)}</li>\n`)}</ul></section>`
}
${'url' in speaker && speaker.url && html`<p><a href="${speaker.url}" dir="ltr">${speaker.url}</a></p>`}
</div>
<section class="said" aria-labelledby="statements"><h2 id="statements">${words.quotesOf}</h2>
${said.items.length === 0 && html`<p class="nothing">${words.nothing}</p>`}
<ol class="statements">
${said.items.map((quote) => html`<li>${statement(quote, words)}</li>\n`)}</ol></section>
</article>
${pages(words.quotesOf, cursor === null ? null : own, next, words)}`
  return { slug: speaker.slug, page: layout({ lang: words.lang, dir: words.dir, title: name, api }, content) }
}

/** The roles, each with the name of the organisation where it names one that the public may see. */
async function withAffiliations(api: Api, roles: Role[], lang: string): Promise<Role[]> {
  return Promise.all(
    roles.slice(0, 12).map(async (role) => {
      if (role.affiliation === null || !/^[0-9a-f]{8}-[0-9a-f-]{27}$/u.test(role.affiliation)) return role
      const found = await api.get<Source>(`/v1/sources/${role.affiliation}`).catch(unlessMissing)
      return { ...role, affiliation: found ? nameIn(lang, found.body) : null }
    }),
  )
}

function unlessMissing(error: Error): undefined {
  if (!(error instanceof Refused) || error.status !== 404) throw error
}

function roleLine({ title, affiliation, from, to }: Role, words: Words): Html {
  const years = [from && `${words.since} ${from.slice(0, 4)}`, to && `${words.until} ${to.slice(0, 4)}`].filter(Boolean)
  return html`<bdi>${title}</bdi>${affiliation && html` · <bdi>${affiliation}</bdi>`}${years.length > 0 && html` <span class="years">(${years.join(' ')})</span>`}`
}

/** The words as they stand, in their language and direction, with the role held then, and where they stand. */
function statement(quote: Quote, words: ReturnType<typeof wordsIn>): Html {
  const { kind, text, role, toldTo, lang, dir } = quote
  const article = quote.article as Article
  const tag =
    kind === 'indirect'
      ? html`<p lang="${lang}" dir="${dir}">${text}</p>`
      : html`<blockquote lang="${lang}" dir="${dir}"><p>${text}</p></blockquote>`
  return html`${tag}
<p class="meta facts">${role && html`<bdi>${role}</bdi> `}<span>${words.kinds[kind]}${toldTo && html`${words.comma}${words.toldTo}<bdi>${nameIn(words.lang, toldTo)}</bdi>`}</span> <a href="/read/${encodeURIComponent(article.slug)}" lang="${article.lang}" dir="${article.dir}">${article.title}</a>${article.publishedAt && html` <time datetime="${article.publishedAt}">${dayIn(words.lang, article.publishedAt)}</time>`}</p>`
}
