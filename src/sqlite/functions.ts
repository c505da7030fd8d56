import type { Database } from 'better-sqlite3'
import { wordsOfLikeness } from '../quotes/likeness.ts'
import { linkTo } from '../quotes/text-fragment.ts'
import { directionOf } from '../text/direction.ts'
import { readingMinutes } from '../text/words.ts'

/** What is derived from columns, as functions of SQL: the questions that answer JSON ask for it, and migrations. */
export function addFunctions(database: Database): void {
  const define = (name: string, derive: (...values: never[]) => unknown) =>
    database.function(name, { deterministic: true }, derive as (...values: unknown[]) => unknown)
  define('direction_of', (lang: string | null) => (lang === null ? null : directionOf(lang)))
  define('reading_minutes', (words: number) => readingMinutes(words))
  define('likeness_of', (text: string) => wordsOfLikeness(text))
  define('link_to', (articleId: string, spans: string, anchor: string | null) =>
    linkTo(articleId, JSON.parse(spans), anchor),
  )
}
