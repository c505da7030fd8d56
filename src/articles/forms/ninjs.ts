import type { Article } from '../../../schemas/articles.ts'
import type { Body } from '../../../schemas/body.ts'
import { toHtml } from '../../body/html.ts'
import { toPlainText } from '../../body/plain.ts'
import { said } from '../../said.ts'
import { isolated } from '../../text/isolate.ts'
import { nameIn } from '../../text/name-in.ts'
import { commaIn } from './labels.ts'
import { mainPicture, original, quotation } from './ninjs-associations.ts'
import { voicesOf } from './voices.ts'

const pubStatus = { draft: 'withheld', published: 'usable', withdrawn: 'canceled' } as const

const plain = 'text/plain'

/**
 * An article as a news object of IPTC ninjs 3.3, with its picture, the article
 * it translates and each of its quotes as associations. Who speaks must be
 * embedded. `base` is the address of this server.
 */
export function toNinjs(article: Article, base: string) {
  const { id, lang, title, subtitle, summary, dir, authors, corrections, withdrawnReason, source, externalId } = article
  const uri = `${base}/v1/articles/${id}`
  const status = pubStatus[article.status]
  const quotes = article.quotes ?? []
  return said({
    uri,
    type: 'text',
    standard: { name: 'ninjs', version: '3.3', schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.3.json#' },
    representationType: 'full',
    version: String(article.version),
    firstCreated: article.createdAt,
    versionCreated: article.updatedAt,
    contentCreated: article.publishedAt,
    embargoedUntil: latest(article.embargoUntil, article.publishAt),
    expires: article.expireAt,
    pubStatus: status,
    language: lang,
    title,
    slugline: article.slug,
    altIds: externalId === null ? null : [{ role: 'externalId', value: externalId }],
    headlines: [...texts('main', title), ...texts('subtitle', subtitle)],
    descriptions: [
      ...texts('summary', summary),
      ...corrections.flatMap(({ at, note }) => texts('correction', `${at} ${note}`)),
      ...texts('withdrawal', withdrawnReason),
    ],
    bodies: bodies(article),
    by: authors.length === 0 ? null : authors.map(({ name }) => isolated(name, dir)).join(commaIn(lang)),
    genres: [{ name: 'Analysis', uri: 'http://cv.iptc.org/newscodes/genre/Analysis' }],
    subjects: [
      ...article.tags.map((name) => ({ name, rel: 'about' })),
      ...(article.section === null ? [] : [{ name: article.section, rel: 'section' }]),
    ],
    people: voicesOf(
      quotes.filter(({ analyst }) => analyst),
      lang,
    ).map((voice) => party(voice, `${base}/v1/analysts/`)),
    organisations: voicesOf(
      quotes.filter(({ analyst }) => !analyst),
      lang,
    ).map((voice) => party(voice, `${base}/v1/sources/`)),
    infoSources: source && [{ name: nameIn(lang, source), role: 'publisher', uri: `${base}/v1/sources/${source.id}` }],
    renditions: [{ name: 'html', href: `${uri}.html`, contentType: 'text/html', title }],
    associations: [
      ...mainPicture(article, uri),
      ...original(article, base),
      ...quotes.map((quote) => quotation(quote, lang, status, base)),
    ],
  })
}

function bodies({ body, wordCount }: Article) {
  const text = toPlainText(body as Body)
  return [
    { role: 'main', contentType: 'text/html', wordCount, value: toHtml(body as Body) },
    { role: 'main', contentType: plain, wordCount, charCount: [...text].length, value: text },
  ]
}

function texts(role: string, value: string | null) {
  return value === null ? [] : [{ role, contentType: plain, value }]
}

function party({ id, name }: { id: string; name: string }, path: string) {
  return { name, rel: 'speaker', uri: `${path}${id}` }
}

function latest(...times: (string | null)[]): string | null {
  return (
    times
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null
  )
}
