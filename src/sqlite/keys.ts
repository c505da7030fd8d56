import { and, desc, eq, isNull, ne } from 'drizzle-orm'
import type { Key } from '../../schemas/keys.ts'
import { thePublic } from '../caller.ts'
import { notFound } from '../errors.ts'
import { toUtc } from '../formats.ts'
import { newId } from '../id.ts'
import type { KeyStore } from '../keys/store.ts'
import type { Connection, Db } from './connection.ts'
import { once } from './idempotency.ts'
import { selectRows } from './statements.ts'
import { keys } from './tables/keys.ts'

type Row = typeof keys.$inferSelect

/** The store of API keys. */
export function createKeyStore({ reader, write, now }: Connection): KeyStore {
  const byHash = (db: Db, hash: string) => selectRows(db, keys, 'hash = ?', hash)[0]
  return {
    create: ({ name, scopes, expiresAt }, hash, caller = null) =>
      write((db) =>
        once(db, now(), caller ?? thePublic, () => {
          const row = newRow(now(), { name, scopes, hash, expiresAt: expiresAt ? toUtc(expiresAt) : null })
          db.insert(keys).values(row).run()
          return toKey(row)
        }),
      ),
    async find(hash) {
      const row = byHash(reader, hash)
      return row ? toKey(row) : null
    },
    list: async () => reader.select().from(keys).orderBy(desc(keys.createdAt), desc(keys.id)).all().map(toKey),
    revoke: (id) =>
      write((db) => {
        const row = db.select().from(keys).where(eq(keys.id, id)).get()
        if (!row) throw notFound('key', id)
        if (row.revokedAt === null) db.update(keys).set({ revokedAt: now() }).where(eq(keys.id, id)).run()
      }),
    setAdminKey: (hash) =>
      write((db) => {
        const earlier = and(eq(keys.fromEnvironment, true), ne(keys.hash, hash ?? ''), isNull(keys.revokedAt))
        db.update(keys).set({ revokedAt: now() }).where(earlier).run()
        if (hash === null) return
        const present = byHash(db, hash)
        if (present) db.update(keys).set({ revokedAt: null }).where(eq(keys.id, present.id)).run()
        else {
          const row = newRow(now(), { name: 'ADMIN_KEY', scopes: ['admin'], hash, expiresAt: null })
          db.insert(keys)
            .values({ ...row, fromEnvironment: true })
            .run()
        }
      }),
    any: async () => reader.select({ id: keys.id }).from(keys).limit(1).get() !== undefined,
  }
}

function newRow(createdAt: string, given: Pick<Row, 'name' | 'scopes' | 'hash' | 'expiresAt'>): Row {
  return { id: newId(), createdAt, revokedAt: null, fromEnvironment: false, ...given }
}

function toKey({ id, name, scopes, createdAt, expiresAt, revokedAt }: Row): Key {
  return { id, name, scopes, createdAt, expiresAt, revokedAt }
}
