import { and, type SQL, sql } from 'drizzle-orm'
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { type Caller, can } from '../caller.ts'
import { isNamed, type Kind } from '../store.ts'
import { analysts, articles, quotes, sources, voices } from './tables.ts'

/**
 * The condition under which a row of a kind exists for a caller: the only place
 * that decides it. A read asks for the trash or for what is not in it; the trash
 * and what is not public exist only for `drafts:read`.
 */
export function visible(kind: Kind, caller: Caller, now: string, trashed = false): SQL {
  if (!can(caller, 'drafts:read')) return trashed ? sql`0` : publicly[kind](now)
  const { trashedAt } = { articles, sources, analysts, quotes }[kind]
  if (!trashed) return sql`${trashedAt} IS NULL`
  if (!isNamed(kind)) return sql`${trashedAt} IS NOT NULL`
  return sql`${trashedAt} IS NOT NULL AND ${{ sources, analysts }[kind].mergedInto} IS NULL`
}

/** A caller that writes sees what it writes to, the trash aside. */
export function writable(kind: Kind): SQL {
  const { trashedAt } = { articles, sources, analysts, quotes }[kind]
  return sql`${trashedAt} IS NULL`
}

/* The times are compared in the query, so that no job can miss one. */
export const publicArticle = (article: typeof articles, now: string) =>
  sql`${publishedNow(article, now)} AND ${article.trashedAt} IS NULL`

const publishedNow = (article: Record<'status' | 'visibleFrom' | 'expireAt', SQLiteColumn>, now: string) =>
  sql`${article.status} = 'published' AND ${article.visibleFrom} <= ${now} AND (${article.expireAt} IS NULL OR ${article.expireAt} > ${now})`

/** The condition under which the quotes of an article are counted for a caller; what is in the trash is not in `voices`. */
export function countable(caller: Caller, now: string): SQL {
  return can(caller, 'drafts:read') ? sql`1` : publishedNow(voices, now)
}

const a = alias(articles, 'a') as unknown as typeof articles
const q = alias(quotes, 'q') as unknown as typeof quotes

const inPublicArticle = (now: string) =>
  sql`EXISTS (SELECT 1 FROM ${articles} a WHERE ${a.id} = ${q.articleId} AND ${publicArticle(a, now)})`

const publicQuoteWhere = (condition: SQL, now: string) =>
  sql`EXISTS (SELECT 1 FROM ${quotes} q WHERE ${condition} AND ${q.trashedAt} IS NULL AND ${inPublicArticle(now)})`

const publicly: Record<Kind, (now: string) => SQL> = {
  articles: (now) => publicArticle(articles, now),
  quotes: (now) =>
    and(
      sql`${quotes.trashedAt} IS NULL`,
      sql`${quotes.publishedSort} > ''`,
      sql`EXISTS (SELECT 1 FROM ${articles} a WHERE ${a.id} = ${quotes.articleId} AND ${publicArticle(a, now)})`,
    ) as SQL,
  analysts: (now) =>
    sql`${analysts.trashedAt} IS NULL AND ${publicQuoteWhere(sql`${q.analystId} = ${analysts.id}`, now)}`,
  sources: (now) =>
    sql`${sources.trashedAt} IS NULL AND (EXISTS (SELECT 1 FROM ${articles} a WHERE ${a.sourceId} = ${sources.id} AND ${publicArticle(a, now)}) OR ${publicQuoteWhere(sql`${q.sourceId} = ${sources.id}`, now)} OR ${publicQuoteWhere(sql`${q.toldToId} = ${sources.id}`, now)})`,
}
