import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { type Caller, require } from '../caller.ts'
import { Failure, notFound } from '../errors.ts'
import type { Revision } from '../revisions/store.ts'
import { type ChangeAction, type Kind, type Page, type PageRequest, singular } from '../store.ts'
import type { Db } from './connection.ts'
import type { View } from './reads.ts'
import { anyRow } from './refs.ts'
import { changes, revisions } from './tables/log.ts'

const columns = {
  version: changes.version,
  at: changes.at,
  actor: changes.actorName,
  message: changes.message,
  action: sql<ChangeAction>`${changes.action}`,
  forced: changes.forced,
}

/** The changes that made a version. */
export const isVersion = sql`${changes.action} NOT IN ('appear', 'disappear', 'draft', 'discard')`

/** One page of the versions of a resource, the newest first. */
export function readRevisions(
  db: Db,
  caller: Caller,
  kind: Kind,
  ref: string,
  { limit, after, count }: PageRequest,
): Page<Revision> {
  const { id } = existing(db, caller, kind, ref)
  const rows = db
    .select(columns)
    .from(changes)
    .where(and(of(kind, id), after ? sql`${changes.version} < ${Number(after.value)}` : undefined))
    .orderBy(desc(changes.version))
    .limit(limit + 1)
    .all()
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items,
    next: last && rows.length > limit ? { value: String(last.version), id } : null,
    total: count
      ? (db.select({ total: sql<number>`count(*)` }).from(changes).where(of(kind, id)).get()?.total ?? 0)
      : null,
    visibleUntil: null,
  }
}

/** One version of a resource and its state. */
export function readRevision<T extends { id: string; version: number }>(
  db: Db,
  caller: Caller,
  { kind, toItem, answer }: Pick<View<T>, 'kind' | 'toItem' | 'answer'>,
  ref: string,
  version: number,
): Revision & { state: T } {
  const present = toItem(existing(db, caller, kind, ref) as never)
  const state = stateAt(db, kind, present, version)
  const entry = db
    .select(columns)
    .from(changes)
    .where(and(of(kind, present.id), eq(changes.version, version)))
    .get()
  if (!entry) throw noSuchVersion(kind, present, version)
  return { ...entry, state: state === present || !answer ? state : answer(state as never) }
}

/** The state that a version made. Throws `not-found`. */
export function stateAt<T extends { id: string; version: number }>(db: Db, kind: Kind, present: T, version: number): T {
  if (version === present.version) return present
  const row = db
    .select({ state: revisions.state })
    .from(revisions)
    .where(and(eq(revisions.resource, kind), eq(revisions.id, present.id), eq(revisions.version, version)))
    .get()
  if (!row) throw noSuchVersion(kind, present, version)
  return row.state as unknown as T
}

function existing(db: Db, caller: Caller, kind: Kind, ref: string): { id: string } {
  require(caller, 'drafts:read', 'Reading earlier versions')
  const row = anyRow(db, kind, ref)
  if (!row) throw notFound(singular[kind], ref)
  return row
}

/** What the log says of a resource, but for what came of itself. */
function of(kind: Kind, id: string): SQL | undefined {
  return and(eq(changes.resource, kind), eq(changes.id, id), isVersion)
}

function noSuchVersion(kind: Kind, { version: present }: { version: number }, version: number): Failure {
  return new Failure('not-found', `The ${singular[kind]} has no version ${version}; the present one is ${present}.`)
}
