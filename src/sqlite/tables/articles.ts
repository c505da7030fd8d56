import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { Article } from '../../../schemas/articles.ts'
import type { Body } from '../../../schemas/body.ts'
import type { Picture } from '../../../schemas/common.ts'
import type { ArticleQuoteDraft, Quote } from '../../../schemas/quotes.ts'
import type { ArticleState } from '../../articles/rules.ts'
import { common } from './common.ts'
import { sources } from './named.ts'

export const articles = sqliteTable(
  'articles',
  {
    ...common,
    slug: text().notNull(),
    slugKey: text().notNull(),
    lang: text().notNull(),
    /** The primary language of `lang`: `ar` of `ar-LY`. */
    primaryLang: text().notNull(),
    title: text().notNull(),
    titleSort: text().notNull(),
    subtitle: text(),
    summary: text(),
    body: text({ mode: 'json' }).$type<Body>().notNull(),
    image: text({ mode: 'json' }).$type<Picture>(),
    section: text(),
    tags: text({ mode: 'json' }).$type<string[]>().notNull(),
    authors: text({ mode: 'json' }).$type<Article['authors']>().notNull(),
    sourceId: text().references(() => sources.id),
    canonicalUrl: text(),
    translationOf: text(),
    status: text().$type<Article['status']>().notNull(),
    publishAt: text(),
    embargoUntil: text(),
    expireAt: text(),
    publishedAt: text(),
    corrections: text({ mode: 'json' }).$type<Article['corrections']>().notNull(),
    withdrawnReason: text(),
    /** When it was withdrawn, if it had been public before. */
    withdrawnAt: text(),
    wordCount: integer().notNull(),
    /** The later of `publishAt` and `embargoUntil`. */
    visibleFrom: text().notNull(),
    publishedSort: text().notNull(),
    /** Goes up with every change to one of its quotes. */
    quotesVersion: integer().notNull(),
    quotesActor: text().notNull(),
  },
  (table) => [
    unique('articles_external_id').on(table.externalId),
    unique('articles_slug_key').on(table.slugKey),
    foreignKey({ columns: [table.translationOf], foreignColumns: [table.id] }),
    index('articles_published').on(table.publishedSort, table.id),
    index('articles_created').on(table.createdAt, table.id),
    index('articles_updated').on(table.updatedAt, table.id),
    index('articles_title').on(table.titleSort, table.id),
    index('articles_lang').on(table.primaryLang, table.publishedSort, table.id),
    index('articles_section').on(table.section, table.publishedSort, table.id),
    index('articles_source').on(table.sourceId, table.publishedSort, table.id),
    index('articles_status').on(table.status, table.publishedSort, table.id),
    index('articles_status_created').on(table.status, table.createdAt, table.id),
    index('articles_status_updated').on(table.status, table.updatedAt, table.id),
    index('articles_status_title').on(table.status, table.titleSort, table.id),
    index('articles_translation_of').on(table.translationOf),
    index('articles_visible_from').on(table.visibleFrom).where(sql`visible_from > ''`),
    index('articles_expire_at').on(table.expireAt).where(sql`expire_at IS NOT NULL`),
    index('articles_withdrawn').on(table.withdrawnAt, table.id).where(sql`withdrawn_at IS NOT NULL`),
    index('articles_trashed').on(table.trashedAt).where(sql`trashed_at IS NOT NULL`),
  ],
)

/** What an article shall become, before that is published. */
export const workingCopies = sqliteTable('working_copies', {
  articleId: text()
    .primaryKey()
    .references(() => articles.id, { onDelete: 'cascade' }),
  /** Names it in entity tags. */
  id: text().notNull(),
  version: integer().notNull(),
  /** The version of the article that it was begun from. */
  base: integer().notNull(),
  createdAt: text().notNull(),
  updatedAt: text().notNull(),
  actor: text().notNull(),
  actorName: text().notNull(),
  state: text({ mode: 'json' }).$type<ArticleState>().notNull(),
  /** All quotes that the article shall have; null when they stay. */
  quoteDrafts: text({ mode: 'json' }).$type<ArticleQuoteDraft[]>(),
  /** The quotes as they would be found in its text. */
  quotes: text({ mode: 'json' }).$type<Quote[]>().notNull(),
})

/** Links that show an article before it is public. Whoever revokes one deletes it. */
export const previews = sqliteTable(
  'previews',
  {
    id: text().primaryKey(),
    articleId: text()
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    createdAt: text().notNull(),
    expiresAt: text().notNull(),
    actor: text().notNull(),
    actorName: text().notNull(),
  },
  (table) => [index('previews_article').on(table.articleId, table.id)],
)

/** What an article is about, a row a tag. */
export const tags = sqliteTable(
  'tags',
  {
    tag: text().notNull(),
    articleId: text()
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.tag, table.articleId] }), index('tags_article').on(table.articleId)],
)
