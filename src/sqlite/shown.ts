import { sql } from 'drizzle-orm'
import { isNamed, type Kind, type NamedKind } from '../store.ts'
import type { Db } from './connection.ts'
import { insertParts, insertRow, selectRows, statement, textOf } from './statements.ts'
import { articles } from './tables/articles.ts'
import { shownArticles, shownNames } from './tables/log.ts'
import { publicArticle } from './visibility.ts'

/** Something that can be public. */
export interface Thing {
  resource: Kind
  id: string
}

/** Whether something was public, and whether it is. */
interface Shift {
  was: boolean
  is: boolean
}

/** What is public by one article: its quotes, and the sources and analysts that it or they name. */
type Shown = Omit<typeof shownArticles.$inferSelect, 'articleId'>

/** One text for a thing. */
export const keyOf = ({ resource, id }: Thing) => `${resource} ${id}`

/**
 * Compares what these articles make public at a time with what the public was
 * told, and writes down what it is told now. Answers what has appeared or
 * disappeared with them, and of any thing whether it was and is public.
 */
export function showAgain(
  db: Db,
  articleIds: Iterable<string>,
  time: string,
): { shifted: Thing[]; shiftOf(thing: Thing): Shift } {
  const shifts = new Map<string, Thing & Shift>()
  const named = new Map<string, { resource: NamedKind; id: string; by: number }>()
  const note = (resource: Kind, id: string, shift: Shift) =>
    shifts.set(keyOf({ resource, id }), { resource, id, was: shift.was, is: shift.is })
  const count = (resource: NamedKind, ids: string[], by: number) => {
    for (const id of ids) {
      const key = keyOf({ resource, id })
      named.set(key, { resource, id, by: by + (named.get(key)?.by ?? 0) })
    }
  }

  for (const articleId of articleIds) {
    const [before, after] = [readShown(db, articleId), readPublic(db, articleId, time)]
    if (!before && !after) continue
    note('articles', articleId, { was: before !== null, is: after !== null })
    const [was, is] = [new Set(before?.quotes), new Set(after?.quotes)]
    for (const id of new Set([...is, ...was])) note('quotes', id, { was: was.has(id), is: is.has(id) })
    for (const kind of ['sources', 'analysts'] as const) {
      count(kind, after?.[kind] ?? [], 1)
      count(kind, before?.[kind] ?? [], -1)
    }
    if (JSON.stringify(before) !== JSON.stringify(after)) writeShown(db, articleId, after)
  }
  for (const { resource, id, by } of named.values()) {
    const now = by === 0 ? showing(db, resource, id) : showBy(db, resource, id, by)
    note(resource, id, { was: now - by > 0, is: now > 0 })
  }
  return {
    shifted: [...shifts.values()].filter(({ was, is }) => was !== is),
    shiftOf(thing) {
      const { resource, id } = thing
      const present = isNamed(resource) && !shifts.has(keyOf(thing)) && showing(db, resource, id) > 0
      return shifts.get(keyOf(thing)) ?? { was: present, is: present }
    },
  }
}

function readShown(db: Db, articleId: string): Shown | null {
  const [row] = selectRows(db, shownArticles, 'article_id = ?', articleId)
  if (!row) return null
  const { articleId: _, ...shown } = row
  return shown
}

function writeShown(db: Db, articleId: string, shown: Shown | null): void {
  statement(db, 'DELETE FROM shown_articles WHERE article_id = ?').run(articleId)
  if (shown) insertParts(db, shownArticles, [{ articleId }, shown])
}

/* Its parameters are the id of the article, and the time as `at`. */
const publicSource = `SELECT source_id AS sourceId FROM articles WHERE id = ? AND ${textOf(publicArticle(articles, sql.raw('@at')))}`

const present = `SELECT id, analyst_id AS analystId, source_id AS sourceId, told_to_id AS toldToId
  FROM quotes WHERE article_id = ? AND trashed_at IS NULL`

/** What an article makes public at a time, in the order of their ids; null when it is not public itself. */
function readPublic(db: Db, articleId: string, at: string): Shown | null {
  const article = statement(db, publicSource).get(articleId, { at }) as { sourceId: string | null } | undefined
  if (!article) return null
  const quotes = statement(db, present).all(articleId) as {
    id: string
    analystId: string | null
    sourceId: string | null
    toldToId: string | null
  }[]
  return {
    quotes: distinct(quotes.map(({ id }) => id)),
    sources: distinct([article.sourceId, ...quotes.flatMap(({ sourceId, toldToId }) => [sourceId, toldToId])]),
    analysts: distinct(quotes.map(({ analystId }) => analystId)),
  }
}

function distinct(ids: (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))].sort()
}

/** How many articles make it public. */
function showing(db: Db, resource: NamedKind, id: string): number {
  const find = 'SELECT articles FROM shown_names WHERE resource = ? AND id = ?'
  return (statement(db, find).get(resource, id) as { articles: number } | undefined)?.articles ?? 0
}

/** The same, after as many more do. */
function showBy(db: Db, resource: NamedKind, id: string, more: number): number {
  const before = showing(db, resource, id)
  const articles = before + more
  if (before === 0) insertRow(db, shownNames, { resource, id, articles })
  else if (articles === 0) statement(db, 'DELETE FROM shown_names WHERE resource = ? AND id = ?').run(resource, id)
  else statement(db, 'UPDATE shown_names SET articles = ? WHERE resource = ? AND id = ?').run(articles, resource, id)
  return articles
}
