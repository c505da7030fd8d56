import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Known } from '../merges/names.ts'
import type { NamedKind } from '../store.ts'
import { nameKey } from '../text/names.ts'
import { withinOneEdit } from '../text/one-edit.ts'
import { skeletonOf } from '../text/skeleton.ts'
import type { Db } from './connection.ts'
import { names } from './tables/named.ts'

/** The most names of one that are looked up, and words of one name. */
const mostNames = 40
const mostWords = 6
/** The most that each look-up finds: what so many share says little. */
const mostFound = 200
/** The most that are compared, name by name; the likeliest are found first. */
const mostCandidates = 500

/**
 * The ids of those whose names may be the same as one of these, by looks into
 * indexes: the key, the consonants, the keys of parts of a name, all words of a
 * name, and all words within a letter. Who of them are alike is decided elsewhere.
 */
export function candidatesFor(db: Db, resource: NamedKind, { name, names: others, aliases }: Known): Set<string> {
  const known = [name, ...Object.values(others), ...aliases].slice(0, mostNames)
  const keys = [...new Set(known.map(nameKey))].filter((key) => key !== '')
  const byWords = keys.map((key) => key.split(' ')).filter((words) => words.length <= mostWords)
  const near = remembered((word) => tokensAmong(db, resource, spellings(word)))
  const same = (word: string) => near(word).filter(({ token }) => token === word)
  const found = [
    ...byColumn(db, resource, names.key, keys),
    ...byColumn(db, resource, names.key, byWords.flatMap(partsOf)),
    ...known.flatMap((one) => byConsonants(db, resource, one)),
    ...byWords.flatMap((words) => byAllWords(db, resource, words.map(same))),
    ...byWords.flatMap((words) => byAllWords(db, resource, words.map(near))),
  ]
  return new Set([...new Set(found)].slice(0, mostCandidates))
}

function byColumn(db: Db, resource: NamedKind, column: SQLiteColumn, values: string[], besides?: SQL): string[] {
  return db
    .select({ id: names.id })
    .from(names)
    .where(and(eq(names.resource, resource), among(column, values), besides))
    .limit(mostFound)
    .all()
    .map(({ id }) => id)
}

/** Of two names, one at least is in Latin letters. */
function byConsonants(db: Db, resource: NamedKind, name: string): string[] {
  const skeleton = skeletonOf(name)
  if (skeleton === '') return []
  const isArabic = /\p{Script=Arabic}/u.test(name)
  return byColumn(db, resource, names.skeleton, [skeleton], isArabic ? sql`${names.key} GLOB '*[a-z]*'` : undefined)
}

/** A word that stands in names, and in how many. */
interface Token {
  token: string
  rows: number
}

function tokensAmong(db: Db, resource: NamedKind, words: string[]): Token[] {
  return db.all<Token>(sql`
    SELECT token, count(*) AS rows FROM name_tokens WHERE resource = ${resource} AND ${among(sql`token`, words)} GROUP BY token`)
}

/** Many names of one share their words. */
function remembered<T>(find: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>()
  return (word) => {
    const found = known.get(word) ?? find(word)
    known.set(word, found)
    return found
  }
}

/**
 * Those that have, of each set of words, one: looked up by the rarest set, and
 * the others held against what that finds. CROSS JOIN keeps SQLite to that
 * order, and the + to the few words of whoever was found: a word has thousands.
 */
function byAllWords(db: Db, resource: NamedKind, sets: Token[][]): string[] {
  const [rarest = [], ...others] = sets
    .map((tokens) => ({
      words: tokens.map(({ token }) => token),
      rows: tokens.reduce((sum, { rows }) => sum + rows, 0),
    }))
    .sort((a, b) => a.rows - b.rows)
    .map(({ words }) => words)
  if (rarest.length === 0) return []
  const joins = others.map((words, i) => {
    const t = sql.raw(`t${i}`)
    return sql`CROSS JOIN name_tokens ${t} ON ${t}.resource = ${resource} AND ${t}.id = found.id AND ${among(sql`+${t}.token`, words)}`
  })
  return db
    .all<{ id: string }>(
      sql`SELECT found.id FROM name_tokens found ${sql.join(joins, sql` `)}
        WHERE found.resource = ${resource} AND ${among(sql`found.token`, rarest)} LIMIT ${mostFound}`,
    )
    .map(({ id }) => id)
}

function among(column: SQLiteColumn | SQL, values: string[]): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
}

/** The keys of all parts of a name, its words in their order. */
function partsOf(words: string[]): string[] {
  const parts: string[] = []
  for (let chosen = 1; chosen < 2 ** words.length - 1; chosen += 1)
    parts.push(words.filter((_, i) => chosen & (2 ** i)).join(' '))
  return parts
}

function spellings(word: string): string[] {
  return word.length >= 4 ? withinOneEdit(word) : [word]
}
