import { and, eq, sql } from 'drizzle-orm'
import type { Fault } from '../../schemas/problem.ts'
import { type ArticleQuoteDraft, QuoteDraft, type Span } from '../../schemas/quotes.ts'
import type { ArticleState } from '../articles/rules.ts'
import { isUnattributed, unattributedQuotes } from '../quotes/attribution.ts'
import { wordsOfLikeness } from '../quotes/likeness.ts'
import { inTextOrder } from '../quotes/positions.ts'
import { composeQuote, type QuotedArticle, type QuoteState } from '../quotes/rules.ts'
import { quotedText } from '../quotes/spans.ts'
import type { QuoteOptions } from '../quotes/store.ts'
import type { Check } from '../validation.ts'
import type { Db } from './connection.ts'
import { inTrash } from './preconditions.ts'
import { toQuote, toQuoteRow } from './quote-row.ts'
import { returned } from './returned-quote.ts'
import type { Rules } from './rules.ts'
import { indexNewText, removeText } from './search.ts'
import { indexRow } from './search-words.ts'
import { updateRow } from './statements.ts'
import { articles } from './tables/articles.ts'
import { quotes } from './tables/quotes.ts'
import { resolveReference, type Work } from './work.ts'

/** The article that a quote stands in, as far as its quotes depend on it. */
interface Host extends QuotedArticle {
  status: ArticleState['status']
}

/**
 * What sets quotes apart. Where all quotes of one article are written, `host` is
 * that article, which they need not name and which is not read again for each.
 */
export function quoteRules(check: Check, host?: Host): Rules<QuoteState, QuoteDraft, QuoteOptions> {
  const hostOf = (work: Work, id: string | null) => (host && host.id === id ? host : readHost(work, id))
  return {
    kind: 'quotes',
    writable: Object.keys(QuoteDraft.properties),
    check,
    toItem: toQuote,
    toRow: toQuoteRow,
    derived: ['publishedSort', 'publishedAt', 'position'],
    compose(work, draft, before, identity, faults) {
      const articleId =
        host && (draft.articleId === undefined || draft.articleId === host.id)
          ? host.id
          : resolveReference(work, 'articles', draft.articleId, '/articleId', faults)
      if (before && articleId !== null && articleId !== before.articleId) {
        faults.push({ pointer: '/articleId', detail: 'a quote stays with its article', code: 'not-allowed' })
      }
      const article = hostOf(work, articleId) ?? nowhere
      return composeQuote(identity, draft, referencesOf(work, draft, faults), article, before, articleId ? faults : [])
    },
    scopes(work, before, after) {
      const article = hostOf(work, (after ?? before)?.articleId ?? null)
      return article && article.status !== 'draft' ? ['content:publish'] : ['content:write']
    },
    written(work, before, after, _draft, options) {
      if (before === after) return
      refuseUnattributed(work, before, after, options?.force ?? false)
      indexQuote(work, before, after)
      articleChanged(work, after.articleId)
    },
    /* Its words are looked for where they stand now. */
    recalled: ({ spans, ...draft }) => ({
      ...draft,
      spans: (spans as Span[]).map(({ text, prefix, suffix }) => ({ text, prefix, suffix })),
    }),
    referrers: () => [],
    trashed: (work, { articleId }) => articleChanged(work, articleId),
    checkRestorable(work, { articleId }) {
      const host = work.db
        .select({ trashedAt: articles.trashedAt })
        .from(articles)
        .where(eq(articles.id, articleId))
        .get()
      if (host && host.trashedAt !== null) throw inTrash('articles', articleId)
    },
    restored(work, quote, options) {
      refuseUnattributed(work, null, quote, options?.force ?? false)
      const after = returned(work, quote)
      if (after !== quote) updateRow(work.db, quotes, quote.id, toQuoteRow(after))
      indexQuote(work, quote, after)
      articleChanged(work, quote.articleId)
    },
    purge(work, quote, deleteRow) {
      unindexQuote(work.db, quote)
      deleteRow()
      articleChanged(work, quote.articleId)
    },
  }
}

/** The caller has changed its quotes: they are put in order, and counted as changed once more. */
export function articleChanged(work: Work, articleId: string): void {
  quotesFollowed(work, articleId)
  work.db.update(articles).set({ quotesActor: work.caller.keyId }).where(eq(articles.id, articleId)).run()
}

/** Its quotes have followed an edit of its body; who changed them last stays. */
export function quotesFollowed(work: Work, articleId: string): void {
  placeQuotes(work, articleId)
  work.db.update(articles).set({ quotesVersion: sql`quotes_version + 1` }).where(eq(articles.id, articleId)).run()
}

/** Its words can be found by search, and as the same words elsewhere. */
export function indexQuote({ db }: Work, before: QuoteState | null, after: QuoteState): void {
  if (before?.text === after.text && before.originalText === after.originalText) return
  if (before) unindexQuote(db, before)
  const document = indexNewText(db, 'quotes', after.id, [after.text, after.originalText])
  indexRow(db, 'likeness', document, [wordsOfLikeness(after.text)])
}

/** Its words are found no more. */
export function unindexQuote(db: Db, { id }: Pick<QuoteState, 'id'>): void {
  const document = removeText(db, 'quotes', id)
  if (document !== null) indexRow(db, 'likeness', document, null)
}

/** A direct or mixed quote in a published article has a speaker, unless the caller insists. */
function refuseUnattributed(work: Work, before: QuoteState | null, after: QuoteState, force: boolean): void {
  if (!isUnattributed(after) || (before && isUnattributed(before))) return
  if (readHost(work, after.articleId)?.status !== 'published') return
  if (!force) throw unattributedQuotes([{ quote: after, pointer: '/analystId' }])
  work.forced = true
}

/** Puts the quotes of an article in text order. */
export function placeQuotes(work: Work, articleId: string): void {
  const placed = work.db
    .select({ id: quotes.id, position: quotes.position, wantedPosition: quotes.wantedPosition, spans: quotes.spans })
    .from(quotes)
    .where(and(eq(quotes.articleId, articleId), sql`${quotes.trashedAt} IS NULL`))
    .all()
  const keys = (readHost(work, articleId)?.blocks ?? []).map(({ key }) => key)
  for (const [index, { id, position }] of inTextOrder(placed, keys).entries()) {
    if (position !== index + 1) updateRow(work.db, quotes, id, { position: index + 1 })
  }
}

const nowhere: QuotedArticle = { id: '', lang: 'und', publishedAt: null, ...quotedText([]) }

function readHost(work: Work, id: string | null): Host | undefined {
  if (id === null) return undefined
  const { lang, publishedAt, body, status } = articles
  const row = work.db
    .select({ id: articles.id, lang, publishedAt, body, status })
    .from(articles)
    .where(eq(articles.id, id))
    .get()
  return row && { ...row, ...quotedText(row.body) }
}

function referencesOf(work: Work, draft: ArticleQuoteDraft, faults: Fault[]) {
  return {
    analystId: resolveReference(work, 'analysts', draft.analystId, '/analystId', faults),
    sourceId: resolveReference(work, 'sources', draft.sourceId, '/sourceId', faults),
    toldToId: resolveReference(work, 'sources', draft.toldToId, '/toldToId', faults),
  }
}
