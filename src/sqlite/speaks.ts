import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { canonicalLanguage } from '../text/direction.ts'
import { primaryLanguage } from './article-row.ts'

type Columns = Record<'primaryLang' | 'lang', SQLiteColumn>

/** In one of the languages, by RFC 4647 basic filtering: `ar` also finds `ar-LY`. */
export function speaks(columns: Columns, ranges: string[]): SQL {
  return sql`(${sql.join(
    ranges.map((range) => speaksOne(columns, canonicalLanguage(range))),
    sql` OR `,
  )})`
}

/** The same of a table that has no column for the primary language. */
export function writtenIn(lang: SQLiteColumn, ranges: string[]): SQL {
  const one = (range: string) => sql`${lang} = ${range} OR (${lang} > ${`${range}-`} AND ${lang} < ${`${range}.`})`
  return sql`(${sql.join(
    ranges.map((range) => one(canonicalLanguage(range))),
    sql` OR `,
  )})`
}

function speaksOne({ primaryLang, lang }: Columns, range: string): SQL {
  const primary = sql`${primaryLang} = ${primaryLanguage(range)}`
  return range.includes('-')
    ? sql`(${primary} AND (${lang} = ${range} OR (${lang} > ${`${range}-`} AND ${lang} < ${`${range}.`})))`
    : primary
}
