import { and, sql } from 'drizzle-orm'
import type { Analyst } from '../../schemas/analysts.ts'
import type { Article } from '../../schemas/articles.ts'
import type { Quote } from '../../schemas/quotes.ts'
import { toAnalyst } from './analyst-row.ts'
import { hideAffiliations } from './analysts.ts'
import { articleColumns, toArticle } from './article-row.ts'
import { toAnsweredQuote } from './quote-row.ts'
import { inIds, type Reading } from './reads.ts'
import { toSource } from './sources.ts'
import { analysts, articles, quotes, sources } from './tables.ts'

/*
 * What is embedded in something that the caller may see may be seen as well: its
 * quotes, and the sources and analysts that it refers to. One statement a kind.
 */

/** Embeds `source`, `quotes` and what `quotes.…` names into articles. */
export function embedInArticles(reading: Reading, items: Article[], include: string[]): string | null {
  const ends = include.some((name) => name.startsWith('quotes')) ? embedQuotes(reading, items, include) : null
  if (!include.includes('source')) return ends
  const byId = loadSources(
    reading,
    items.map(({ sourceId }) => sourceId),
  )
  for (const item of items) item.source = byId.get(item.sourceId ?? '') ?? null
  return ends
}

/** Embeds `article`, `analyst`, `source` and `toldTo` into quotes. */
export function embedInQuotes(reading: Reading, items: Quote[], include: string[]): string | null {
  const wants = (name: string) => include.includes(name)
  const wantedSources = items.flatMap(({ sourceId, toldToId }) => [
    wants('source') ? sourceId : null,
    wants('toldTo') ? toldToId : null,
  ])
  const byId = wants('source') || wants('toldTo') ? loadSources(reading, wantedSources) : new Map()
  const { people, ends } = loadAnalysts(reading, wants('analyst') ? items : [])
  const texts = wants('article') ? loadArticles(reading, items) : new Map()
  for (const item of items) {
    if (wants('article')) item.article = texts.get(item.articleId) ?? null
    if (wants('analyst')) item.analyst = people.get(item.analystId ?? '') ?? null
    if (wants('source')) item.source = byId.get(item.sourceId ?? '') ?? null
    if (wants('toldTo')) item.toldTo = byId.get(item.toldToId ?? '') ?? null
  }
  return ends
}

function embedQuotes(reading: Reading, items: Article[], include: string[]): string | null {
  const rows = reading.db
    .select()
    .from(quotes)
    .where(
      and(
        inIds(
          quotes.articleId,
          items.map(({ id }) => id),
        ),
        sql`${quotes.trashedAt} IS NULL`,
      ),
    )
    .orderBy(quotes.articleId, quotes.position, quotes.id)
    .all()
  const found: Quote[] = rows.map(toAnsweredQuote)
  const ends = embedInQuotes(
    reading,
    found,
    include.filter((name) => name.startsWith('quotes.')).map((name) => name.slice('quotes.'.length)),
  )
  const byId = new Map(items.map((item) => [item.id, item]))
  for (const item of items) item.quotes = []
  for (const quote of found) byId.get(quote.articleId)?.quotes?.push(quote)
  return ends
}

function loadSources(reading: Reading, ids: (string | null)[]) {
  const wanted = new Set(ids.filter((id) => id !== null))
  if (wanted.size === 0) return new Map()
  const rows = reading.db.select().from(sources).where(inIds(sources.id, wanted)).all()
  return new Map(rows.map((row) => [row.id, toSource(row)]))
}

function loadAnalysts(reading: Reading, items: Quote[]) {
  const wanted = new Set(items.flatMap(({ analystId }) => analystId ?? []))
  if (wanted.size === 0) return { people: new Map<string, Analyst>(), ends: null }
  const rows = reading.db.select().from(analysts).where(inIds(analysts.id, wanted)).all()
  const people = rows.map(toAnalyst)
  const ends = hideAffiliations(reading, people)
  return { people: new Map(people.map((person) => [person.id, person])), ends }
}

function loadArticles(reading: Reading, items: Quote[]) {
  const wanted = new Set(items.map(({ articleId }) => articleId))
  const rows = reading.db
    .select(articleColumns(reading, { body: false }))
    .from(articles)
    .where(inIds(articles.id, wanted))
    .all()
  return new Map(rows.map((row) => [row.id as string, toArticle(row as never)]))
}
