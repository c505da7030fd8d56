import type { Article } from '../../schemas/articles.ts'
import type { Quote } from '../../schemas/quotes.ts'
import { addressOf, isReadHere } from '../articles/address.ts'
import { commaIn, labelIn } from '../articles/forms/labels.ts'
import type { Site } from '../site.ts'
import { isolated } from '../text/isolate.ts'
import { nameIn } from '../text/name-in.ts'
import { pictureOf } from './article-entry.ts'
import { dateOf, type Entry } from './entry.ts'
import { escaped } from './markup.ts'

/** How much of a statement stands in the title, in code points. */
const titleLength = 140

/** A statement, read with its article and speaker, as an item of a feed. */
export function quoteEntry(quote: Quote, site: Site): Entry {
  const { id, text, lang, analyst, source } = quote
  const article = quote.article as Article
  const speaker = analyst ?? source ?? null
  const name = speaker && nameIn(lang, speaker)
  const address = wordsIn(article, quote, site)
  const url = analyst ? (analyst.sameAs[0] ?? null) : (source?.url ?? null)
  return {
    id: `urn:uuid:${id}`,
    address,
    title: titleOf(quote, name),
    lang,
    summary: text,
    html: htmlOf(quote, name, article, address),
    isFull: true,
    published: dateOf(article.publishedAt ?? quote.createdAt),
    updated: dateOf(article.publishedAt, quote.updatedAt),
    authors: name !== null ? [{ name, url: url !== null && /^https?:/.test(url) ? url : null }] : [],
    categories: [...new Set([...(article.section === null ? [] : [article.section]), ...article.tags])],
    image: analyst ? pictureOf(analyst.image) : null,
  }
}

/** The address of the article at which the words are highlighted; a reading page also has each quote at `q-{id}`. */
function wordsIn(article: Article, { id, link }: Quote, site: Site): string {
  if (link === null) return addressOf(article, site)
  const address = isReadHere(article, site) ? `${addressOf(article, site)}#q-${id}` : addressOf(article, site)
  const directive = link.slice(link.indexOf(':~:'))
  return address.includes('#') ? `${address}${directive}` : `${address}#${directive}`
}

function titleOf({ text, kind, dir }: Quote, speaker: string | null): string {
  const points = [...text.replace(/\s+/g, ' ').trim()]
  const words = points.length <= titleLength ? points.join('') : `${cutAtWord(points)}…`
  const said = kind === 'indirect' ? words : dir === 'rtl' ? `«${words}»` : `“${words}”`
  return speaker === null ? said : `${isolated(speaker, dir)}: ${said}`
}

function cutAtWord(points: string[]): string {
  const start = points.slice(0, titleLength).join('')
  const space = start.lastIndexOf(' ')
  return space > 0 ? start.slice(0, space) : start
}

function htmlOf({ text, lang, dir, role, toldTo }: Quote, speaker: string | null, article: Article, address: string) {
  const who = [speaker && `<bdi>${escaped(speaker)}</bdi>`, role && `<bdi>${escaped(role)}</bdi>`].filter(Boolean)
  const told = toldTo ? ` (${labelIn(lang, 'toldTo')} <bdi>${escaped(nameIn(lang, toldTo))}</bdi>)` : ''
  const spoken = who.length > 0 || told !== '' ? `<p>— ${who.join(commaIn(lang))}${told}</p>` : ''
  const stands = `<p><a href="${escaped(address)}"><bdi lang="${escaped(article.lang)}">${escaped(article.title)}</bdi></a></p>`
  return `<div lang="${escaped(lang)}" dir="${dir}"><blockquote cite="${escaped(address)}"><p>${escaped(text)}</p></blockquote>${spoken}${stands}</div>`
}
