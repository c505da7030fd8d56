import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Article } from '../../schemas/articles.ts'
import type { Because } from '../../schemas/related.ts'
import { type Bond, mostRelated } from '../articles/relatedness.ts'
import type { Translations } from '../articles/store.ts'
import { can } from '../caller.ts'
import { articleOriginal } from './article-row.ts'
import { articleJson } from './documents.ts'
import { askAgain } from './query.ts'
import { earliest, inIds, type Reading } from './reading.ts'
import { readThose } from './reads.ts'
import { articles, tags } from './tables/articles.ts'
import { analysts, sources } from './tables/named.ts'
import { quotes } from './tables/quotes.ts'
import { anyTime, visible } from './visibility.ts'

/** The most articles that are weighed for each kind of reason: of more, the newest. */
const mostWeighed = 500

/** The articles that have most in common with one, of those the caller may see; the number of statements is constant. */
export function readRelated(reading: Reading, article: Article, limit: number) {
  const found = mostRelated(bondsOf(reading, article), limit)
  const ids = found.map(({ articleId }) => articleId)
  const { items: related } = readThose<Article>(reading, { kind: 'articles', json: articleJson }, ids, {
    body: false,
    include: [],
  })
  const names = namesOf(
    reading,
    found.flatMap(({ bonds }) => bonds),
  )
  const items = found.flatMap(({ articleId, bonds }) => {
    const article = related.get(articleId)
    return article ? [{ article, because: bonds.map((bond) => explained(bond, names)) }] : []
  })
  return { item: { items }, visibleUntil: earliest(items.map(({ article }) => article.expireAt)) }
}

/** The article that one translates and those that translate it, of those the caller may see; of a language the original first. */
export function readTranslations({ db, caller, now }: Reading, id: string): Translations {
  const name = `translations ${can(caller, 'drafts:read')}`
  const items = askAgain<{ id: string; lang: string; visibleUntil: string | null }>(db, name, { id, now }, () => {
    const self = sql.placeholder('id')
    const original = sql`(SELECT ${articleOriginal({ db, caller, now: anyTime })} FROM articles WHERE id = ${self})`
    /* Crossed, so that SQLite starts from these few, not from all that is published. */
    const few = sql`(SELECT ${original} AS id UNION SELECT id FROM articles WHERE translation_of IN (${self}, ${original}))`
    return sql`SELECT ${articles.id} AS id, ${articles.lang} AS lang, ${articles.expireAt} AS "visibleUntil"
      FROM ${few} AS few CROSS JOIN ${articles} ON ${articles.id} = few.id
      WHERE ${articles.id} <> ${self} AND ${visible('articles', caller, anyTime)}
      ORDER BY ${articles.lang}, ${articles.id} IS NOT ${original}, ${articles.id} LIMIT 100`
  })
  return { items, visibleUntil: earliest(items.map(({ visibleUntil }) => visibleUntil)) }
}

/** The other translations of its original as well, where the caller may see that. */
function translates(id: string, original: string | null): SQL {
  const known = original === null ? [id] : [id, original]
  return sql`(${articles.id} = ${original} OR ${inIds(articles.translationOf, known)}) AND ${articles.id} <> ${id}`
}

function bondsOf(reading: Reading, { id, translationOf, sourceId }: Article): Bond[] {
  const own = sql`(SELECT analyst_id FROM quotes WHERE article_id = ${id} AND trashed_at IS NULL)`
  const ownSources = sql`(SELECT source_id FROM quotes WHERE article_id = ${id} AND trashed_at IS NULL)`
  const ownTags = sql`(SELECT tag FROM tags WHERE article_id = ${id})`
  const inQuotes = eq(quotes.articleId, articles.id)
  const spoken = (speaks: SQL) => and(speaks, sql`${quotes.trashedAt} IS NULL`) as SQL
  return [
    ...bonds(reading, id, 'translation', sql`${articles.lang}`, translates(id, translationOf)),
    ...bonds(reading, id, 'voice', sql`${quotes.analystId}`, spoken(sql`${quotes.analystId} IN ${own}`), {
      table: quotes,
      on: inQuotes,
    }),
    ...bonds(reading, id, 'voice', sql`${quotes.sourceId}`, spoken(sql`${quotes.sourceId} IN ${ownSources}`), {
      table: quotes,
      on: inQuotes,
    }),
    ...bonds(reading, id, 'tag', sql`${tags.tag}`, sql`${tags.tag} IN ${ownTags}`, {
      table: tags,
      on: eq(tags.articleId, articles.id),
    }),
    ...bonds(reading, id, 'source', sql`${articles.sourceId}`, sql`${articles.sourceId} = ${sourceId}`),
  ]
}

function bonds(
  reading: Reading,
  id: string,
  kind: Because['kind'],
  about: SQL,
  condition: SQL,
  through?: { table: typeof quotes | typeof tags; on: SQL },
): Bond[] {
  const fields = { articleId: articles.id, publishedSort: articles.publishedSort, about: about as SQL<string> }
  const query = reading.db.selectDistinct(fields).from(articles).$dynamic()
  const joined = through ? query.innerJoin(through.table, through.on) : query
  const rows = joined
    .where(and(condition, sql`${articles.id} <> ${id}`, visible('articles', reading.caller, reading.now)))
    .orderBy(sql`${articles.publishedSort} DESC`, sql`${articles.id} DESC`)
    .limit(mostWeighed)
    .all()
  return rows.map((row) => ({ ...row, kind }))
}

/** Whoever speaks, or publishes, in an article that the caller may see, may be named. */
function namesOf({ db }: Reading, shared: Bond[]): Map<string, string> {
  const ids = shared.filter(({ kind }) => kind === 'voice' || kind === 'source').map(({ about }) => about)
  const named = [analysts, sources].flatMap((table) =>
    db.select({ id: table.id, name: table.name }).from(table).where(inIds(table.id, ids)).all(),
  )
  return new Map(named.map(({ id, name }) => [id, name]))
}

function explained({ kind, about }: Bond, names: Map<string, string>): Because {
  const name = names.get(about)
  return name === undefined ? { kind, name: about, id: null } : { kind, name, id: about }
}
