import type { Article } from '../../schemas/articles.ts'
import { nameIn } from '../text/name-in.ts'
import type { Api } from './api.ts'
import { type Html, html } from './html.ts'
import { dayIn, wordsIn } from './languages.ts'
import { layout } from './layout.ts'
import { alternateLinks } from './links.ts'
import { pages } from './pages.ts'
import { image } from './picture.ts'

type Listed = Pick<
  Article,
  'slug' | 'lang' | 'dir' | 'title' | 'summary' | 'section' | 'image' | 'publishedAt' | 'readingMinutes' | 'source'
>

const fields = 'slug,lang,dir,title,summary,section,image,publishedAt,readingMinutes'

/** The front page of an edition, or one of its sections or tags, a page at a time. */
export async function listPage(api: Api, url: string, lang: string, negotiated: boolean): Promise<Html> {
  const words = wordsIn(lang)
  const query = new URLSearchParams(url.split('?')[1])
  const narrowed = new URLSearchParams([...query].filter(([name]) => ['section', 'tag'].includes(name)))
  const read = (more: Record<string, string>) =>
    api.get<{ items: Listed[]; nextCursor: string | null }>(
      `/v1/articles?${new URLSearchParams([...narrowed, ...Object.entries(more)])}`,
    )
  const shape = { fields, include: 'source', limit: '13' }
  const cursor = query.get('cursor')
  let { body, headers } = await read({ lang, ...shape, ...(cursor !== null && { cursor }) })
  let everything = false
  if (body.items.length === 0 && negotiated && narrowed.size === 0) {
    everything = true
    ;({ body, headers } = await read(shape))
  }
  const heading = [...narrowed.values()].join(' · ') || words.latest
  const next = new URLSearchParams([...narrowed, ['lang', lang], ['cursor', body.nextCursor ?? '']])
  const first = new URLSearchParams([...narrowed, ['lang', lang]])
  const hasNext = body.nextCursor !== null && !everything
  const content = html`<h1 class="dateline" lang="${narrowed.size > 0 ? lang : words.lang}">${heading}</h1>
${body.items.length === 0 && html`<p class="nothing">${words.nothing}</p>`}
<div class="stories">
${body.items.map((item, index) => card(item, index === 0 && cursor === null))}</div>
${pages(words.latest, cursor === null ? null : `/read?${first}`, hasNext ? `/read?${next}` : null, words)}`
  return layout({ lang: words.lang, dir: words.dir, title: heading, head: alternateLinks(headers.link), api }, content)
}

function card({ slug, lang, dir, title, summary, section, source, ...item }: Listed, isLead: boolean): Html {
  const words = wordsIn(lang)
  return html`<article class="${isLead ? 'card lead' : 'card'}" lang="${lang}" dir="${dir}">
${item.image && image(item.image)}
<div>
${section && html`<p class="section"><a href="/read?lang=${lang}&amp;section=${encodeURIComponent(section)}">${section}</a></p>`}
<h2><a href="/read/${encodeURIComponent(slug)}">${title}</a></h2>
${summary && html`<p class="summary">${summary}</p>`}
<p class="meta facts">${source && html`<bdi>${nameIn(lang, source)}</bdi> `}${item.publishedAt && html`<time datetime="${item.publishedAt}">${dayIn(lang, item.publishedAt)}</time> `}<span>${words.minutes(item.readingMinutes)}</span></p>
</div>
</article>
`
}
