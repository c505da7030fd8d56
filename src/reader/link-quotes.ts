/**
 * The body of an article as the API answers it with `quotes=marked`, made to
 * lead to who speaks: every `<q data-quote>` can be jumped to (`q-{id}`), and
 * behind the last words of a quote, past the mark that closes it, stands the
 * number of its speaker. A link is never put inside another.
 */
export function linkQuotes(body: string, numberOf: (quoteId: string) => number | null, label: string): string {
  const left = piecesOf(body)
  const seen = new Set<string>()
  const open: string[] = []
  let ended: string[] = []
  let anchors = 0

  function notes(): string {
    const numbers = new Set(ended.map(numberOf).filter((number) => number !== null))
    ended = []
    return [...numbers]
      .map(
        (number) => `<sup class="voice"><a href="#voice-${number}" aria-label="${label} ${number}">${number}</a></sup>`,
      )
      .join('')
  }

  const tokens = body.split(/(<[^>]*>)/u).map((token) => {
    const id = startOf(token)
    if (id !== null) {
      open.push(id)
      if (seen.has(id)) return token
      seen.add(id)
      return `<q id="q-${id}" data-quote="${id}">`
    }
    if (token === '</q>') {
      const closed = open.pop() ?? ''
      left.set(closed, (left.get(closed) ?? 1) - 1)
      if (left.get(closed) === 0) ended.push(closed)
      return token
    }
    if (/^<a[ >]/u.test(token)) anchors += 1
    if (token === '</a>') anchors -= 1
    if (ended.length === 0 || anchors > 0 || open.length > 0 || token === '' || inline.test(token)) return token
    if (token.startsWith('<')) return notes() + token
    const mark = closingMark.exec(token)?.[0] ?? ''
    return mark + notes() + token.slice(mark.length)
  })
  return tokens.join('') + notes()
}

/** The mark that closes a quotation, escaped as the API escapes it, and the sign that ends the sentence. */
const closingMark = /^(?:&#3[49];|[»”’“])*[.,،؛:;!?؟…]*/u

/** Where one of these ends, the sentence goes on. */
const inline = /^<\/?(?:a|strong|em|u|s|code|q)\b/u

function piecesOf(body: string): Map<string, number> {
  const pieces = new Map<string, number>()
  for (const [tag] of body.matchAll(/<q data-quote="[^"]*">/gu)) {
    const id = startOf(tag) ?? ''
    pieces.set(id, (pieces.get(id) ?? 0) + 1)
  }
  return pieces
}

function startOf(tag: string): string | null {
  return /^<q data-quote="([0-9a-f-]+)">$/u.exec(tag)?.[1] ?? null
}
