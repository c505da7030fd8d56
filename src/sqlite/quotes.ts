import { sql } from 'drizzle-orm'
import type { Article } from '../../schemas/articles.ts'
import type { Quote, QuoteDraft } from '../../schemas/quotes.ts'
import { toUtc } from '../formats.ts'
import { type QuoteState, withWordsOrSpans } from '../quotes/rules.ts'
import type { QuoteOptions, QuoteStore } from '../quotes/store.ts'
import type { Found } from '../store.ts'
import type { Connection, Db } from './connection.ts'
import { quoteJson } from './documents.ts'
import type { Life } from './lifecycle.ts'
import { readOccurrences } from './occurrences.ts'
import { answeredQuote, type QuoteRow, toAnsweredQuote } from './quote-row.ts'
import { saysOrIsSaidBy } from './quote-search.ts'
import { anyOf, earliest } from './reading.ts'
import { readOne, type View } from './reads.ts'
import { writtenIn } from './speaks.ts'
import { selectRows } from './statements.ts'
import { storeOf } from './store-of.ts'
import { articles } from './tables/articles.ts'
import { quotes } from './tables/quotes.ts'

/** The store of quotes. */
export function createQuoteStore(connection: Connection, life: Life<QuoteState, QuoteDraft, QuoteOptions>): QuoteStore {
  const store = storeOf(connection, life, view, found)
  return {
    ...store,
    async occurrences(caller, ref) {
      const reading = { db: connection.reader, caller, now: connection.now() }
      const { item, visibleUntil } = readOne(reading, view, ref, { include: [], trashed: false, body: false })
      const { items, ends } = readOccurrences(reading, item)
      const expire = items.map(({ quote }) => (quote.article as Article | null)?.expireAt ?? null)
      return { item: { items }, quotesVersion: null, visibleUntil: earliest([visibleUntil, ends, ...expire]) }
    },
    patch: (caller, ref, change, options) => store.patch(caller, ref, withWordsOrSpans(change), options),
  }
}

const view: View<Quote> = {
  kind: 'quotes',
  json: quoteJson,
  lang: quotes.lang,
  ends: () => sql`(SELECT expire_at FROM ${articles} WHERE ${articles.id} = ${quotes.articleId})`,
  toItem: toAnsweredQuote,
  answer: answeredQuote,
  sorts: {
    publishedAt: quotes.publishedSort,
    position: quotes.position,
    createdAt: quotes.createdAt,
    updatedAt: quotes.updatedAt,
  },
  filters: {
    q: ([question = ''], _resolve, db) => saysOrIsSaidBy(question, db),
    article: (refs, resolve) =>
      anyOf(
        quotes.articleId,
        refs.flatMap((ref) => resolve('articles', ref, 'article')),
      ),
    analyst: (refs, resolve) =>
      anyOf(
        quotes.analystId,
        refs.flatMap((ref) => resolve('analysts', ref, 'analyst')),
      ),
    source: (refs, resolve) =>
      anyOf(
        quotes.sourceId,
        refs.flatMap((ref) => resolve('sources', ref, 'source')),
      ),
    toldTo: (refs, resolve) =>
      anyOf(
        quotes.toldToId,
        refs.flatMap((ref) => resolve('sources', ref, 'toldTo')),
      ),
    lang: (ranges) => writtenIn(quotes.lang, ranges),
    kind: (values) => anyOf(quotes.kind, values),
    status: (values) => anyOf(quotes.status, values),
    /* Of no use to an index, so that the page still comes in order from that of the sort. */
    notStatus: (values) => sql`${quotes.status} NOT IN ${values}`,
    anchor: (values) => anyOf(quotes.anchor, values),
    from: ([time = '']) => sql`${quotes.publishedSort} >= ${toUtc(time)}`,
    to: ([time = '']) => sql`${quotes.publishedSort} < ${toUtc(time)} AND ${quotes.publishedSort} > ''`,
  },
}

function found(db: Db, id: string): Found<Quote> {
  const [row] = selectRows(db, quotes, 'id = ?', id) as [QuoteRow]
  return { item: toAnsweredQuote(row), quotesVersion: null, visibleUntil: null }
}
