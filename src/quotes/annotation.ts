import type { Quote, Span } from '../../schemas/quotes.ts'

/** The media type of the W3C Web Annotation form of a quote. */
export const annotationType = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'

/**
 * A quote as a W3C Web Annotation (Recommendation of 2017): its target is the
 * words in the article, a selector for each span by block, words and position;
 * its body is what is said of them. `base` is the address of this server.
 */
export function toAnnotation(quote: Quote, base: string) {
  const address = (kind: string, id: string | null) => (id === null ? null : `${base}/v1/${kind}/${id}`)
  const speaker = address('analysts', quote.analystId) ?? address('sources', quote.sourceId)
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: `${base}/v1/quotes/${quote.id}`,
    type: 'Annotation',
    motivation: 'identifying',
    created: quote.createdAt,
    modified: quote.updatedAt,
    body: [
      ...(speaker === null ? [] : [{ type: 'SpecificResource', purpose: 'identifying', source: speaker }]),
      ...(quote.role === null ? [] : [textual(quote, 'describing', quote.role)]),
      ...(quote.note === null ? [] : [textual(quote, 'commenting', quote.note)]),
    ],
    target: quote.spans.map((span) => ({
      type: 'SpecificResource',
      source: `${base}/v1/articles/${quote.articleId}`,
      selector: quote.anchor === 'drifted' ? wordsOf(span) : placeOf(span),
    })),
  }
}

function textual({ lang, dir }: Quote, purpose: string, value: string) {
  return { type: 'TextualBody', purpose, value, language: lang, textDirection: dir, format: 'text/plain' }
}

/** The block, and in it the words both by themselves and by their place. */
function placeOf(span: Span) {
  const { blockKey, start, end } = span
  return {
    type: 'FragmentSelector',
    value: blockKey,
    refinedBy: [wordsOf(span), { type: 'TextPositionSelector', start, end }],
  }
}

/** Of words that have drifted, nothing is known but what they were. */
function wordsOf({ text, prefix, suffix }: Span) {
  return { type: 'TextQuoteSelector', exact: text, prefix, suffix }
}
