import type { Article } from '../../schemas/articles.ts'
import type { RelatedList } from '../../schemas/related.ts'
import { nameIn } from '../text/name-in.ts'
import type { Api } from './api.ts'
import { asHtml, type Html, html } from './html.ts'
import { dayIn, nameOf, wordsIn } from './languages.ts'
import { layout } from './layout.ts'
import { linkQuotes } from './link-quotes.ts'
import { alternateLinks, feedLinks } from './links.ts'
import { figure } from './picture.ts'
import { shareLinks } from './share.ts'
import { markedOnly, stoodBy } from './stood-by.ts'
import { voiceList, voicesOf } from './voices.ts'

const shape = 'body=html&quotes=marked&include=source,quotes.analyst,quotes.source,quotes.toldTo'

/** One article with its quotes marked, who speaks in it, and where to go from there. */
export async function articlePage(api: Api, ref: string, base: string): Promise<{ article: Article; page: Html }> {
  const address = `/v1/articles/${encodeURIComponent(ref)}`
  const { body: article, headers } = await api.get<Article>(`${address}?${shape}`)
  const { body: related } = await api.get<RelatedList>(`${address}/related?limit=8`)
  const { lang, dir, title, subtitle } = article
  const quotes = (article.quotes ?? []).filter(({ status }) => stoodBy.includes(status))
  const shown = new Set(quotes.map(({ id }) => id))
  const body = markedOnly(String(article.body ?? ''), (quoteId) => shown.has(quoteId))
  const words = wordsIn(lang)
  const voices = voicesOf(quotes, lang)
  const speakers = new Map(voices.flatMap(({ number, quotes }) => quotes.map(({ id }) => [id, number] as const)))
  const numberOf = (quoteId: string) => speakers.get(quoteId) ?? null
  const isTranslation = ({ because }: (typeof related.items)[number]) => because[0]?.kind === 'translation'
  const translations = related.items.filter(isTranslation).map(({ article }) => article)
  const others = related.items.filter((item) => !isTranslation(item)).map(({ article }) => article)
  const own = `${base}/read/${encodeURIComponent(article.slug)}`
  const content = html`<article class="story">
<header>
${article.section && html`<p class="section"><a href="/read?lang=${lang}&amp;section=${encodeURIComponent(article.section)}">${article.section}</a></p>`}
<h1>${title}</h1>
${subtitle && html`<p class="subtitle">${subtitle}</p>`}
${byline(article)}
${languageSwitch(translations, words)}
</header>
${article.image && figure(article.image)}
<div class="text">
${asHtml(linkQuotes(body, numberOf, words.voice))}
</div>
<div class="apparatus">
${voiceList(voices, lang, words)}
${corrections(article)}
${sourceLine(article)}
${tags(article)}
${shareLinks(own, title, words)}
</div>
</article>
${others.length > 0 && readNext(others.slice(0, 4), words)}
<p class="address"><bdi dir="ltr">${decodeURI(own)}</bdi></p>`
  const head = [
    html`${meta(article, own)}`,
    ...languageLinks(article, translations, base),
    ...alternateLinks(headers.link),
    ...feedLinks(lang),
  ]
  return { article, page: layout({ lang, dir, title, head, api }, content) }
}

type Other = { id: string; slug: string; lang: string; dir: string; title: string }

function byline({ lang, authors, publishedAt, readingMinutes }: Article): Html {
  const words = wordsIn(lang)
  const names = authors.map(({ name, url }, index) => {
    const linked =
      url && /^https?:/iu.test(url)
        ? html`<a href="${url}" rel="author"><bdi>${name}</bdi></a>`
        : html`<bdi>${name}</bdi>`
    return html`${index > 0 && words.comma}${linked}`
  })
  return html`<p class="meta facts">${names.length > 0 && html`<span>${words.by} ${names}</span> `}${publishedAt && html`<time datetime="${publishedAt}">${dayIn(lang, publishedAt)}</time> `}<span>${words.minutes(readingMinutes)}</span></p>`
}

function languageSwitch(translations: Other[], words: ReturnType<typeof wordsIn>): Html | null {
  if (translations.length === 0) return null
  return html`<nav class="translations" aria-label="${words.translations}"><ul>
${translations.map(({ slug, lang, dir }) => html`<li><a href="/read/${encodeURIComponent(slug)}" lang="${lang}" dir="${dir}" hreflang="${lang}">${nameOf(lang)}</a></li>\n`)}</ul></nav>`
}

function corrections({ lang, corrections }: Article): Html | null {
  const words = wordsIn(lang)
  if (corrections.length === 0) return null
  return html`<section class="corrections" aria-labelledby="corrections">
<h2 id="corrections" lang="${words.lang}">${words.corrections}</h2>
<ul>
${corrections.map(({ at, note }) => html`<li><time datetime="${at}">${dayIn(lang, at)}</time>: ${note}</li>\n`)}</ul></section>`
}

function sourceLine({ lang, source, canonicalUrl }: Article): Html | null {
  const words = wordsIn(lang)
  const original = canonicalUrl && /^https?:/iu.test(canonicalUrl)
  if (!source && !original) return null
  return html`<p class="source">${source && html`${words.source}: <a href="/read/sources/${encodeURIComponent(source.slug)}?lang=${lang}"><bdi>${nameIn(lang, source)}</bdi></a>`}${source && original && ' · '}${original && html`<a href="${canonicalUrl}">${words.original}</a>`}</p>`
}

function tags({ lang, tags }: Article): Html | null {
  if (tags.length === 0) return null
  return html`<ul class="tags">
${tags.map((tag) => html`<li><a href="/read?lang=${lang}&amp;tag=${encodeURIComponent(tag)}">${tag}</a></li>\n`)}</ul>`
}

function readNext(others: Other[], words: ReturnType<typeof wordsIn>): Html {
  return html`<section class="next" aria-labelledby="next">
<h2 id="next" lang="${words.lang}">${words.related}</h2>
<ul>
${others.map(({ slug, lang, dir, title }) => html`<li><a href="/read/${encodeURIComponent(slug)}" lang="${lang}" dir="${dir}">${title}</a></li>\n`)}</ul></section>`
}

function meta({ lang, title, summary, image, canonicalUrl, publishedAt }: Article, own: string): Html {
  return html`<link rel="canonical" href="${canonicalUrl ?? own}">
${summary && html`<meta name="description" content="${summary}">\n`}<meta property="og:type" content="article">
<meta property="og:title" content="${title}">
<meta property="og:url" content="${canonicalUrl ?? own}">
<meta property="og:locale" content="${lang.replace('-', '_')}">
${image?.url && html`<meta property="og:image" content="${image.url}">\n`}${publishedAt && html`<meta property="article:published_time" content="${publishedAt}">\n`}`
}

/** One for each language: of several the original, else the first that was written, as in the sitemaps. */
function languageLinks({ slug, lang, id, translationOf }: Article, translations: Other[], base: string): Html[] {
  if (translations.length === 0) return []
  const rank = (other: Other) => `${other.id === translationOf ? 0 : 1}${other.id}`
  const ranked = translations.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
  const byLanguage = new Map([{ slug, lang, id }, ...ranked].toReversed().map((one) => [one.lang, one]))
  return [...byLanguage.values()]
    .toReversed()
    .map(
      (one) =>
        html`<link rel="alternate" hreflang="${one.lang}" href="${base}/read/${encodeURIComponent(one.slug)}">\n`,
    )
}
