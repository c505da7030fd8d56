import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { Article } from '../../../schemas/articles.ts'
import type { Quote, Span } from '../../../schemas/quotes.ts'
import type { Kind } from '../../store.ts'
import { articles } from './articles.ts'
import { common } from './common.ts'
import { analysts, sources } from './named.ts'

export const quotes = sqliteTable(
  'quotes',
  {
    ...common,
    /** Whether it went to the trash with its article, and comes back with it. */
    trashedWithArticle: integer({ mode: 'boolean' }).notNull(),
    articleId: text()
      .notNull()
      .references(() => articles.id),
    kind: text().$type<Quote['kind']>().notNull(),
    text: text().notNull(),
    previousText: text(),
    spans: text({ mode: 'json' }).$type<Span[]>().notNull(),
    analystId: text().references(() => analysts.id),
    sourceId: text().references(() => sources.id),
    role: text(),
    mention: text({ mode: 'json' }).$type<NonNullable<Quote['mention']>>(),
    cue: text(),
    toldToId: text().references(() => sources.id),
    lang: text().notNull(),
    isTranslation: integer({ mode: 'boolean' }).notNull(),
    originalText: text(),
    /** Where a quote without spans was asked to stand. */
    wantedPosition: integer(),
    position: integer().notNull(),
    status: text().$type<Quote['status']>().notNull(),
    anchor: text().$type<NonNullable<Quote['anchor']>>(),
    /** Leads to its words, as it is answered. */
    link: text(),
    note: text(),
    /** That of its article. */
    publishedSort: text().notNull(),
  },
  (table) => [
    unique('quotes_external_id').on(table.externalId),
    index('quotes_article').on(table.articleId, table.position, table.id),
    index('quotes_position').on(table.position, table.id),
    index('quotes_published').on(table.publishedSort, table.id),
    index('quotes_created').on(table.createdAt, table.id),
    index('quotes_updated').on(table.updatedAt, table.id),
    index('quotes_analyst').on(table.analystId, table.publishedSort, table.id).where(sql`analyst_id IS NOT NULL`),
    index('quotes_source').on(table.sourceId, table.publishedSort, table.id).where(sql`source_id IS NOT NULL`),
    index('quotes_told_to').on(table.toldToId, table.publishedSort, table.id).where(sql`told_to_id IS NOT NULL`),
    index('quotes_kind').on(table.kind, table.publishedSort, table.id),
    index('quotes_status').on(table.status, table.publishedSort, table.id),
    index('quotes_lang').on(table.lang, table.publishedSort, table.id),
    index('quotes_anchor').on(table.anchor, table.publishedSort, table.id),
    index('quotes_trashed').on(table.trashedAt).where(sql`trashed_at IS NOT NULL`),
  ],
)

/** The rows of the full-text indexes `search`, and of quotes `likeness`, which themselves hold words only. */
export const searchDocuments = sqliteTable(
  'search_documents',
  {
    rowid: integer().primaryKey({ autoIncrement: true }),
    resource: text().$type<Kind>().notNull(),
    id: text().notNull(),
  },
  (table) => [unique('search_documents_id').on(table.resource, table.id)],
)

/** The numbers that stand for analysts and sources in `voices`. */
export const speakers = sqliteTable(
  'speakers',
  {
    number: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull(),
  },
  (table) => [unique('speakers_id').on(table.id)],
)

/** The quotes of each article counted by voice, for statistics; nothing that is in the trash. */
export const voices = sqliteTable('voices', {
  articleId: text()
    .primaryKey()
    .references(() => articles.id, { onDelete: 'cascade' }),
  /* Those of the article. */
  status: text().$type<Article['status']>().notNull(),
  visibleFrom: text().notNull(),
  expireAt: text(),
  publishedSort: text().notNull(),
  section: text(),
  primaryLang: text().notNull(),
  lang: text().notNull(),
  /** How many quotes it has, those without a speaker among them. */
  quotes: integer().notNull(),
  /** `number:quotes:words` of each speaker, separated by spaces. */
  speakers: text().notNull(),
  /** The same of each source that was told. */
  toldTo: text().notNull(),
})
