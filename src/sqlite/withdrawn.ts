import { and, desc, eq, sql } from 'drizzle-orm'
import type { RemovedArticle } from '../../schemas/withdrawals.ts'
import { type ArticleState, visibleFrom } from '../articles/rules.ts'
import { Failure } from '../errors.ts'
import type { Page, PageRequest } from '../store.ts'
import type { Db } from './connection.ts'
import { checkMoved, checkSlug, refCondition } from './refs.ts'
import { articles, previews } from './tables/articles.ts'
import type { Work } from './work.ts'

/** It was public and is withdrawn: nobody else's business. */
const isRemoved = sql`${articles.withdrawnAt} IS NOT NULL AND ${articles.trashedAt} IS NULL`

/** Throws `withdrawn` when that is what became of the article, or `Moved` when it had another slug. */
export function refuseWithdrawn(db: Db, ref: string): void {
  const picked = refCondition('articles', ref)
  const { slug, withdrawnAt, withdrawnReason: reason } = articles
  const row = picked && db.select({ slug, withdrawnAt, reason }).from(articles).where(and(picked, isRemoved)).get()
  if (!row) {
    checkMoved(db, 'articles', ref, isRemoved)
    return
  }
  checkSlug('articles', ref, row)
  const why = row.reason === null ? '' : ` ${row.reason}`
  throw new Failure('withdrawn', `The article was withdrawn.${why}`, {
    members: { reason: row.reason, withdrawnAt: row.withdrawnAt as string },
  })
}

/** Notes when it was withdrawn, if it ever was public; links that were made to show it before then show it no more. */
export function noteWithdrawal(work: Work, before: ArticleState | null, after: ArticleState): void {
  if ((before?.status === 'withdrawn') === (after.status === 'withdrawn')) return
  const isPublicNoMore = after.status === 'withdrawn' && wasPublic(work.db, after.id)
  const withdrawnAt = isPublicNoMore ? work.now : null
  work.db.update(articles).set({ withdrawnAt }).where(eq(articles.id, after.id)).run()
  if (after.status === 'withdrawn') work.db.delete(previews).where(eq(previews.articleId, after.id)).run()
}

/**
 * The same for an article that is taken over from elsewhere: by its own times it was
 * public there before its last change, which counts as the withdrawal.
 */
export function noteFormerWithdrawal(work: Work, article: ArticleState): void {
  const { id, status, publishedAt, expireAt, updatedAt } = article
  if (status !== 'withdrawn' || publishedAt === null) return
  const from = [publishedAt, visibleFrom(article)].sort().at(-1) as string
  if (from > updatedAt || (expireAt !== null && expireAt <= from)) return
  work.db.update(articles).set({ withdrawnAt: updatedAt }).where(eq(articles.id, id)).run()
}

/** One page, the latest withdrawal first. */
export function readRemoved(db: Db, { limit, after, count }: PageRequest): Page<RemovedArticle> {
  const { id, slug, lang, publishedAt, withdrawnAt, withdrawnReason: reason } = articles
  const beyond = after ? sql`(${withdrawnAt}, ${id}) < (${after.value}, ${after.id})` : undefined
  const rows = db
    .select({ id, slug, lang, publishedAt, withdrawnAt, reason })
    .from(articles)
    .where(and(isRemoved, beyond))
    .orderBy(desc(withdrawnAt), desc(id))
    .limit(limit + 1)
    .all() as RemovedArticle[]
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items,
    next: last && rows.length > limit ? { value: last.withdrawnAt, id: last.id } : null,
    total: count
      ? (db.select({ total: sql<number>`count(*)` }).from(articles).where(isRemoved).get()?.total ?? 0)
      : null,
    visibleUntil: null,
  }
}

function wasPublic(db: Db, id: string): boolean {
  const [row] = db.values(
    sql`SELECT 1 FROM changes WHERE resource = 'articles' AND id = ${id} AND public_sequence IS NOT NULL LIMIT 1`,
  )
  return row !== undefined
}
