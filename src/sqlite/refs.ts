import { and, eq, type SQL, sql } from 'drizzle-orm'
import { Moved } from '../errors.ts'
import { isNamed, type Kind, type NamedKind } from '../store.ts'
import { slugKey } from '../text/slug.ts'
import type { Db } from './connection.ts'
import { type SluggedKind, sluggedTables } from './slugs.ts'
import { statement } from './statements.ts'
import { formerSlugs } from './tables/named.ts'
import { tables } from './tables.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * The condition that picks the row a ref names: an id, `ext:` and an external
 * key, or a slug. A slug picks by its folded key; `checkSlug` tells whether the
 * row's own slug was meant or another spelling of it.
 */
export function refCondition(kind: Kind, ref: string): SQL | undefined {
  const table = tables[kind]
  const { column, value } = refColumn(kind, ref) ?? {}
  if (column === 'external_id') return eq(table.externalId, value)
  if (column === 'id') return eq(table.id, value)
  return kind === 'quotes' ? undefined : eq(sluggedTables[kind].slugKey, value as string)
}

/** The column that a ref names a row by, and what is in it. */
export function refColumn(
  kind: Kind,
  ref: string,
): { column: 'external_id' | 'id' | 'slug_key'; value: string } | undefined {
  if (ref.startsWith('ext:')) return { column: 'external_id', value: ref.slice(4).normalize('NFC') }
  if (uuid.test(ref)) return { column: 'id', value: ref.toLowerCase() }
  return kind === 'quotes' ? undefined : { column: 'slug_key', value: slugKey(ref.normalize('NFC')) }
}

/** The id behind a ref of what is not in the trash, as `findId` finds it. */
export function findPresentId(db: Db, kind: Kind, ref: string): string | undefined {
  const picked = refColumn(kind, ref)
  if (!picked) return undefined
  const found = statement(db, `SELECT id FROM ${kind} WHERE ${picked.column} = ? AND trashed_at IS NULL`).get(
    picked.value,
  )
  return found ? (found as { id: string }).id : findId(db, kind, ref, sql`${tables[kind].trashedAt} IS NULL`)
}

/** The row that a ref names, in the trash or merged or not. Throws `Moved` for an earlier slug. */
export function anyRow(db: Db, kind: Kind, ref: string): { id: string; slug?: string } | undefined {
  const picked = refCondition(kind, ref)
  const row =
    picked && (db.select().from(tables[kind]).where(picked).get() as { id: string; slug?: string } | undefined)
  if (row) checkSlug(kind, ref, row)
  const former = row ? undefined : byFormerSlug(db, kind, ref, sql`1`)
  if (former) throw new Moved(former.slug)
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

/**
 * Throws `Moved` when the ref is an earlier slug of a resource that meets the
 * condition, or any ref of one that was merged into such a resource.
 */
export function checkMoved(db: Db, kind: Kind, ref: string, condition: SQL): void {
  const row =
    byFormerSlug(db, kind, ref, sql`${condition} AND ${notMerged(kind)}`) ?? bySurvivor(db, kind, ref, condition)
  if (row) throw new Moved(row.slug)
}

/** The id behind a ref of a row that meets the condition; an earlier slug counts, and so does a ref of what was merged. */
export function findId(db: Db, kind: Kind, ref: string, condition: SQL): string | undefined {
  const table = tables[kind]
  const picked = refCondition(kind, ref)
  if (!picked) return undefined
  const row = db.select({ id: table.id }).from(table).where(and(picked, condition)).get()
  if (row) return row.id as string
  return (byFormerSlug(db, kind, ref, condition) ?? bySurvivor(db, kind, ref, condition))?.id
}

/** What was merged is found under no ref but to read its versions. */
function notMerged(kind: Kind): SQL {
  return isNamed(kind) ? sql`${sluggedTables[kind].mergedInto} IS NULL` : sql`1`
}

/** The source or analyst that a ref names, if it was merged into another. */
export function mergedRow(db: Db, kind: NamedKind, ref: string): { id: string; mergedInto: string } | undefined {
  const table = sluggedTables[kind]
  const wasMerged = sql`${table.mergedInto} IS NOT NULL`
  const former = byFormerSlug(db, kind, ref, wasMerged)
  const picked = former ? eq(table.id, former.id) : refCondition(kind, ref)
  const { id, mergedInto } = table
  const row = db.select({ id, mergedInto }).from(table).where(and(picked, wasMerged)).get()
  return row as { id: string; mergedInto: string } | undefined
}

/** The one that something was merged into, the one that this was merged into, and so on to the last. */
export function survivors(db: Db, kind: NamedKind, into: string): string[] {
  const table = sluggedTables[kind]
  const path: string[] = []
  for (let id: string | null | undefined = into; id; ) {
    path.push(id)
    id = db.select({ next: table.mergedInto }).from(table).where(eq(table.id, id)).get()?.next
  }
  return path
}

function bySurvivor(db: Db, kind: Kind, ref: string, condition: SQL): { id: string; slug: string } | undefined {
  if (!isNamed(kind)) return undefined
  const table = sluggedTables[kind]
  const merged = mergedRow(db, kind, ref)
  const last = merged && (survivors(db, kind, merged.mergedInto).at(-1) as string)
  if (!last) return undefined
  const { id, slug } = table
  return db
    .select({ id, slug })
    .from(table)
    .where(and(eq(id, last), condition))
    .get()
}

function byFormerSlug(db: Db, kind: Kind, ref: string, condition: SQL): { id: string; slug: string } | undefined {
  if (!isSlugRef(kind, ref)) return undefined
  const table = sluggedTables[kind]
  return db
    .select({ id: table.id, slug: table.slug })
    .from(formerSlugs)
    .innerJoin(table, eq(table.id, formerSlugs.id))
    .where(and(eq(formerSlugs.resource, kind), eq(formerSlugs.slugKey, slugKey(ref.normalize('NFC'))), condition))
    .get()
}
