import type { FastifyReply } from 'fastify'

/** The most translations that `Link` names: clients refuse headers of more than 16 KiB. */
const mostTranslations = 40

/** Leads from a resource to its other forms, and to the same text in other languages in the form that is sent (RFC 8288). */
export function linkToAlternates(
  reply: FastifyReply,
  kind: string,
  id: string,
  forms: { mediaType: string; suffix: string | null }[],
  translations: { id: string; lang: string }[],
  lang: string | null | undefined,
  sent: { suffix: string | null } | undefined,
): void {
  const ending = sent?.suffix ? `.${sent.suffix}` : ''
  const links = [
    ...(sent ? [`</v1/${kind}/${id}>; rel="alternate"; type="application/json"`] : []),
    ...forms
      .filter(({ suffix }) => suffix !== null)
      .map(({ mediaType, suffix }) => `</v1/${kind}/${id}.${suffix}>; rel="alternate"; type="${mediaType}"`),
    ...oneForEachLanguage(translations.filter((other) => other.lang !== lang))
      .slice(0, mostTranslations)
      .map((other) => `</v1/${kind}/${other.id}${ending}>; rel="alternate"; hreflang="${other.lang}"`),
  ]
  if (links.length > 0) reply.header('link', links.join(', '))
}

/** Of several in one language the first, and none in its own: `hreflang` names a language once, as in the sitemaps. */
function oneForEachLanguage<T extends { lang: string }>(translations: T[]): T[] {
  return [...new Map(translations.toReversed().map((one) => [one.lang, one])).values()].toReversed()
}
