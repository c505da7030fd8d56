import type { Checks, Finding } from '../../schemas/checks.ts'
import type { Quote } from '../../schemas/quotes.ts'
import { textBlocks } from '../body/text.ts'
import { quotations } from '../quotes/anchor/quotation-marks.ts'
import { isUnattributed } from '../quotes/attribution.ts'
import { sliceCodePoints } from '../text/code-points.ts'
import { countWords } from '../text/words.ts'
import type { ArticleState } from './rules.ts'

/** From this many words on, what stands between marks is more often speech than a name or a term. */
const speechWords = 4

/** As much of a quote as its checks depend on. */
type Checked = Pick<Quote, 'id' | 'kind' | 'analystId' | 'sourceId' | 'anchor' | 'spans'>

/** The same words in another article, where somebody else is said to have said them. */
interface Conflict {
  quoteId: string
  otherQuoteId: string
}

/** Everything an editor should look at before an article is published. */
export function checkArticle(article: ArticleState, quotes: Checked[], conflicts: Conflict[]): Checks {
  const items = [
    ...missing(article),
    ...uncovered(article, quotes),
    ...quotes.filter(isUnattributed).map(unattributed),
    ...quotes.filter(saysNotWho).map(saidByNobody),
    ...quotes.filter(({ anchor }) => anchor === 'drifted').map(drifted),
    ...conflicts.map(attributedElsewhere),
  ]
  return { publishable: items.every(({ severity }) => severity !== 'error'), items }
}

function finding(
  code: Finding['code'],
  severity: Finding['severity'],
  detail: string,
  more: Partial<Finding> = {},
): Finding {
  return { code, severity, detail, quoteId: null, otherQuoteId: null, place: null, ...more }
}

function missing({ summary, image, sourceId, body }: ArticleState): Finding[] {
  const unseen = body.filter((block) => block._type === 'image' && !block.alt)
  return [
    ...(summary
      ? []
      : [finding('missing-summary', 'warning', 'There is no summary: lists and feeds have nothing to show.')]),
    ...(image?.url && !image.alt
      ? [finding('missing-alt', 'warning', 'The picture has no alt: those who cannot see it learn nothing of it.')]
      : []),
    ...unseen.map(() =>
      finding(
        'missing-alt',
        'warning',
        'A picture in the text has no alt: those who cannot see it learn nothing of it.',
      ),
    ),
    ...(sourceId
      ? []
      : [finding('missing-source', 'warning', 'There is no source: readers cannot tell who publishes it.')]),
  ]
}

/** What stands between outer marks in a paragraph and is no part of any quote. */
function uncovered({ body }: ArticleState, quotes: Checked[]): Finding[] {
  const headings = new Set(
    body.flatMap((block) => (block._type === 'block' && /^h\d$/.test(block.style) ? block._key : [])),
  )
  const spans = quotes.filter(({ anchor }) => anchor !== 'drifted').flatMap((quote) => quote.spans)
  return textBlocks(body)
    .filter(({ key }) => !headings.has(key))
    .flatMap(({ key, text }) => {
      const covered = ({ start, end }: { start: number; end: number }) =>
        spans.some((span) => span.blockKey === key && span.start < end && start < span.end)
      return quotations(text)
        .filter((quotation) => quotation.depth === 0 && !covered(quotation))
        .map(({ start, end }) => ({ blockKey: key, text: sliceCodePoints(text, start, end), start, end }))
    })
    .map((place) => {
      const severity = countWords(place.text) >= speechWords ? 'warning' : 'notice'
      return finding('uncovered-quotation', severity, 'Words between quotation marks that no quote covers.', { place })
    })
}

function unattributed(quote: Checked): Finding {
  const detail = 'The quote has no speaker. Name an analyst or a source.'
  return finding('unattributed-quote', 'error', detail, { quoteId: quote.id, place: placeOf(quote) })
}

/** Reported speech whose speaker the text may leave open. */
function saysNotWho({ kind, analystId, sourceId }: Checked): boolean {
  return kind === 'indirect' && analystId === null && sourceId === null
}

function saidByNobody(quote: Checked): Finding {
  const detail = 'The indirect quote has no speaker. Name an analyst or a source if the text says who it is.'
  return finding('unattributed-quote', 'notice', detail, { quoteId: quote.id, place: placeOf(quote) })
}

function drifted(quote: Checked): Finding {
  const detail = 'The words of the quote no longer stand in the text. Give it new spans, or delete it.'
  return finding('drifted-quote', 'warning', detail, { quoteId: quote.id })
}

function attributedElsewhere({ quoteId, otherQuoteId }: Conflict): Finding {
  const detail = 'The same words are attributed to somebody else in another article.'
  return finding('attributed-elsewhere', 'warning', detail, { quoteId, otherQuoteId })
}

function placeOf({ spans }: Checked): Finding['place'] {
  const [span] = spans
  return span && span.text !== ''
    ? { blockKey: span.blockKey, text: span.text, start: span.start, end: span.end }
    : null
}
