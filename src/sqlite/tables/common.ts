import { integer, text } from 'drizzle-orm/sqlite-core'

/*
 * Times are RFC 3339 in UTC with milliseconds, so that they sort as text.
 * Columns named `…Sort` hold what a list is ordered by and are never null;
 * '' stands for "never". Names are camelCase here and snake_case in SQL.
 */

/** What every resource carries. `actor` is the id of the key that made the last change. */
export const common = {
  id: text().primaryKey(),
  externalId: text(),
  version: integer().notNull(),
  createdAt: text().notNull(),
  updatedAt: text().notNull(),
  actor: text().notNull(),
  trashedAt: text(),
}
