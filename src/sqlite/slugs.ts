import { and, eq, sql } from 'drizzle-orm'
import type { Fault } from '../../schemas/problem.ts'
import { Failure } from '../errors.ts'
import { type Kind, singular } from '../store.ts'
import { isSlug, numberedSlug, slugify, slugKey } from '../text/slug.ts'
import { statement } from './statements.ts'
import { articles } from './tables/articles.ts'
import { analysts, formerSlugs, sources } from './tables/named.ts'
import type { Work } from './work.ts'

/** The kinds that have slugs. */
export type SluggedKind = Exclude<Kind, 'quotes'>

/** Their tables. */
export const sluggedTables = { articles, sources, analysts } as unknown as Record<SluggedKind, typeof sources>

/**
 * The slug of a resource: the one asked for, else the one it has, else one made
 * from its title or name and numbered when another looks the same. Slugs that
 * others had before are taken as well. Throws `slug-taken` for one asked for.
 */
export function assignSlug(
  work: Work,
  kind: SluggedKind,
  wanted: { id: string; asked: string | null | undefined; present: string | undefined; from: string },
  faults: Fault[],
): string {
  const { id, asked, present, from } = wanted
  if (asked === undefined && present !== undefined) return present
  if (asked === null || asked === undefined) return freeSlug(work, kind, id, slugify(from))
  if (!isSlug(asked)) {
    const detail =
      'must be letters, digits and single hyphens, within 200 bytes when percent-encoded, without control, bidi or zero-width characters'
    faults.push({ pointer: '/slug', detail, code: 'wrong-format' })
    return asked
  }
  if (isTaken(work, kind, id, asked)) {
    const detail = `belongs, or belonged, to another ${singular[kind]}, or looks the same as one that does`
    throw new Failure('slug-taken', `The slug '${asked}' ${detail}.`, {
      faults: [{ pointer: '/slug', detail, code: 'duplicate' }],
    })
  }
  return asked
}

/** Remembers the slug that a resource had, so that it answers 308; forgets one that it takes up again. */
export function keepFormerSlug(work: Work, kind: SluggedKind, id: string, before: string, after: string): void {
  if (slugKey(before) === slugKey(after)) return
  work.db
    .delete(formerSlugs)
    .where(and(eq(formerSlugs.resource, kind), eq(formerSlugs.slugKey, slugKey(after))))
    .run()
  work.db
    .insert(formerSlugs)
    .values({ resource: kind, slugKey: slugKey(before), id })
    .run()
}

function freeSlug(work: Work, kind: SluggedKind, id: string, base: string): string {
  if (!isTaken(work, kind, id, base)) return base
  for (let n = 2; ; n = n < 5 ? n + 1 : nextNumber(work, kind, base, n)) {
    const slug = numberedSlug(base, n)
    if (!isTaken(work, kind, id, slug)) return slug
  }
}

/** Of titles that come back every day, jumps past the numbers already given. */
function nextNumber(work: Work, kind: SluggedKind, base: string, n: number): number {
  const table = sluggedTables[kind]
  const key = slugKey(base)
  const row = work.db
    .select({ count: sql<number>`count(*)` })
    .from(table)
    .where(sql`${table.slugKey} >= ${`${key}-`} AND ${table.slugKey} < ${`${key}.`}`)
    .get()
  return Math.max(n + 1, row?.count ?? 0)
}

function isTaken(work: Work, kind: SluggedKind, id: string, slug: string): boolean {
  const key = slugKey(slug)
  const present = `SELECT id FROM ${kind} WHERE slug_key = ?`
  const former = 'SELECT id FROM former_slugs WHERE resource = ? AND slug_key = ?'
  const holder = statement(work.db, present).get(key) ?? statement(work.db, former).get(kind, key)
  return holder !== undefined && (holder as { id: string }).id !== id
}
