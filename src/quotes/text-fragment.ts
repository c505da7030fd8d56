import type { Span } from '../../schemas/quotes.ts'

/** How many words at the start and at the end of a long stretch name it. */
const edgeWords = 5

/** Up to how many words a stretch is named whole. */
const wholeWords = 12

/**
 * The address at which the words of a quote are highlighted: that of the HTML
 * form of its article with a text directive (WICG Scroll to Text Fragment). null
 * when the words do not stand there.
 */
export function linkTo(articleId: string, spans: Span[], anchor: string | null): string | null {
  if (spans.length === 0 || anchor === 'drifted') return null
  const directives = spans.map((span) => `text=${directiveOf(span)}`)
  return `/v1/articles/${articleId}.html#:~:${directives.join('&')}`
}

/** `[prefix-,]start[,end][,-suffix]`: the context only where it helps, for it must stand in the same block. */
function directiveOf({ text, prefix, suffix }: Span): string {
  const words = text.trim().split(/\s+/)
  const isLong = words.length > wholeWords
  const parts = isLong ? [words.slice(0, edgeWords).join(' '), words.slice(-edgeWords).join(' ')] : [text.trim()]
  const before = isLong ? '' : lastWords(prefix)
  const after = isLong ? '' : firstWords(suffix)
  return [
    ...(before === '' ? [] : [`${encode(before)}-`]),
    ...parts.map(encode),
    ...(after === '' ? [] : [`-${encode(after)}`]),
  ].join(',')
}

/** Whole words only: the context may begin inside one. */
function lastWords(prefix: string): string {
  return prefix.split(/\s+/).slice(1).slice(-3).join(' ').trim()
}

function firstWords(suffix: string): string {
  return suffix.split(/\s+/).slice(0, -1).slice(0, 3).join(' ').trim()
}

/** `-`, `,` and `&` have a meaning of their own in a text directive. */
function encode(words: string): string {
  return encodeURIComponent(words).replaceAll('-', '%2D')
}
