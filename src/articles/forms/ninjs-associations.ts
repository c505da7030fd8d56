import type { Article } from '../../../schemas/articles.ts'
import type { Quote } from '../../../schemas/quotes.ts'
import { said } from '../../said.ts'
import { nameIn } from '../../text/name-in.ts'

/** The picture of an article as an association of its ninjs object, the caption also where there is no address. */
export function mainPicture({ image, lang }: Article, uri: string) {
  if (!image) return []
  const { url, alt, caption, credit, width, height } = image
  return [
    said({
      uri: `${uri}#image`,
      name: 'main-picture',
      rel: 'mainPicture',
      type: 'picture',
      language: lang,
      by: credit,
      descriptions: [...described('caption', caption), ...described('alt', alt)],
      renditions: url === null ? null : [said({ name: 'original', href: toUri(url), width, height })],
    }),
  ]
}

/** The article that another translates, named only. */
export function original({ translationOf }: Article, base: string) {
  if (translationOf === null) return []
  const uri = `${base}/v1/articles/${translationOf}`
  return [{ uri, name: 'original', rel: 'translationOf', type: 'text', representationType: 'partial' }]
}

/** A quote as a component of the ninjs object of its article in `lang`: who said it, in which role, to whom. */
export function quotation(quote: Quote, lang: string, pubStatus: string, base: string) {
  const { id, kind, position, analyst, source, toldTo, role, cue, mention, originalText } = quote
  const speaker = analyst ?? source
  return said({
    uri: `${base}/v1/quotes/${id}`,
    name: `quote-${position}`,
    rel: 'quote',
    type: 'component',
    representationType: 'full',
    profile: kind,
    version: String(quote.version),
    firstCreated: quote.createdAt,
    versionCreated: quote.updatedAt,
    pubStatus,
    language: quote.lang,
    bodies: [{ role: 'quote', contentType: 'text/plain', value: quote.text }],
    by: speaker && nameIn(lang, speaker),
    people: analyst && [{ name: nameIn(lang, analyst), rel: 'speaker', uri: `${base}/v1/analysts/${analyst.id}` }],
    organisations: source && [{ name: nameIn(lang, source), rel: 'speaker', uri: `${base}/v1/sources/${source.id}` }],
    infoSources: toldTo && [{ name: nameIn(lang, toldTo), role: 'toldTo', uri: `${base}/v1/sources/${toldTo.id}` }],
    descriptions: [
      ...described('role', role),
      ...described('cue', cue),
      ...described('mention', mention?.text ?? null),
      ...described('original', originalText),
    ],
    edNote: quote.note,
  })
}

function described(role: string, value: string | null) {
  return value === null ? [] : [{ role, contentType: 'text/plain', value }]
}

/** An address in other scripts as a URI (RFC 3986). */
function toUri(address: string): string {
  return new URL(address).href.replace(/["<>\\^`{|}]/gu, encodeURIComponent)
}
