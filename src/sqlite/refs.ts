import { and, eq, type SQL, sql } from 'drizzle-orm'
import { Moved } from '../errors.ts'
import type { Kind } from '../store.ts'
import { slugKey } from '../text/slug.ts'
import type { Db } from './connection.ts'
import { type SluggedKind, sluggedTables } from './slugs.ts'
import { formerSlugs, tables } from './tables.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * The condition that picks the row a ref names: an id, `ext:` and an external
 * key, or a slug. A slug picks by its folded key; `checkSlug` tells whether the
 * row's own slug was meant or another spelling of it.
 */
export function refCondition(kind: Kind, ref: string): SQL | undefined {
  const table = tables[kind]
  if (ref.startsWith('ext:')) return eq(table.externalId, ref.slice(4).normalize('NFC'))
  if (uuid.test(ref)) return eq(table.id, ref.toLowerCase())
  return kind === 'quotes' ? undefined : eq(sluggedTables[kind].slugKey, slugKey(ref.normalize('NFC')))
}

/** The row that a ref names, in the trash or not. Throws `Moved` for an earlier slug. */
export function anyRow(db: Db, kind: Kind, ref: string): { id: string; slug?: string } | undefined {
  const picked = refCondition(kind, ref)
  const row =
    picked && (db.select().from(tables[kind]).where(picked).get() as { id: string; slug?: string } | undefined)
  if (row) checkSlug(kind, ref, row)
  else checkFormerSlug(db, kind, ref, sql`1`)
  return row
}

/** Whether a ref is neither an id nor `ext:` and an external key. */
export function isWord(ref: string): boolean {
  return !ref.startsWith('ext:') && !uuid.test(ref)
}

/** Whether a ref is a slug, and so can be an earlier one. */
function isSlugRef(kind: Kind, ref: string): kind is SluggedKind {
  return kind !== 'quotes' && isWord(ref)
}

/** Throws `Moved` when a row was found by another spelling of its slug. */
export function checkSlug(kind: Kind, ref: string, row: { slug?: string }): void {
  if (isSlugRef(kind, ref) && row.slug !== undefined && row.slug !== ref.normalize('NFC')) throw new Moved(row.slug)
}

/** Throws `Moved` when the ref is an earlier slug of a resource that meets the condition. */
export function checkFormerSlug(db: Db, kind: Kind, ref: string, condition: SQL): void {
  if (!isSlugRef(kind, ref)) return
  const table = sluggedTables[kind]
  const row = db
    .select({ slug: table.slug })
    .from(formerSlugs)
    .innerJoin(table, eq(table.id, formerSlugs.id))
    .where(and(eq(formerSlugs.resource, kind), eq(formerSlugs.slugKey, slugKey(ref.normalize('NFC'))), condition))
    .get()
  if (row) throw new Moved(row.slug)
}

/** The id behind a ref of a row that meets the condition; an earlier slug counts. */
export function findId(db: Db, kind: Kind, ref: string, condition: SQL): string | undefined {
  const table = tables[kind]
  const picked = refCondition(kind, ref)
  if (!picked) return undefined
  const row = db.select({ id: table.id }).from(table).where(and(picked, condition)).get()
  if (row) return row.id as string
  if (!isSlugRef(kind, ref)) return undefined
  return db
    .select({ id: formerSlugs.id })
    .from(formerSlugs)
    .innerJoin(table, eq(table.id, formerSlugs.id))
    .where(and(eq(formerSlugs.resource, kind), eq(formerSlugs.slugKey, slugKey(ref.normalize('NFC'))), condition))
    .get()?.id
}
