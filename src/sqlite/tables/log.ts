import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Aside, ChangeAction, NamedKind, Shift } from '../../store.ts'

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
