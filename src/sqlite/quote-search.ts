import { type SQL, sql } from 'drizzle-orm'
import type { Db } from './connection.ts'
import { allOf, nameMatches, questionMatches, textMatches } from './search.ts'
import { quotes } from './tables/quotes.ts'

/**
 * Quotes in which each word of a question stands in what is said or in the name
 * of who says it. `db` is there where the rows are read in the order of a list.
 */
export function saysOrIsSaidBy(question: string, db: Db | null): SQL {
  const matches = questionMatches(question)
  if (matches.length === 0) return sql`0`
  const says = (match: string) => textMatches('quotes', quotes.id, match, db)
  if (matches.length === 1) return sql`(${says(allOf(matches))} OR ${isSaidBy(allOf(matches))})`
  /* Few are said by somebody who is asked for by name: only of those each word is looked up by itself. */
  const each = matches.map((match) => sql`(${isSaidBy(match)} OR ${says(match)})`)
  return sql`(${says(allOf(matches))} OR (${isSaidBy(matches.join(' OR '))} AND ${sql.join(each, sql` AND `)}))`
}

function isSaidBy(match: string): SQL {
  const byAnalyst = nameMatches('analysts', quotes.analystId, match)
  const bySource = nameMatches('sources', quotes.sourceId, match)
  return sql`(${byAnalyst} OR ${bySource})`
}
