import { sql } from 'drizzle-orm'
import { type Article, ArticleDraft } from '../../schemas/articles.ts'
import type { Fault } from '../../schemas/problem.ts'
import { checkArticle } from '../articles/checks.ts'
import { type ArticleState, articleScopes, composeArticle } from '../articles/rules.ts'
import type { ArticleOptions, ArticleStore, StoredDraft } from '../articles/store.ts'
import type { Caller } from '../caller.ts'
import type { Conditions } from '../conditions.ts'
import { toUtc } from '../formats.ts'
import type { Found } from '../store.ts'
import type { Check } from '../validation.ts'
import {
  followArticle,
  publishQuotes,
  purgeQuotes,
  readQuotes,
  refuseUnattributed,
  restoreQuotes,
  trashQuotes,
  unattributedIn,
  writeQuotes,
} from './article-quotes.ts'
import { type ArticleRow, toArticle, toArticleRow } from './article-row.ts'
import type { Connection, Db } from './connection.ts'
import { articleJson } from './documents.ts'
import type { Life } from './lifecycle.ts'
import { createQuotes } from './new-quotes.ts'
import { readConflicts } from './occurrences.ts'
import { anyOf, earliest } from './reading.ts'
import { readOne, type View } from './reads.ts'
import { anyRow } from './refs.ts'
import { readRelated, readTranslations } from './related.ts'
import type { Referrer, Rules } from './rules.ts'
import { assignSlug, keepFormerSlug } from './slugs.ts'
import { speaks } from './speaks.ts'
import { insertRow, selectRows, statement } from './statements.ts'
import { storeOf } from './store-of.ts'
import { articles, tags } from './tables/articles.ts'
import { noteWithdrawal, readRemoved, refuseWithdrawn } from './withdrawn.ts'
import { resolveReference, type Work } from './work.ts'
import { writeAs } from './write-as.ts'

/** The store of articles. */
export function createArticleStore(
  connection: Connection,
  life: Life<ArticleState, StoredDraft, ArticleOptions>,
): ArticleStore {
  /** A patch that needs no `If-Match`, for it undoes nothing that anybody may have written. */
  const amend = (
    caller: Caller,
    ref: string,
    conditions: Conditions,
    change: (work: Work, corrections: Article['corrections']) => Partial<StoredDraft>,
  ) =>
    writeAs(connection, caller, (work) => {
      const present = anyRow(work.db, 'articles', ref) as ArticleRow | undefined
      const options = { ...conditions, ifMatch: conditions.ifMatch ?? '*', onDrift: 'refuse', force: false } as const
      const { id } = life.patch(work, ref, change(work, present?.corrections ?? []), options)
      return foundArticle(work.db, id, null)
    })
  return {
    ...storeOf(connection, life, view, foundArticle),
    correct: (caller, ref, note, conditions) =>
      amend(caller, ref, conditions, (work, present) => ({ corrections: [...present, { at: work.now, note }] })),
    withdraw: (caller, ref, reason, conditions) =>
      amend(caller, ref, conditions, () => ({ status: 'withdrawn', withdrawnReason: reason })),
    removed: async (request) => connection.read((db) => readRemoved(db, request)),
    async checks(caller, ref) {
      const reading = { db: connection.reader, caller, now: connection.now() }
      const { item } = readOne(reading, view, ref, { include: [], trashed: false, body: true })
      const quotes = readQuotes(reading.db, item.id)
      return checkArticle(item as ArticleState, quotes, readConflicts(reading, quotes))
    },
    async related(caller, ref, limit) {
      const reading = { db: connection.reader, caller, now: connection.now() }
      const { item, visibleUntil } = readOne(reading, view, ref, { include: [], trashed: false, body: false })
      const related = readRelated(reading, item, limit)
      return {
        item: related.item,
        quotesVersion: null,
        visibleUntil: earliest([visibleUntil, related.visibleUntil]),
      }
    },
    async translations(caller, id) {
      return readTranslations({ db: connection.reader, caller, now: connection.now() }, id)
    },
  }
}

const view: View<Article> = {
  kind: 'articles',
  json: articleJson,
  lang: articles.lang,
  ends: () => sql`${articles.expireAt}`,
  toItem: toArticle,
  sorts: {
    publishedAt: articles.publishedSort,
    createdAt: articles.createdAt,
    updatedAt: articles.updatedAt,
    title: articles.titleSort,
  },
  filters: {
    lang: (values) => speaks(articles, values),
    section: (values) => anyOf(articles.section, values),
    tag: (values) => sql`${articles.id} IN (SELECT article_id FROM tags WHERE ${anyOf(tags.tag, values)})`,
    source: (refs, resolve) =>
      anyOf(
        articles.sourceId,
        refs.flatMap((ref) => resolve('sources', ref, 'source')),
      ),
    analyst: (refs, resolve) => {
      const ids = refs.flatMap((ref) => resolve('analysts', ref, 'analyst'))
      return sql`${articles.id} IN (SELECT article_id FROM quotes WHERE analyst_id IN ${ids} AND trashed_at IS NULL)`
    },
    status: (values) => anyOf(articles.status, values),
    publishedFrom: ([time = '']) => sql`${articles.publishedSort} >= ${toUtc(time)}`,
    publishedTo: ([time = '']) => sql`${articles.publishedSort} < ${toUtc(time)} AND ${articles.publishedSort} > ''`,
  },
  refuse: refuseWithdrawn,
}

/** What was written; with its quotes, when they were written together. */
export function foundArticle(db: Db, id: string, draft: StoredDraft | null): Found<Article> {
  const [row] = selectRows(db, articles, 'id = ?', id) as [ArticleRow]
  const item = toArticle(row)
  if (!draft?.quotes) return { item, quotesVersion: null, visibleUntil: null }
  return { item: { ...item, quotes: readQuotes(db, id) }, quotesVersion: row.quotesVersion, visibleUntil: null }
}

/** What sets articles apart. The checks are those of an article and of a quote. */
export function articleRules(check: Check, checkQuote: Check): Rules<ArticleState, StoredDraft, ArticleOptions> {
  return {
    kind: 'articles',
    writable: Object.keys(ArticleDraft.properties).filter((name) => name !== 'quotes'),
    /* A body that was patched has been parsed and checked before, and so have quotes. */
    check: (draft) => check({ ...(draft as object), body: null, quotes: undefined }),
    toItem: (row: ArticleRow) => toArticle(row) as ArticleState,
    toRow: toArticleRow,
    initial: (work, draft) => ({ quotesVersion: draft.quotes?.length ? 1 : 0, quotesActor: work.caller.keyId }),
    derived: [],
    compose(work, draft, before, identity, faults) {
      const slug = assignSlug(
        work,
        'articles',
        { id: identity.id, asked: draft.slug, present: before?.slug, from: draft.title },
        faults,
      )
      return composeArticle({ ...identity, slug }, resolved(work, draft, identity.id, faults), before, work.now, faults)
    },
    scopes: (_work, before, after) => articleScopes(before, after),
    written(work, before, after, draft, options) {
      const force = options?.force ?? false
      if (before !== after) writeTags(work, before, after)
      if (!before) return createQuotes(work, after, draft?.quotes ?? [], force)
      const known = before.status === 'published' ? unattributedIn(work.db, after.id) : []
      if (before !== after) {
        keepFormerSlug(work, 'articles', after.id, before.slug, after.slug)
        publishQuotes(work, before, after)
        noteWithdrawal(work, before, after)
      }
      if (draft?.quotes) writeQuotes(work, before, after, draft.quotes, checkQuote)
      else if (before !== after) followArticle(work, before, after, options?.onDrift ?? 'refuse')
      if (after.status === 'published') refuseUnattributed(work, after.id, known, force)
    },
    referrers(work, { id }, inTrashToo) {
      const there = inTrashToo ? sql`1` : sql`trashed_at IS NULL`
      return work.db.all<Referrer>(sql`
        SELECT 'articles' AS resource, id, 'translationOf' AS field FROM articles
        WHERE translation_of = ${id} AND ${there} LIMIT 100`)
    },
    trashed: trashQuotes,
    restored: restoreQuotes,
    purge(work, article, deleteRow) {
      purgeQuotes(work, article)
      deleteRow()
    },
    quotesOf: ({ quotesVersion, quotesActor }: ArticleRow, draft) =>
      draft.quotes ? { quotesVersion, quotesActor } : null,
  }
}

function resolved(work: Work, draft: StoredDraft, id: string, faults: Fault[]): StoredDraft {
  const translationOf = resolveReference(work, 'articles', draft.translationOf, '/translationOf', faults)
  if (translationOf === id) {
    faults.push({ pointer: '/translationOf', detail: 'an article does not translate itself', code: 'not-allowed' })
  }
  return { ...draft, sourceId: resolveReference(work, 'sources', draft.sourceId, '/sourceId', faults), translationOf }
}

function writeTags({ db }: Work, before: ArticleState | null, { id, tags: about }: ArticleState): void {
  if (before) statement(db, 'DELETE FROM tags WHERE article_id = ?').run(id)
  for (const tag of about) insertRow(db, tags, { tag, articleId: id })
}
