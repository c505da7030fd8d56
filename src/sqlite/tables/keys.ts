import { index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { Scope } from '../../../schemas/keys.ts'

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
