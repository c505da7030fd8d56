import { sql } from 'drizzle-orm'
import {
  foreignKey,
  index,
  integer,
  primaryKey,
  type SQLiteColumn,
  type SQLiteTable,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import type { Analyst, Role } from '../../schemas/analysts.ts'
import type { Article } from '../../schemas/articles.ts'
import type { Body } from '../../schemas/body.ts'
import type { Picture } from '../../schemas/common.ts'
import type { Scope } from '../../schemas/keys.ts'
import type { ArticleQuoteDraft, Quote, Span } from '../../schemas/quotes.ts'
import type { Source } from '../../schemas/sources.ts'
import type { ArticleState } from '../articles/rules.ts'
import type { Aside, ChangeAction, Kind, NamedKind, Shift } from '../store.ts'

/*
 * Times are RFC 3339 in UTC with milliseconds, so that they sort as text.
 * Columns named `…Sort` hold what a list is ordered by and are never null;
 * '' stands for "never". Names are camelCase here and snake_case in SQL.
 */

/** What every resource carries. `actor` is the id of the key that made the last change. */
const common = {
  id: text().primaryKey(),
  externalId: text(),
  version: integer().notNull(),
  createdAt: text().notNull(),
  updatedAt: text().notNull(),
  actor: text().notNull(),
  trashedAt: text(),
}

export const sources = sqliteTable(
  'sources',
  {
    ...common,
    /** The one that it was merged into; it is in the trash as well, so that nothing finds it. */
    mergedInto: text(),
    slug: text().notNull(),
    slugKey: text().notNull(),
    name: text().notNull(),
    nameSort: text().notNull(),
    names: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
    aliases: text({ mode: 'json' }).$type<string[]>().notNull(),
    kind: text().$type<Source['kind']>().notNull(),
    url: text(),
    country: text(),
    lang: text(),
    description: text(),
  },
  (table) => [
    unique('sources_external_id').on(table.externalId),
    unique('sources_slug_key').on(table.slugKey),
    index('sources_name').on(table.nameSort, table.id),
    index('sources_created').on(table.createdAt, table.id),
    index('sources_updated').on(table.updatedAt, table.id),
    index('sources_kind').on(table.kind, table.nameSort, table.id),
    index('sources_country').on(table.country, table.nameSort, table.id),
    index('sources_trashed').on(table.trashedAt).where(sql`trashed_at IS NOT NULL`),
    index('sources_merged').on(table.mergedInto).where(sql`merged_into IS NOT NULL`),
  ],
)

export const analysts = sqliteTable(
  'analysts',
  {
    ...common,
    /** The one that it was merged into; it is in the trash as well, so that nothing finds it. */
    mergedInto: text(),
    slug: text().notNull(),
    slugKey: text().notNull(),
    name: text().notNull(),
    nameSort: text().notNull(),
    names: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
    aliases: text({ mode: 'json' }).$type<string[]>().notNull(),
    roles: text({ mode: 'json' }).$type<Role[]>().notNull(),
    country: text(),
    topics: text({ mode: 'json' }).$type<Analyst['topics']>().notNull(),
    bio: text(),
    image: text({ mode: 'json' }).$type<Picture>(),
    sameAs: text({ mode: 'json' }).$type<string[]>().notNull(),
  },
  (table) => [
    unique('analysts_external_id').on(table.externalId),
    unique('analysts_slug_key').on(table.slugKey),
    index('analysts_name').on(table.nameSort, table.id),
    index('analysts_created').on(table.createdAt, table.id),
    index('analysts_updated').on(table.updatedAt, table.id),
    index('analysts_country').on(table.country, table.nameSort, table.id),
    index('analysts_trashed').on(table.trashedAt).where(sql`trashed_at IS NOT NULL`),
    index('analysts_merged').on(table.mergedInto).where(sql`merged_into IS NOT NULL`),
  ],
)

/** The sources that the roles of an analyst name as affiliation. */
export const affiliations = sqliteTable(
  'affiliations',
  {
    analystId: text()
      .notNull()
      .references(() => analysts.id, { onDelete: 'cascade' }),
    sourceId: text()
      .notNull()
      .references(() => sources.id),
  },
  (table) => [
    primaryKey({ columns: [table.analystId, table.sourceId] }),
    index('affiliations_source').on(table.sourceId),
  ],
)

/** What an analyst speaks about, a row a topic. */
export const topics = sqliteTable(
  'topics',
  {
    topic: text().notNull(),
    analystId: text()
      .notNull()
      .references(() => analysts.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.topic, table.analystId] }), index('topics_analyst').on(table.analystId)],
)

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

/** The names of a source or analyst, in whatever language, and its aliases: a row each. Two may share a key. */
export const names = sqliteTable(
  'names',
  {
    resource: text().$type<NamedKind>().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    lang: text(),
    /** The name key. */
    key: text().notNull(),
    /** The consonants of the key, on which transliterations meet. */
    skeleton: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.resource, table.id, table.name] }),
    index('names_key').on(table.resource, table.key, table.id),
    index('names_skeleton').on(table.resource, table.skeleton, table.id),
  ],
)

/** The words of the name keys. */
export const nameTokens = sqliteTable(
  'name_tokens',
  {
    resource: text().$type<NamedKind>().notNull(),
    token: text().notNull(),
    id: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.resource, table.token, table.id] }),
    index('name_tokens_id').on(table.resource, table.id, table.token),
  ],
)

/** What a merge moved, so that it can be undone: references by their field, and names that the survivor took over. */
export const mergeMoves = sqliteTable(
  'merge_moves',
  {
    mergedId: text().notNull(),
    resource: text().$type<Kind>().notNull(),
    id: text().notNull(),
    field: text().notNull(),
    /** Of `aliases` the alias, of `names` the language; else ''. */
    value: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.mergedId, table.resource, table.id, table.field, table.value] })],
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

/** Slugs that a resource had before: they answer 308 and are given to nobody else. */
export const formerSlugs = sqliteTable(
  'former_slugs',
  {
    resource: text().notNull(),
    slugKey: text().notNull(),
    id: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.resource, table.slugKey] }),
    index('former_slugs_id').on(table.resource, table.id),
  ],
)

/** The one log of every write, in the transaction of the write. */
export const changes = sqliteTable(
  'changes',
  {
    sequence: integer().primaryKey({ autoIncrement: true }),
    at: text().notNull(),
    resource: text().notNull(),
    id: text().notNull(),
    /** Of a quote: its article. */
    articleId: text(),
    version: integer().notNull(),
    action: text().$type<ChangeAction | Shift | Aside>().notNull(),
    actor: text().notNull(),
    actorName: text().notNull(),
    /** Whether a check was overridden with `force=true`. */
    forced: integer({ mode: 'boolean' }).notNull(),
    /** What `Isnad-Message` said of it. */
    message: text(),
    /** What it was to the public, and its number among such changes, which has no gaps; null when it was nothing. */
    publicAction: text().$type<Shift | 'update'>(),
    publicSequence: integer(),
  },
  (table) => [
    index('changes_resource').on(table.resource, table.id, table.version),
    uniqueIndex('changes_public').on(table.publicSequence).where(sql`public_sequence IS NOT NULL`),
  ],
)

/** The articles that the public was last told are public, and what is by them: ids. */
export const shownArticles = sqliteTable('shown_articles', {
  articleId: text().primaryKey(),
  quotes: text({ mode: 'json' }).$type<string[]>().notNull(),
  sources: text({ mode: 'json' }).$type<string[]>().notNull(),
  analysts: text({ mode: 'json' }).$type<string[]>().notNull(),
})

/** The sources and analysts among these, and by how many articles they are public. */
export const shownNames = sqliteTable(
  'shown_names',
  {
    resource: text().$type<NamedKind>().notNull(),
    id: text().notNull(),
    articles: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.resource, table.id] })],
)

/** The state of a resource before each change, by the version it had. */
export const revisions = sqliteTable(
  'revisions',
  {
    resource: text().notNull(),
    id: text().notNull(),
    version: integer().notNull(),
    state: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.resource, table.id, table.version] })],
)

export const keys = sqliteTable(
  'keys',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    scopes: text({ mode: 'json' }).$type<Scope[]>().notNull(),
    /** SHA-256 of the key, hexadecimal. */
    hash: text().notNull(),
    createdAt: text().notNull(),
    expiresAt: text(),
    revokedAt: text(),
    /** Whether it was set by ADMIN_KEY. */
    fromEnvironment: integer({ mode: 'boolean' }).notNull(),
  },
  (table) => [unique('keys_hash').on(table.hash)],
)

/** What a write with an idempotency key answered, by the id of the API key and the idempotency key. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    keyId: text().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    result: text({ mode: 'json' }).$type<unknown>(),
    createdAt: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.key] }), index('idempotency_keys_created').on(table.createdAt)],
)

/** What the installation keeps for itself, such as the secret that signs cursors. */
export const settings = sqliteTable('settings', {
  name: text().primaryKey(),
  value: text().notNull(),
})

/** The columns that every resource has. */
type CommonTable = SQLiteTable & Record<keyof typeof common, SQLiteColumn>

/** The table of each kind. */
export const tables: Record<Kind, CommonTable> = { articles, sources, analysts, quotes }
