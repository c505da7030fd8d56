import type { Fault } from '../../schemas/problem.ts'
import type { ArticleQuoteDraft, QuoteDraft } from '../../schemas/quotes.ts'
import type { ArticleState } from '../articles/rules.ts'
import { invalidContent } from '../errors.ts'
import { isUnattributed } from '../quotes/attribution.ts'
import { inTextOrder } from '../quotes/positions.ts'
import type { QuoteState } from '../quotes/rules.ts'
import { quotedText } from '../quotes/spans.ts'
import { atPointer, refuseThese } from './article-quotes.ts'
import { columnsOf } from './quote-row.ts'
import { indexQuote, quoteRules } from './quote-rules.ts'
import { insertParts } from './statements.ts'
import { quotes } from './tables/quotes.ts'
import { checkExternalId, log, newIdentity, type Work } from './work.ts'

/**
 * Writes the quotes of an article that is new: all are composed first, so that
 * each is stored in its place at once. Whoever may create the article may create
 * them. Pointers of faults start at `/quotes/{index}`. Throws
 * `unattributed-quotes` where they would be public, unless `force` is set.
 */
export function createQuotes(work: Work, article: ArticleState, drafts: ArticleQuoteDraft[], force: boolean): void {
  if (drafts.length === 0) return
  const composed = composeAll(work, article, drafts)
  const keys = article.body.map(({ _key }) => _key)
  const places = composed.map((quote) => ({
    id: quote.id,
    spans: quote.spans,
    wantedPosition: quote.wantedPosition ?? null,
    quote,
  }))
  for (const [index, { quote }] of inTextOrder(places, keys).entries()) quote.position = index + 1
  if (article.status === 'published') {
    refuseThese(
      work,
      composed.filter(isUnattributed).sort((a, b) => a.position - b.position),
      force,
    )
  }
  for (const [index, quote] of composed.entries()) {
    atPointer(`/quotes/${index}`, [], () => checkExternalId(work, 'quotes', quote.id, quote.externalId))
    insertParts(work.db, quotes, [quote, columnsOf(quote), { actor: work.caller.keyId }])
    indexQuote(work, null, quote)
    log(work, 'quotes', quote, 'create')
  }
}

function composeAll(work: Work, article: ArticleState, drafts: ArticleQuoteDraft[]): QuoteState[] {
  const { compose } = quoteRules(() => [], { ...article, ...quotedText(article.body) })
  const faults: Fault[] = []
  const composed = drafts.map((draft, index) => {
    const found: Fault[] = []
    const quote = compose(work, draft as QuoteDraft, null, newIdentity(work), found)
    faults.push(...found.map((fault) => ({ ...fault, pointer: `/quotes/${index}${fault.pointer ?? ''}` })))
    return quote
  })
  if (faults.length > 0) throw invalidContent(faults)
  return composed
}
