import { and, gt, sql } from 'drizzle-orm'
import type { FreshnessStore, Mark, News } from '../cache/store.ts'
import type { Connection, Db } from './connection.ts'
import { changes } from './tables/log.ts'

/** With more changes than these everything counts as changed. */
const mostChanges = 1000

/** The store of what has changed: the log of changes, read when another connection has committed. */
export function createFreshnessStore({ reader, commits }: Connection): FreshnessStore {
  return {
    async news(since, time) {
      const commit = commits()
      if (since?.commit === commit) return null
      return { ...readNews(reader, since, commit), nextMoment: readNextMoment(reader, time) }
    },
  }
}

function readNews(db: Db, since: Mark | null, commit: number): Omit<News, 'nextMoment'> {
  const last = db
    .select({ sequence: sql<number>`coalesce(max(${changes.sequence}), 0)` })
    .from(changes)
    .get()
  const sequence = last?.sequence ?? 0
  const mark = { commit, sequence }
  if (!since || sequence - since.sequence > mostChanges) return { mark, changed: null }
  if (sequence === since.sequence) return { mark, changed: [] }
  const rows = db
    .select({ resource: changes.resource, id: changes.id, articleId: changes.articleId })
    .from(changes)
    .where(and(gt(changes.sequence, since.sequence), sql`${changes.action} NOT IN ('draft', 'discard')`))
    .all()
  const ids = new Set(rows.flatMap(({ id, articleId }) => (articleId === null ? [id] : [id, articleId])))
  const articleIds = rows.filter(({ resource }) => resource === 'articles').map(({ id }) => id)
  const kinds = new Set(rows.map(({ resource }) => resource))
  return { mark, changed: [...kinds, ...ids, ...translationsOf(db, articleIds)] }
}

/** An article names the translations of its text, and only those that are public. */
function translationsOf(db: Db, ids: string[]): string[] {
  if (ids.length === 0) return []
  const given = JSON.stringify(ids)
  return db
    .values<[string]>(sql`
      WITH originals (id) AS (
        SELECT value FROM json_each(${given})
        UNION SELECT translation_of FROM articles
        WHERE id IN (SELECT value FROM json_each(${given})) AND translation_of IS NOT NULL
      )
      SELECT id FROM originals UNION SELECT id FROM articles WHERE translation_of IN (SELECT id FROM originals)`)
    .map(([id]) => id)
}

/** Of two lower bounds SQLite starts from the first. */
function readNextMoment(db: Db, time: string): string | null {
  const [row] = db.values<[string | null]>(sql`
    SELECT min(moment) FROM (
      SELECT min(visible_from) AS moment FROM articles WHERE visible_from > ${time} AND visible_from > ''
      UNION ALL SELECT min(expire_at) FROM articles WHERE expire_at > ${time}
    )`)
  return row?.[0] ?? null
}
