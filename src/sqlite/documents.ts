import { type SQL, sql } from 'drizzle-orm'
import { Analyst } from '../../schemas/analysts.ts'
import { Article, EmbeddedArticle } from '../../schemas/articles.ts'
import { Quote } from '../../schemas/quotes.ts'
import { Source } from '../../schemas/sources.ts'
import { articleOriginal } from './article-row.ts'
import { arrayOf, membersOf, objectOf, oneOf, scalar } from './json.ts'
import type { Reading } from './reading.ts'
import { articles } from './tables/articles.ts'
import { analysts, sources } from './tables/named.ts'
import { quotes } from './tables/quotes.ts'

/*
 * The JSON of each kind of resource, and of what is embedded in it. What is embedded
 * in something that the caller may see may be seen as well: its quotes, and the
 * sources and analysts that it refers to.
 */

/** What of a resource is asked for. */
export interface Shape {
  body: boolean
  include: string[]
}

export function sourceJson(): SQL {
  return objectOf(membersOf(sources, Source, { dir: direction(sources.lang) }))
}

export function analystJson(): SQL {
  return objectOf(membersOf(analysts, Analyst, {}))
}

/** An article with `source`, `quotes` and what `quotes.…` names. */
export function articleJson(reading: Reading, { body, include }: Shape): SQL {
  const { properties } = body ? Article : EmbeddedArticle
  const members = membersOf(
    articles,
    { properties },
    {
      dir: direction(articles.lang),
      translationOf: scalar(articleOriginal(reading)),
      readingMinutes: sql`CAST(reading_minutes(${articles.wordCount}) AS INTEGER)`,
    },
  )
  return objectOf({ ...members, ...embeddedInArticle(reading, include) })
}

/** A quote with `article`, `analyst`, `source` and `toldTo`. */
export function quoteJson(reading: Reading, { include }: Pick<Shape, 'include'>): SQL {
  const members = membersOf(quotes, Quote, {
    dir: direction(quotes.lang),
    publishedAt: scalar(sql`nullif(${quotes.publishedSort}, '')`),
  })
  const article = () => articleJson(reading, { body: false, include: [] })
  const embedded = {
    article: () => oneOf(sql`SELECT ${article()} FROM ${articles} WHERE ${articles.id} = ${quotes.articleId}`),
    analyst: () => oneOf(sql`SELECT ${analystJson()} FROM ${analysts} WHERE ${analysts.id} = ${quotes.analystId}`),
    source: () => oneOf(sql`SELECT ${sourceJson()} FROM ${sources} WHERE ${sources.id} = ${quotes.sourceId}`),
    toldTo: () => oneOf(sql`SELECT ${sourceJson()} FROM ${sources} WHERE ${sources.id} = ${quotes.toldToId}`),
  }
  const asked = Object.entries(embedded).filter(([name]) => include.includes(name))
  return objectOf({ ...members, ...Object.fromEntries(asked.map(([name, json]) => [name, json()])) })
}

function embeddedInArticle(reading: Reading, include: string[]) {
  const source = sql`SELECT ${sourceJson()} FROM ${sources} WHERE ${sources.id} = ${articles.sourceId}`
  const ofQuotes = include.filter((name) => name.startsWith('quotes.')).map((name) => name.slice('quotes.'.length))
  const inTextOrder = sql`SELECT ${quoteJson(reading, { include: ofQuotes })} AS json FROM ${quotes}
    WHERE ${quotes.articleId} = ${articles.id} AND ${quotes.trashedAt} IS NULL ORDER BY ${quotes.position}, ${quotes.id}`
  return {
    ...(include.some((name) => name.startsWith('quotes')) && { quotes: arrayOf(inTextOrder) }),
    ...(include.includes('source') && { source: oneOf(source) }),
  }
}

function direction(lang: typeof articles.lang | typeof sources.lang | typeof quotes.lang): SQL {
  return scalar(sql`direction_of(${lang})`)
}
