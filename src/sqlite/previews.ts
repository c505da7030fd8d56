import { and, desc, eq, gt, lte } from 'drizzle-orm'
import type { Article } from '../../schemas/articles.ts'
import { type Caller, require } from '../caller.ts'
import { invalidContent, notFound } from '../errors.ts'
import { newId } from '../id.ts'
import { mostPreviews, type PreviewEntry, type PreviewStore } from '../previews/store.ts'
import type { Connection, Db } from './connection.ts'
import { articleJson } from './documents.ts'
import { inTrash } from './preconditions.ts'
import { readThose } from './reads.ts'
import { anyRow } from './refs.ts'
import { articles, previews } from './tables/articles.ts'
import { withVoices } from './voices-of-copy.ts'
import type { Work } from './work.ts'
import { workingCopyOf } from './working-copy-row.ts'
import { writeAs } from './write-as.ts'

const entry = {
  id: previews.id,
  createdAt: previews.createdAt,
  expiresAt: previews.expiresAt,
  actor: previews.actorName,
}

/** The store of the links that show an article. */
export function createPreviewStore(connection: Connection): PreviewStore {
  const write = <R>(caller: Caller, task: (work: Work) => R) =>
    writeAs(connection, caller, (work) => {
      require(caller, 'content:write', 'Making or revoking a preview')
      return task(work)
    })

  return {
    create: (caller, ref, expiresAt) =>
      write(caller, ({ db, now, caller: { keyId: actor, keyName: actorName } }) => {
        const articleId = articleOf(db, ref)
        db.delete(previews).where(lte(previews.expiresAt, now)).run()
        if (listed(db, articleId, now).length >= mostPreviews) throw tooMany()
        const row = { id: newId(), articleId, createdAt: now, expiresAt, actor, actorName }
        db.insert(previews).values(row).run()
        return { id: row.id, createdAt: now, expiresAt, actor: actorName }
      }),
    async list(caller, ref) {
      require(caller, 'drafts:read', 'Listing previews')
      return connection.read((db) => listed(db, articleOf(db, ref), connection.now()))
    },
    revoke: (caller, ref, id) =>
      write(caller, ({ db }) => {
        const found = and(eq(previews.articleId, articleOf(db, ref)), eq(previews.id, id))
        if (db.delete(previews).where(found).run().changes === 0) throw notFound('preview', id)
      }),
    show: async (id) => connection.read((db) => show(db, id, connection.now())),
  }
}

function articleOf(db: Db, ref: string): string {
  const row = anyRow(db, 'articles', ref) as { id: string; trashedAt: string | null } | undefined
  if (!row) throw notFound('article', ref)
  if (row.trashedAt !== null) throw inTrash('articles', ref)
  return row.id
}

function listed(db: Db, articleId: string, now: string): PreviewEntry[] {
  return db
    .select(entry)
    .from(previews)
    .where(and(eq(previews.articleId, articleId), gt(previews.expiresAt, now)))
    .orderBy(desc(previews.id))
    .all()
}

/** Whoever has the link sees what it needs to be read, as the one who made it does. */
function show(db: Db, id: string, now: string): Article | null {
  const row = db
    .select({ article: articles })
    .from(previews)
    .innerJoin(articles, eq(articles.id, previews.articleId))
    .where(and(eq(previews.id, id), gt(previews.expiresAt, now)))
    .get()
  if (!row || row.article.trashedAt !== null) return null
  const caller: Caller = { keyId: null, keyName: null, scopes: ['drafts:read'] }
  const reading = { db, caller, now }
  const copy = workingCopyOf(db, row.article)
  if (copy) return withVoices(reading, copy.article)
  const shape = { body: true, include: ['source', 'quotes.analyst', 'quotes.source', 'quotes.toldTo'] }
  const articleId = row.article.id
  return (
    readThose<Article>(reading, { kind: 'articles', json: articleJson }, [articleId], shape).items.get(articleId) ??
    null
  )
}

function tooMany() {
  const detail = `there are ${mostPreviews} links to this article already; revoke one first`
  return invalidContent([{ pointer: '', detail, code: 'too-many' }])
}
