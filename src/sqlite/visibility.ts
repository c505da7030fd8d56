import { and, type SQL, sql } from 'drizzle-orm'
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { type Caller, can } from '../caller.ts'
import { isNamed, type Kind, type NamedKind } from '../store.ts'
import { articles } from './tables/articles.ts'
import { analysts, sources } from './tables/named.ts'
import { quotes, voices } from './tables/quotes.ts'

/** The time in a question that is built once: its placeholder `now`. */
export const anyTime = sql.placeholder('now') as unknown as string

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
export const publicArticle = (article: typeof articles, now: string | SQL) =>
  sql`${publishedNow(article, now)} AND ${article.trashedAt} IS NULL`

const publishedNow = (article: Record<'status' | 'visibleFrom' | 'expireAt', SQLiteColumn>, now: string | SQL) =>
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

/**
 * When a source or analyst ceases to exist for the public by itself: with the last
 * article that it depends on, or never. What `drafts:read` sees does not end.
 */
export function visibleUntil(kind: NamedKind, caller: Caller, now: string): SQL<string | null> {
  if (can(caller, 'drafts:read')) return sql`NULL`
  const referring = referrers[kind].map((from) => sql`${from} AND ${publicArticle(a, now)}`)
  const endless = referring.map((from) => sql`EXISTS (SELECT 1 ${from} AND ${a.expireAt} IS NULL)`)
  const lasts = referring.map((from) => sql`coalesce((SELECT max(${a.expireAt}) ${from}), '')`)
  const last = lasts.length === 1 ? lasts[0] : sql`max(${sql.join(lasts, sql`, `)})`
  /* Whole within another: Drizzle takes the names of the tables from the columns of what is selected. */
  return sql`${sql`CASE WHEN ${sql.join(endless, sql` OR `)} THEN NULL ELSE ${last} END`}`
}

/* Crossed, so that SQLite starts from the quotes of the one, not from all articles. */
const articlesOfQuotes = (condition: SQL) =>
  sql`FROM ${quotes} q CROSS JOIN ${articles} a WHERE ${condition} AND ${q.trashedAt} IS NULL AND ${a.id} = ${q.articleId}`

const referrers: Record<NamedKind, SQL[]> = {
  analysts: [articlesOfQuotes(sql`${q.analystId} = ${analysts.id}`)],
  sources: [
    sql`FROM ${articles} a WHERE ${a.sourceId} = ${sources.id}`,
    articlesOfQuotes(sql`${q.sourceId} = ${sources.id}`),
    articlesOfQuotes(sql`${q.toldToId} = ${sources.id}`),
  ],
}
