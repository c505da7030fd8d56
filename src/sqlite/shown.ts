import { eq, type SQL, sql } from 'drizzle-orm'
import type { Kind } from '../store.ts'
import type { Db } from './connection.ts'
import { inIds } from './reading.ts'
import { articles, quotes, shown } from './tables.ts'
import { publicArticle } from './visibility.ts'

/** Something that can be public. */
export interface Thing {
  resource: Kind
  id: string
}

/** Something, and an article that makes it public. */
export type Shown = Thing & { articleId: string }

/** One text for a thing. */
export const keyOf = ({ resource, id }: Thing) => `${resource} ${id}`

/** What the public was told that these articles make public. */
export function readShown(db: Db, articleIds: string[]): Shown[] {
  return db.select().from(shown).where(inIds(shown.articleId, articleIds)).all()
}

/** Of these things those that the public was told are public. */
export function readShownOf(db: Db, things: Thing[]): Set<string> {
  const pairs = JSON.stringify(things.map(({ resource, id }) => [resource, id]))
  const found = db
    .selectDistinct({ resource: shown.resource, id: shown.id })
    .from(shown)
    .where(sql`(${shown.resource}, ${shown.id}) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${pairs}))`)
    .all()
  return new Set(found.map(keyOf))
}

/** What these articles make public at a time: themselves, their quotes, their sources, and who is quoted or was told. */
export function readPublic(db: Db, articleIds: string[], at: string): Shown[] {
  const where = sql`${inIds(articles.id, articleIds)} AND ${publicArticle(articles, at)}`
  const ofQuotes = (kind: SQL, id: SQL) =>
    sql`SELECT ${kind} AS resource, ${id} AS id, articles.id AS article_id FROM ${articles} CROSS JOIN ${quotes} WHERE ${where} AND ${quotes.articleId} = ${articles.id} AND ${quotes.trashedAt} IS NULL AND ${id} IS NOT NULL`
  const rows = db.values<[Kind, string, string]>(sql`
    SELECT 'articles' AS resource, id, id AS article_id FROM ${articles} WHERE ${where}
    UNION SELECT 'sources', source_id, id FROM ${articles} WHERE ${where} AND source_id IS NOT NULL
    UNION ${ofQuotes(sql`'quotes'`, sql`quotes.id`)}
    UNION ${ofQuotes(sql`'analysts'`, sql`quotes.analyst_id`)}
    UNION ${ofQuotes(sql`'sources'`, sql`quotes.source_id`)}
    UNION ${ofQuotes(sql`'sources'`, sql`quotes.told_to_id`)}`)
  return rows.map(([resource, id, articleId]) => ({ resource, id, articleId }))
}

/** Writes down what the public is told. */
export function writeShown(db: Db, added: Shown[], removed: Shown[]): void {
  for (const one of added) db.insert(shown).values(one).run()
  for (const { resource, id, articleId } of removed) {
    const one = sql`${eq(shown.resource, resource)} AND ${eq(shown.id, id)} AND ${eq(shown.articleId, articleId)}`
    db.delete(shown).where(one).run()
  }
}
