import { sql } from 'drizzle-orm'
import { index, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { Analyst, Role } from '../../../schemas/analysts.ts'
import type { Picture } from '../../../schemas/common.ts'
import type { Source } from '../../../schemas/sources.ts'
import type { Kind, NamedKind } from '../../store.ts'
import { common } from './common.ts'

/** What has names and can be merged carries besides. */
const named = {
  ...common,
  /** The one that it was merged into; it is in the trash as well, so that nothing finds it. */
  mergedInto: text(),
  slug: text().notNull(),
  slugKey: text().notNull(),
  name: text().notNull(),
  nameSort: text().notNull(),
  names: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
  aliases: text({ mode: 'json' }).$type<string[]>().notNull(),
}

export const sources = sqliteTable(
  'sources',
  {
    ...named,
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
    ...named,
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
