import { and, eq } from 'drizzle-orm'
import type { Fault } from '../../schemas/problem.ts'
import type { Caller } from '../caller.ts'
import { Failure } from '../errors.ts'
import { newId } from '../id.ts'
import { isSameJson } from '../same-json.ts'
import { type Aside, type ChangeAction, isNamed, type Kind, singular } from '../store.ts'
import type { Db } from './connection.ts'
import { findPresentId } from './refs.ts'
import { insertRow, statement } from './statements.ts'
import { changes, revisions } from './tables/log.ts'

/** A row of the log, before it is known what it is to the public. */
export type LogEntry = typeof changes.$inferInsert & { resource: Kind }

/** A write in progress: the transaction, on whose behalf, and the one time it happens at. */
export interface Work {
  db: Db
  caller: Caller & { keyId: string; keyName: string }
  now: string
  /** Set when the caller has overridden a check: the log says so. */
  forced: boolean
  /** The articles that were written to, or whose quotes were. */
  touched: Set<string>
  /** What goes into the log at the end, in order. */
  logged: LogEntry[]
}

/** The members that every resource has and no client sets. */
export interface Identity {
  id: string
  version: number
  createdAt: string
  updatedAt: string
}

/** The identity of something new. */
export function newIdentity(work: Work): Identity {
  return { id: newId(), version: 1, createdAt: work.now, updatedAt: work.now }
}

/** The identity of something changed. */
export function nextIdentity(work: Work, before: Identity): Identity {
  return { id: before.id, version: before.version + 1, createdAt: before.createdAt, updatedAt: work.now }
}

/** Appends to the one log of writes, when the write is done. */
export function log(work: Work, kind: Kind, item: Identity & { articleId?: string }, action: ChangeAction): void {
  const { keyId, keyName } = work.caller
  const articleId = kind === 'articles' ? item.id : item.articleId
  if (articleId !== undefined) work.touched.add(articleId)
  work.logged.push({
    at: work.now,
    resource: kind,
    id: item.id,
    articleId: item.articleId ?? null,
    version: item.version,
    action,
    actor: keyId,
    actorName: keyName,
    forced: work.forced,
    message: work.caller.message ?? null,
  })
}

/** Appends what happened beside an article, which itself is as it was: its version stays, and the public is told nothing. */
export function logAside(work: Work, { id, version }: Identity, action: Aside): void {
  const { keyId: actor, keyName: actorName, message = null } = work.caller
  insertRow(work.db, changes, {
    at: work.now,
    resource: 'articles',
    id,
    version,
    action,
    actor,
    actorName,
    forced: false,
    message,
  })
}

/** Keeps what a client sees of a state that is about to change, by the version it had. */
export function keepRevision(work: Work, kind: Kind, before: Identity): void {
  const { wantedPosition: _, ...state } = before as Identity & { wantedPosition?: unknown }
  insertRow(work.db, revisions, { resource: kind, id: before.id, version: before.version, state })
}

/** The members in which a state differs from the one an earlier version had. */
export function changedSince(db: Db, kind: Kind, present: Identity, version: number): string[] {
  const row = db
    .select({ state: revisions.state })
    .from(revisions)
    .where(and(eq(revisions.resource, kind), eq(revisions.id, present.id), eq(revisions.version, version)))
    .get()
  if (!row) return []
  const members = Object.entries(present).filter(([name]) => !['version', 'updatedAt', 'wantedPosition'].includes(name))
  return members.filter(([name, value]) => !isSameJson(value, row.state[name])).map(([name]) => name)
}

/** An external key names one resource of a kind, the trash included. */
export function checkExternalId(work: Work, kind: Kind, id: string, externalId: string | null): void {
  if (externalId === null) return
  const merged = isNamed(kind) ? 'merged_into IS NOT NULL' : '0'
  const text = `SELECT id, trashed_at AS trashedAt, ${merged} AS merged FROM ${kind} WHERE external_id = ? AND id <> ?`
  const other = statement(work.db, text).get(externalId, id) as
    | { id: string; trashedAt: string | null; merged: number }
    | undefined
  if (!other) return
  const where = other.merged ? ', merged into another,' : other.trashedAt === null ? '' : ', in the trash'
  throw new Failure(
    'duplicate-external-id',
    `The ${singular[kind]} ${other.id}${where} has the externalId '${externalId}'.`,
    {
      faults: [{ pointer: '/externalId', detail: `belongs to ${other.id}${where}`, code: 'duplicate' }],
    },
  )
}

/** The id that a reference in a body leads to, or a fault that names the member. */
export function resolveReference(
  work: Work,
  kind: Kind,
  ref: string | null | undefined,
  pointer: string,
  faults: Fault[],
): string | null {
  if (ref === null || ref === undefined) return null
  const id = findPresentId(work.db, kind, ref)
  if (!id) faults.push({ pointer, detail: `names no ${singular[kind]}: '${ref}'`, code: 'unresolved' })
  return id ?? null
}
