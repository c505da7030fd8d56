import { type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { pageSize, type SitemapArticle, type SitemapStore } from '../feeds/sitemap-store.ts'
import type { Connection, Db } from './connection.ts'
import { articles } from './tables/articles.ts'
import { publicArticle } from './visibility.ts'

const a = alias(articles, 'a') as unknown as typeof articles

type Chunk = { month: string; changedAt: string; lastSort: string; lastId: string }
type Row = Omit<SitemapArticle, 'alternates'> & { translationOf: string | null; visibleUntil: string | null }
type Relative = { id: string; translationOf: string | null; lang: string; slug: string; canonicalUrl: string | null }
type Relatives = { originals: Map<string, Relative>; byOriginal: Map<string, Relative[]> }

/** The sitemaps over the index of `published_sort`: each page is one range of it. */
export function createSitemapStore(connection: Connection): SitemapStore {
  const db = connection.reader
  return {
    async pages() {
      const found = []
      let number = 0
      for (let last: Chunk | null = null; ; ) {
        const chunk: Chunk | undefined = nextChunk(db, connection.now(), last)
        if (!chunk) return found
        number = chunk.month === last?.month ? number + 1 : 1
        found.push({ name: number === 1 ? chunk.month : `${chunk.month}-${number}`, changedAt: chunk.changedAt })
        last = chunk
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    async page(name) {
      const [, month = '', number = '1'] = /^(\d{4}-\d\d)(?:-([2-9]|[1-9]\d{1,5}))?$/.exec(name) ?? []
      if (month === '') return null
      const now = connection.now()
      const offset = (Number(number) - 1) * pageSize
      const range = sql`published_sort >= ${month} AND published_sort < ${`${month}~`} AND ${publicArticle(a, now)}`
      const rows = readRows(db, sql`${range} ORDER BY published_sort, a.id LIMIT ${pageSize} OFFSET ${offset}`)
      if (rows.length === 0) return null
      const related = relativesOf(db, rows, now)
      return pageOf(rows, (row) => alternatesOf(row, related))
    },
    async since(time) {
      const range = sql`published_sort >= ${time} AND ${publicArticle(a, connection.now())}`
      const rows = readRows(db, sql`${range} ORDER BY published_sort DESC, a.id DESC LIMIT 1000`)
      return pageOf(rows, () => [])
    },
  }
}

/** What comes after a chunk, of one month: found by the index, whatever lies before. */
function nextChunk(db: Db, now: string, last: Chunk | null): Chunk | undefined {
  const beyond = last ? sql`(published_sort, a.id) > (${last.lastSort}, ${last.lastId})` : sql`published_sort > ''`
  const first = db.get<{ sort: string } | undefined>(
    sql`SELECT published_sort AS sort FROM articles a WHERE ${beyond} AND ${publicArticle(a, now)} ORDER BY published_sort, a.id LIMIT 1`,
  )
  if (!first) return undefined
  const month = first.sort.slice(0, 7)
  return db.get<Chunk>(sql`
    WITH page AS (
      SELECT published_sort AS sort, a.id AS id, a.updated_at AS changed FROM articles a
      WHERE ${beyond} AND published_sort < ${`${month}~`} AND ${publicArticle(a, now)}
      ORDER BY published_sort, a.id LIMIT ${pageSize}
    ), last AS (SELECT sort, id FROM page ORDER BY sort DESC, id DESC LIMIT 1)
    SELECT ${month} AS month, max(changed) AS changedAt, last.sort AS lastSort, last.id AS lastId FROM page, last`)
}

function readRows(db: Db, where: SQL): Row[] {
  return db.all<Row>(sql`
    SELECT a.id AS id, a.slug AS slug, canonical_url AS canonicalUrl, a.lang AS lang, title,
      (SELECT name FROM sources WHERE sources.id = a.source_id) AS publication,
      published_sort AS publishedAt, a.updated_at AS updatedAt, translation_of AS translationOf,
      expire_at AS visibleUntil
    FROM articles a WHERE ${where}`)
}

function pageOf(rows: Row[], alternates: (row: Row) => SitemapArticle['alternates']) {
  const ends = rows.flatMap(({ visibleUntil }) => visibleUntil ?? []).sort()
  const items = rows.map((row) => {
    const { visibleUntil: _, translationOf: __, ...article } = row
    return { ...article, alternates: alternates(row) }
  })
  return { items, visibleUntil: ends[0] ?? null }
}

/** What the articles translate and what translates that or them, as far as the public may see it. */
function relativesOf(db: Db, rows: Row[], now: string): Relatives {
  const ids = JSON.stringify(
    rows.flatMap(({ id, translationOf }) => [id, ...(translationOf === null ? [] : [translationOf])]),
  )
  const wanted = sql`(SELECT value FROM json_each(${ids}))`
  const fields = sql`a.id AS id, translation_of AS translationOf, a.lang AS lang, a.slug AS slug, canonical_url AS canonicalUrl`
  const isPublic = publicArticle(a, now)
  const translations = db.all<Relative>(
    sql`SELECT ${fields} FROM articles a INDEXED BY articles_translation_of WHERE translation_of IN ${wanted} AND ${isPublic} ORDER BY a.id`,
  )
  const originalIds = JSON.stringify(rows.flatMap(({ translationOf }) => translationOf ?? []))
  const originals = db.all<Relative>(
    sql`SELECT ${fields} FROM articles a INDEXED BY sqlite_autoindex_articles_1 WHERE a.id IN (SELECT value FROM json_each(${originalIds})) AND ${isPublic}`,
  )
  const byOriginal = new Map<string, Relative[]>()
  for (const one of translations) {
    const original = one.translationOf as string
    byOriginal.set(original, [...(byOriginal.get(original) ?? []), one])
  }
  return { originals: new Map(originals.map((one) => [one.id, one])), byOriginal }
}

/** Through an original that the public may not see, nothing is related. The article itself comes first for its language. */
function alternatesOf(row: Row, { originals, byOriginal }: Relatives): SitemapArticle['alternates'] {
  const original = originals.get(row.translationOf ?? '')
  const siblings = original ? [original, ...(byOriginal.get(original.id) ?? [])] : []
  const others = [...siblings, ...(byOriginal.get(row.id) ?? [])].filter(({ id }) => id !== row.id)
  if (others.length === 0) return []
  const byLanguage = new Map([row, ...others].reverse().map((one) => [one.lang, one]))
  return [...byLanguage.values()].map(({ lang, slug, canonicalUrl }) => ({ lang, slug, canonicalUrl }))
}
