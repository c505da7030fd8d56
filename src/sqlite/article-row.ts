import { type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Article } from '../../schemas/articles.ts'
import { type ArticleState, visibleFrom } from '../articles/rules.ts'
import { can } from '../caller.ts'
import { directionOf } from '../text/direction.ts'
import { sortKey } from '../text/names.ts'
import { slugKey } from '../text/slug.ts'
import { readingMinutes } from '../text/words.ts'
import type { Reading } from './reading.ts'
import { articles } from './tables/articles.ts'
import { publicArticle } from './visibility.ts'

export type ArticleRow = typeof articles.$inferSelect

/** The row as the members of an article; without a body when that was not selected. */
export function toArticle(row: Omit<ArticleRow, 'body'> & { body?: ArticleRow['body'] }): Article {
  return {
    id: row.id,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    externalId: row.externalId,
    slug: row.slug,
    lang: row.lang,
    dir: directionOf(row.lang),
    title: row.title,
    subtitle: row.subtitle,
    summary: row.summary,
    ...(row.body && { body: row.body }),
    image: row.image,
    section: row.section,
    tags: row.tags,
    authors: row.authors,
    sourceId: row.sourceId,
    canonicalUrl: row.canonicalUrl,
    translationOf: row.translationOf,
    status: row.status,
    publishAt: row.publishAt,
    embargoUntil: row.embargoUntil,
    expireAt: row.expireAt,
    publishedAt: row.publishedAt,
    corrections: row.corrections,
    withdrawnReason: row.withdrawnReason,
    wordCount: row.wordCount,
    readingMinutes: readingMinutes(row.wordCount),
  }
}

/** The members of an article as columns. */
export function toArticleRow({ dir: _, readingMinutes: __, ...article }: ArticleState) {
  return {
    ...article,
    slugKey: slugKey(article.slug),
    titleSort: sortKey(article.title),
    primaryLang: primaryLanguage(article.lang),
    visibleFrom: visibleFrom(article),
    publishedSort: article.publishedAt ?? '',
  }
}

/** `ar` of `ar-LY`. */
export function primaryLanguage(lang: string): string {
  return lang.split('-')[0] as string
}

const original = alias(articles, 'original') as unknown as typeof articles

/** The id of what an article translates; a translation of something that the caller may not see names no original. */
export function articleOriginal({ caller, now }: Reading): SQL {
  if (can(caller, 'drafts:read')) return sql`${articles.translationOf}`
  return sql`(SELECT ${original.id} FROM ${articles} original WHERE ${original.id} = ${articles.translationOf} AND ${publicArticle(original, now)})`
}
