import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Kind, NamedKind } from '../store.ts'
import { toAnalyst } from './analyst-row.ts'
import { toArticle } from './article-row.ts'
import type { Db } from './connection.ts'
import { toQuote } from './quote-row.ts'
import { inIds } from './reading.ts'
import { articles } from './tables/articles.ts'
import { affiliations, analysts } from './tables/named.ts'
import { quotes } from './tables/quotes.ts'
import { keepRevision, log, nextIdentity, type Work } from './work.ts'

/** What refers to a source or analyst, and by which members. */
interface Reference {
  resource: Exclude<Kind, 'sources'>
  id: string
  fields: string[]
}

/** A reference that was moved; `version` is the one that this made. */
export interface MovedReference {
  resource: Reference['resource']
  id: string
  field: string
  version: number
}

/** Everything that refers to a source or analyst, in the trash or not. */
export function referencesTo(db: Db, kind: NamedKind, id: string): Reference[] {
  const by = (resource: Reference['resource'], own: SQLiteColumn, column: SQLiteColumn, fields: string[]) =>
    db
      .select({ id: own })
      .from(own.table)
      .where(eq(column, id))
      .all()
      .map((row) => ({ resource, id: row.id as string, fields }))
  if (kind === 'analysts') return by('quotes', quotes.id, quotes.analystId, ['analystId'])
  const speaks = by('quotes', quotes.id, quotes.sourceId, ['sourceId', 'toldToId'])
  const seen = new Set(speaks.map((reference) => reference.id))
  const hears = by('quotes', quotes.id, quotes.toldToId, ['toldToId']).filter((reference) => !seen.has(reference.id))
  return [
    ...speaks,
    ...hears,
    ...by('articles', articles.id, articles.sourceId, ['sourceId']),
    ...by('analysts', affiliations.analystId, affiliations.sourceId, ['roles']),
  ]
}

/** Makes what named `from` name `to`, each holder as a new version. What names something else by now stays. */
export function moveReferences(work: Work, references: Reference[], from: string, to: string): MovedReference[] {
  const of = (kind: Reference['resource']) => references.filter(({ resource }) => resource === kind)
  return [
    ...moveMany(work, 'quotes', of('quotes'), from, to),
    ...moveMany(work, 'articles', of('articles'), from, to),
    ...of('analysts').flatMap(({ id }) => moveRoles(work, id, from, to)),
  ]
}

const many = { quotes: { table: quotes, toItem: toQuote }, articles: { table: articles, toItem: toArticle } }

/**
 * Quotes and articles are many: they are changed by one statement for all that
 * name it by the same members. A statement for each would have SQLite keep the
 * pages that it touches for each, and take the square of their number.
 */
function moveMany(work: Work, resource: keyof typeof many, references: Reference[], from: string, to: string) {
  const { table, toItem } = many[resource]
  const fieldsById = new Map<string, string[]>()
  for (const { id, fields } of references) fieldsById.set(id, [...(fieldsById.get(id) ?? []), ...fields])
  const idsByFields = new Map<string, string[]>()
  const moved = [...fieldsById].flatMap(([id, fields]): MovedReference[] => {
    const row = work.db.select().from(table).where(eq(table.id, id)).get()
    const named = row ? fields.filter((field) => row[field as 'sourceId'] === from) : []
    if (!row || named.length === 0) return []
    const before = toItem(row as never)
    const next = nextIdentity(work, before)
    keepRevision(work, resource, before)
    log(work, resource, { ...before, ...next }, 'update')
    const ids = idsByFields.get(named.join())
    if (ids) ids.push(id)
    else idsByFields.set(named.join(), [id])
    return named.map((field) => ({ resource, id, field, version: next.version }))
  })
  for (const [fields, ids] of idsByFields) {
    const change = Object.fromEntries(fields.split(',').map((field) => [field, to]))
    work.db
      .update(table)
      .set({ ...change, version: sql`version + 1`, updatedAt: work.now, actor: work.caller.keyId })
      .where(inIds(table.id, ids))
      .run()
    if (resource === 'quotes') countChanges(work, ids)
  }
  return moved
}

/** Whether any of them stands in an article that is live, or is one. */
export function isAnyLive(db: Db, references: Pick<Reference, 'resource' | 'id'>[]): boolean {
  const ids = (resource: Kind) => references.filter((one) => one.resource === resource).map(({ id }) => id)
  const live = sql`${articles.status} <> 'draft' AND ${articles.trashedAt} IS NULL`
  const found = (articleIs: SQL) =>
    db.select({ id: articles.id }).from(articles).where(and(live, articleIs)).limit(1).get() !== undefined
  return (
    found(inIds(articles.id, ids('articles'))) ||
    found(
      sql`${articles.id} IN (SELECT article_id FROM quotes WHERE trashed_at IS NULL AND id IN (SELECT value FROM json_each(${JSON.stringify(ids('quotes'))})))`,
    )
  )
}

/** The roles of an analyst that name it as their affiliation. */
function moveRoles(work: Work, id: string, from: string, to: string): MovedReference[] {
  const row = work.db.select().from(analysts).where(eq(analysts.id, id)).get()
  if (!row?.roles.some(({ affiliation }) => affiliation === from)) return []
  const before = toAnalyst(row)
  const next = nextIdentity(work, before)
  const roles = before.roles.map((role) => (role.affiliation === from ? { ...role, affiliation: to } : role))
  keepRevision(work, 'analysts', before)
  work.db
    .update(analysts)
    .set({ roles, ...next, actor: work.caller.keyId })
    .where(eq(analysts.id, id))
    .run()
  work.db
    .delete(affiliations)
    .where(and(eq(affiliations.analystId, id), eq(affiliations.sourceId, from)))
    .run()
  work.db.insert(affiliations).values({ analystId: id, sourceId: to }).onConflictDoNothing().run()
  log(work, 'analysts', next, 'update')
  return [{ resource: 'analysts', id, field: 'roles', version: next.version }]
}

/** The articles of the quotes count one more change to these. */
function countChanges(work: Work, quoteIds: string[]): void {
  work.db
    .update(articles)
    .set({ quotesVersion: sql`quotes_version + 1`, quotesActor: work.caller.keyId })
    .where(
      sql`${articles.id} IN (SELECT article_id FROM quotes WHERE id IN (SELECT value FROM json_each(${JSON.stringify(quoteIds)})))`,
    )
    .run()
}
