import Database from 'better-sqlite3'
import type { Quote } from '../../schemas/quotes.ts'
import { linkTo } from '../../src/quotes/text-fragment.ts'

type Item = Record<string, unknown>

const publicly = (table: string) =>
  `${table}.status = 'published' AND ${table}.visible_from <= ? AND (${table}.expire_at IS NULL OR ${table}.expire_at > ?) AND ${table}.trashed_at IS NULL`
const common = 'id, external_id AS externalId, version, created_at AS createdAt, updated_at AS updatedAt'
const named = `${common}, slug, name, names, aliases, country`
const article = `${common}, slug, lang, title, subtitle, summary, image, section, tags, authors, source_id AS sourceId,
  canonical_url AS canonicalUrl, translation_of AS translationOf, status, publish_at AS publishAt, embargo_until AS embargoUntil,
  expire_at AS expireAt, published_at AS publishedAt, corrections, withdrawn_reason AS withdrawnReason, word_count AS wordCount`
const quote = `${common}, article_id AS articleId, kind, text, previous_text AS previousText, spans, analyst_id AS analystId,
  source_id AS sourceId, role, mention, cue, told_to_id AS toldToId, lang, is_translation AS isTranslation,
  original_text AS originalText, position, status, anchor, note, published_sort AS publishedAt`
const order = 'ORDER BY published_sort DESC, id DESC LIMIT 21'

/** What is usually written first: a prepared statement for each question, rows as objects, and JSON parsed to be written again. */
export function openMinimal(path: string) {
  const db = new Database(path, { readonly: true })
  const articleOf = db.prepare(`SELECT ${article}, body FROM articles WHERE id = ? AND ${publicly('articles')}`)
  const sourceOf = db.prepare(`SELECT ${named}, kind, url, lang, description FROM sources WHERE id = ?`)
  const quotesOf = db.prepare(
    `SELECT ${quote} FROM quotes WHERE article_id = ? AND trashed_at IS NULL ORDER BY position, id`,
  )
  const analystsOf = db.prepare(`SELECT ${named}, roles, topics, bio, image, same_as AS sameAs FROM analysts
    WHERE id IN (SELECT analyst_id FROM quotes WHERE article_id = ? AND trashed_at IS NULL)`)
  const first = db.prepare(`SELECT ${article} FROM articles WHERE ${publicly('articles')} ${order}`)
  const next = db.prepare(
    `SELECT ${article} FROM articles WHERE (published_sort, id) < (?, ?) AND ${publicly('articles')} ${order}`,
  )
  const quotesBy = db.prepare(`SELECT ${quote} FROM quotes WHERE analyst_id = ? AND trashed_at IS NULL AND EXISTS
    (SELECT 1 FROM articles a WHERE a.id = article_id AND ${publicly('a')}) ${order}`)

  return {
    /** An article with its source, and its quotes with who said them. */
    article(id: string) {
      const now = new Date().toISOString()
      const item = toArticle(articleOf.get(id, now, now))
      const analysts = new Map(analystsOf.all(id).map((row) => [(row as Item).id, toAnalyst(row)]))
      return {
        ...item,
        source: { ...parsed(sourceOf.get(item.sourceId), ['names', 'aliases']), dir: 'rtl' },
        quotes: quotesOf.all(id).map((row) => ({ ...toQuote(row), analyst: analysts.get((row as Item).analystId) })),
      }
    },
    /** 20 articles. */
    list(cursor?: string) {
      const now = new Date().toISOString()
      const after =
        cursor && (JSON.parse(Buffer.from(cursor.split('.')[0] as string, 'base64url').toString()) as string[])
      return page((after ? next.all(...after, now, now) : first.all(now, now)).map(toArticle))
    },
    /** 20 quotes of an analyst. */
    quotesBy(id: string) {
      const now = new Date().toISOString()
      return page(quotesBy.all(id, now, now).map(toQuote))
    },
  }
}

function toArticle(row: unknown): Item {
  const item = parsed(row, ['body', 'image', 'tags', 'authors', 'corrections'])
  return { ...item, dir: 'rtl', readingMinutes: Math.ceil(Number(item.wordCount) / 250) }
}

function toQuote(row: unknown): Item {
  const item = parsed(row, ['spans', 'mention'])
  const { articleId, spans, anchor, isTranslation } = item as unknown as Quote
  return { ...item, dir: 'rtl', isTranslation: Boolean(isTranslation), link: linkTo(articleId, spans, anchor) }
}

function toAnalyst(row: unknown): Item {
  return parsed(row, ['names', 'aliases', 'roles', 'topics', 'image', 'sameAs'])
}

function parsed(row: unknown, names: string[]): Item {
  const item = row as Item
  for (const name of names) if (typeof item[name] === 'string') item[name] = JSON.parse(item[name])
  return item
}

function page(rows: Item[]) {
  const items = rows.slice(0, 20)
  const last = items.at(-1)
  const position = JSON.stringify([last?.publishedAt, last?.id])
  return { items, nextCursor: rows.length > 20 ? Buffer.from(position).toString('base64url') : null }
}
