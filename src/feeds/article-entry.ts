import type { Article } from '../../schemas/articles.ts'
import type { Body } from '../../schemas/body.ts'
import { addressOf } from '../articles/address.ts'
import { labelIn } from '../articles/forms/labels.ts'
import { isSafeImage } from '../body/addresses.ts'
import { toHtml } from '../body/html.ts'
import type { Site } from '../site.ts'
import { nameIn } from '../text/name-in.ts'
import { dateOf, type Entry } from './entry.ts'
import { escaped } from './markup.ts'
import { resolveBody } from './resolve-body.ts'

/** An article as an item of a feed: whole when it was read with its body. */
export function articleEntry(article: Article, site: Site): Entry {
  const { id, title, lang, summary, subtitle, body, authors, source, section, tags, image } = article
  const address = addressOf(article, site)
  return {
    id: `urn:uuid:${id}`,
    address,
    title,
    lang,
    summary: summary ?? subtitle,
    html: htmlOf(article, address),
    isFull: body !== undefined,
    published: dateOf(article.publishedAt ?? article.createdAt),
    updated: dateOf(article.publishedAt, article.updatedAt),
    authors: authors.length > 0 || !source ? authors : [{ name: nameIn(lang, source), url: source.url }],
    categories: [...new Set([...(section === null ? [] : [section]), ...tags])],
    image: pictureOf(image),
  }
}

/** A picture that can be shown by its address. */
export function pictureOf(image: Article['image']): Entry['image'] {
  if (!image?.url || !isSafeImage(image.url)) return null
  return { ...image, url: new URL(image.url).href }
}

function htmlOf(article: Article, address: string): string {
  const { lang, dir, subtitle, summary, body, image, source, corrections } = article
  const parts =
    body === undefined
      ? [(summary ?? subtitle) && paragraph(summary ?? subtitle ?? '')]
      : [subtitle && paragraph(subtitle), image && figure(image), toHtml(resolveBody(body as Body, address))]
  const corrected = corrections.map(
    ({ at, note }) =>
      `<p><strong>${labelIn(lang, 'corrections')}</strong> (<time datetime="${at}">${at.slice(0, 10)}</time>): ${escaped(note)}</p>`,
  )
  const published = source && `<p>${labelIn(lang, 'source')}: <bdi>${escaped(nameIn(lang, source))}</bdi></p>`
  return `<div lang="${escaped(lang)}" dir="${dir}">${[...parts, ...corrected, published].filter(Boolean).join('')}</div>`
}

function paragraph(text: string): string {
  return `<p>${escaped(text)}</p>`
}

function figure(image: NonNullable<Article['image']>): string {
  const picture = pictureOf(image)
  const shown = picture ? `<img src="${escaped(picture.url)}" alt="${escaped(image.alt ?? '')}">` : ''
  const lines = [image.caption, image.credit].filter((line) => line !== null).map(escaped)
  if (!shown && lines.length === 0) return ''
  return `<figure>${shown}${lines.length > 0 ? `<figcaption>${lines.join('<br>')}</figcaption>` : ''}</figure>`
}
