import { eq } from 'drizzle-orm'
import { type Caller, require } from '../caller.ts'
import { notFound } from '../errors.ts'
import type { FoundCopy } from '../working-copies/store.ts'
import { type ArticleRow, toArticle } from './article-row.ts'
import type { Db } from './connection.ts'
import { checkMoved, checkSlug, refCondition } from './refs.ts'
import { articles, workingCopies } from './tables/articles.ts'
import { writable } from './visibility.ts'

type Row = typeof workingCopies.$inferSelect

/** The working copy of the article that a ref names. Throws `not-found`, or `Moved`. */
export function readWorkingCopy(db: Db, caller: Caller, ref: string): FoundCopy {
  require(caller, 'drafts:read', 'Reading a working copy')
  const picked = refCondition('articles', ref)
  const row = picked && db.select().from(articles).where(picked).get()
  if (!row || row.trashedAt) {
    checkMoved(db, 'articles', ref, writable('articles'))
    throw notFound('article', ref)
  }
  checkSlug('articles', ref, row)
  const copy = workingCopyOf(db, row)
  if (!copy) throw notFound('working copy', ref)
  return copy
}

/** The working copy of an article, if there is one. */
export function workingCopyOf(db: Db, article: ArticleRow): FoundCopy | undefined {
  const row = db.select().from(workingCopies).where(eq(workingCopies.articleId, article.id)).get()
  return row && toFoundCopy(row, toArticle(article))
}

/** The row as a working copy of the article as it is now. */
export function toFoundCopy(row: Row, article: { version: number }): FoundCopy {
  const { id, version, base, createdAt, updatedAt, actorName, state, quotes } = row
  const isCurrent = base === article.version
  return { id, version, base, isCurrent, createdAt, updatedAt, actor: actorName, article: { ...state, quotes } }
}
