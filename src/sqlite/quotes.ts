import { and, eq, sql } from 'drizzle-orm'
import type { Fault } from '../../schemas/problem.ts'
import { type ArticleQuoteDraft, type Quote, QuoteDraft } from '../../schemas/quotes.ts'
import { textBlocks } from '../body/text.ts'
import type { Conditions } from '../conditions.ts'
import { toUtc } from '../formats.ts'
import { inTextOrder } from '../quotes/positions.ts'
import { composeQuote, type QuotedArticle, type QuoteState, withWordsOrSpans } from '../quotes/rules.ts'
import type { QuoteStore } from '../quotes/store.ts'
import type { Found } from '../store.ts'
import type { Check } from '../validation.ts'
import type { Connection, Db } from './connection.ts'
import { embedInQuotes } from './embed.ts'
import { createLifecycle, type Rules } from './lifecycle.ts'
import { type QuoteRow, quoteColumns, toQuote, toQuoteRow } from './quote-row.ts'
import { anyOf, type View } from './reads.ts'
import { storeOf } from './store-of.ts'
import { articles, quotes } from './tables.ts'
import { resolveReference, type Work } from './work.ts'

/** The store of quotes. */
export function createQuoteStore(connection: Connection, check: Check): QuoteStore {
  const life = createLifecycle(quoteRules(check))
  const store = storeOf(connection, life, view, found)
  return {
    ...store,
    patch: (caller, ref, change, options) => store.patch(caller, ref, withWordsOrSpans(change), options),
  }
}

const view: View<Quote> = {
  kind: 'quotes',
  fields: () => ({
    ...quoteColumns,
    visibleUntil: sql<string | null>`(SELECT expire_at FROM ${articles} WHERE ${articles.id} = ${quotes.articleId})`,
  }),
  toItem: toQuote,
  sorts: {
    publishedAt: quotes.publishedSort,
    position: quotes.position,
    createdAt: quotes.createdAt,
    updatedAt: quotes.updatedAt,
  },
  filters: {
    article: (refs, resolve) =>
      anyOf(
        quotes.articleId,
        refs.map((ref) => resolve('articles', ref, 'article')),
      ),
    analyst: (refs, resolve) =>
      anyOf(
        quotes.analystId,
        refs.map((ref) => resolve('analysts', ref, 'analyst')),
      ),
    source: (refs, resolve) =>
      anyOf(
        quotes.sourceId,
        refs.map((ref) => resolve('sources', ref, 'source')),
      ),
    toldTo: (refs, resolve) =>
      anyOf(
        quotes.toldToId,
        refs.map((ref) => resolve('sources', ref, 'toldTo')),
      ),
    kind: (values) => anyOf(quotes.kind, values),
    status: (values) => anyOf(quotes.status, values),
    anchor: (values) => anyOf(quotes.anchor, values),
    from: ([time = '']) => sql`${quotes.publishedSort} >= ${toUtc(time)}`,
    to: ([time = '']) => sql`${quotes.publishedSort} < ${toUtc(time)} AND ${quotes.publishedSort} > ''`,
  },
  embed: embedInQuotes,
}

function found(db: Db, id: string): Found<Quote> {
  const row = db.select().from(quotes).where(eq(quotes.id, id)).get() as QuoteRow
  return { item: toQuote(row), quotesVersion: null, visibleUntil: null }
}

/** What sets quotes apart. A quote written with its article is placed and counted once, by the article. */
export function quoteRules(check: Check): Rules<QuoteState, QuoteDraft, Conditions> {
  return {
    kind: 'quotes',
    writable: Object.keys(QuoteDraft.properties),
    check,
    toItem: toQuote,
    toRow: toQuoteRow,
    derived: ['publishedSort'],
    compose(work, draft, before, identity, faults) {
      const articleId = resolveReference(work, 'articles', draft.articleId, '/articleId', faults)
      if (before && articleId !== null && articleId !== before.articleId) {
        faults.push({ pointer: '/articleId', detail: 'a quote stays with its article', code: 'not-allowed' })
      }
      const article = quotedArticle(work, articleId)
      return { ...identity, ...composeQuote(resolved(work, draft, faults), article, before, articleId ? faults : []) }
    },
    scopes(work, before, after) {
      const article = articleOf(work, (after ?? before)?.articleId ?? null)
      return article && article.status !== 'draft' ? ['content:publish'] : ['content:write']
    },
    written(work, before, after) {
      if (before !== after) articleChanged(work, after.articleId)
    },
    referrers: () => [],
    trashed: (work, { articleId }) => articleChanged(work, articleId),
    restored: (work, { articleId }) => articleChanged(work, articleId),
    purge(work, { articleId }, deleteRow) {
      deleteRow()
      articleChanged(work, articleId)
    },
  }
}

/** Its quotes have changed: they are put in order, and counted as changed once more. */
export function articleChanged(work: Work, articleId: string): void {
  placeQuotes(work, articleId)
  work.db
    .update(articles)
    .set({ quotesVersion: sql`quotes_version + 1`, quotesActor: work.caller.keyId })
    .where(eq(articles.id, articleId))
    .run()
}

function placeQuotes(work: Work, articleId: string): void {
  const placed = work.db
    .select({ id: quotes.id, position: quotes.position, spans: quotes.spans })
    .from(quotes)
    .where(and(eq(quotes.articleId, articleId), sql`${quotes.trashedAt} IS NULL`))
    .all()
  const keys = (articleOf(work, articleId)?.body ?? []).map(({ _key }) => _key)
  for (const [index, { id, position }] of inTextOrder(placed, keys).entries()) {
    if (position !== index + 1)
      work.db
        .update(quotes)
        .set({ position: index + 1 })
        .where(eq(quotes.id, id))
        .run()
  }
}

function articleOf(work: Work, id: string | null) {
  if (id === null) return undefined
  const { lang, publishedAt, body, status } = articles
  return work.db
    .select({ id: articles.id, lang, publishedAt, body, status })
    .from(articles)
    .where(eq(articles.id, id))
    .get()
}

function quotedArticle(work: Work, id: string | null): QuotedArticle {
  const article = articleOf(work, id)
  if (!article) return { id: '', lang: 'und', publishedAt: null, blocks: [] }
  return { ...article, blocks: textBlocks(article.body) }
}

function resolved<T extends ArticleQuoteDraft>(work: Work, draft: T, faults: Fault[]): T {
  return {
    ...draft,
    analystId: resolveReference(work, 'analysts', draft.analystId, '/analystId', faults),
    sourceId: resolveReference(work, 'sources', draft.sourceId, '/sourceId', faults),
    toldToId: resolveReference(work, 'sources', draft.toldToId, '/toldToId', faults),
  }
}
