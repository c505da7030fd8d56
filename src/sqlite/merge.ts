import { eq, sql } from 'drizzle-orm'
import { require } from '../caller.ts'
import { invalidContent } from '../errors.ts'
import { giveBack, type Known, mostAliases, type Taken, takeOver } from '../merges/names.ts'
import { type NamedKind, singular } from '../store.ts'
import type { Db } from './connection.ts'
import { isAnyLive, type MovedReference, moveReferences, referencesTo } from './move-references.ts'
import { removeNames } from './names.ts'
import { findId, mergedRow, survivors } from './refs.ts'
import type { Rules } from './rules.ts'
import { removeText } from './search.ts'
import { sluggedTables } from './slugs.ts'
import { mergeMoves } from './tables/named.ts'
import { writable } from './visibility.ts'
import { type Identity, keepRevision, log, nextIdentity, type Work } from './work.ts'

/** A source or an analyst. */
type Mergeable = Identity & Known & { externalId: string | null; slug: string }

/** As much of the rules of its kind as merging needs. */
export type MergeRules<T extends Mergeable> = { kind: NamedKind } & Pick<
  Rules<T, never, never>,
  'toItem' | 'toRow' | 'written'
>

type MoveRow = typeof mergeMoves.$inferSelect

/** Makes `merged` part of the one that `into` names, and answers that. Runs inside the transaction of `work`. */
export function merge<T extends Mergeable>(work: Work, rules: MergeRules<T>, merged: T, into: string): T {
  const { kind } = rules
  const before = readItem(work, rules, survivorFor(work, kind, merged, into))
  const { taken, ...known } = takeOver(before, merged)
  if (known.aliases.length > mostAliases)
    refuse(`would have ${known.aliases.length} aliases, and ${mostAliases} is the most: delete some first`, 'too-many')
  const moved = moveReferences(work, referencesTo(work.db, kind, merged.id), merged.id, before.id)
  requireScopes(work, kind, moved, 'Merging')
  remember(work, kind, merged.id, before.id, moved, taken)
  const after = rename(work, rules, before, known)
  const table = sluggedTables[kind]
  const next = nextIdentity(work, merged)
  keepRevision(work, kind, merged)
  work.db
    .update(table)
    .set({ ...next, actor: work.caller.keyId, trashedAt: work.now, mergedInto: after.id })
    .where(eq(table.id, merged.id))
    .run()
  removeNames(work.db, kind, merged.id)
  removeText(work.db, kind, merged.id)
  log(work, kind, next, 'merge')
  return after
}

/** Gives `item`, which has come back, what was moved when it was merged into `into` and is still there. */
export function unmerge<T extends Mergeable>(work: Work, rules: MergeRules<T>, item: T, into: string): void {
  const { kind } = rules
  const path = survivors(work.db, kind, into)
  const last = path.at(-1) as string
  const rows = movesOf(work.db, item.id)
  const references = rows
    .filter((row) => !isName(row) && !hasNamedOthers(work.db, row, path))
    .map(({ resource, id, field }) => ({ resource: resource as MovedReference['resource'], id, fields: [field] }))
  requireScopes(work, kind, moveReferences(work, references, last, item.id), 'Undoing this merge')
  const holder = readItem(work, rules, last)
  const known = giveBack(holder, takenAtTheEnd(work.db, rows.filter(isName), path))
  if (
    known.aliases.length < holder.aliases.length ||
    Object.keys(known.names).length < Object.keys(holder.names).length
  )
    rename(work, rules, holder, known)
  forget(work.db, item.id)
}

/** Deletes for good whatever was merged into something that is deleted. */
export function purgeMerged(work: Work, kind: NamedKind, id: string): void {
  const table = sluggedTables[kind]
  for (const row of work.db.select().from(table).where(eq(table.mergedInto, id)).all()) {
    purgeMerged(work, kind, row.id)
    removeText(work.db, kind, row.id)
    removeNames(work.db, kind, row.id)
    forget(work.db, row.id)
    work.db.delete(table).where(eq(table.id, row.id)).run()
    work.db.run(sql`DELETE FROM revisions WHERE resource = ${kind} AND id = ${row.id}`)
    work.db.run(sql`DELETE FROM former_slugs WHERE resource = ${kind} AND id = ${row.id}`)
    log(work, kind, nextIdentity(work, row), 'purge')
  }
}

function survivorFor(work: Work, kind: NamedKind, merged: Mergeable, into: string): string {
  const one = singular[kind]
  const part = mergedRow(work.db, kind, into)
  if (part) refuse(`was merged into ${survivors(work.db, kind, part.mergedInto).at(-1)}: name that`, 'merged')
  const id = findId(work.db, kind, into, writable(kind))
  if (id === merged.id) refuse(`is the ${one} to be merged: name another`, 'not-allowed')
  if (id !== undefined) return id
  if (findId(work.db, kind, into, sql`1`)) refuse(`is in the trash: take it back first`, 'in-trash')
  return refuse(`names no ${one}: '${into}'`, 'unresolved')
}

function refuse(detail: string, code: string): never {
  throw invalidContent([{ pointer: '/into', detail, code }])
}

function requireScopes(work: Work, kind: NamedKind, moved: MovedReference[], what: string): void {
  require(work.caller, 'content:write', `${what} ${kind}`)
  if (isAnyLive(work.db, moved)) require(work.caller, 'content:publish', `${what} ${kind} that live articles name`)
}

function rename<T extends Mergeable>(work: Work, rules: MergeRules<T>, before: T, known: Omit<Known, 'name'>): T {
  const { kind } = rules
  const table = sluggedTables[kind]
  const after = { ...before, ...known, ...nextIdentity(work, before) }
  keepRevision(work, kind, before)
  work.db
    .update(table)
    .set({ ...rules.toRow(after), actor: work.caller.keyId })
    .where(eq(table.id, after.id))
    .run()
  rules.written(work, before, after, null, null)
  log(work, kind, after, 'update')
  return after
}

function readItem<T extends Mergeable>(work: Work, { kind, toItem }: MergeRules<T>, id: string): T {
  const table = sluggedTables[kind]
  return toItem(work.db.select().from(table).where(eq(table.id, id)).get() as never)
}

function remember(
  work: Work,
  kind: NamedKind,
  mergedId: string,
  survivorId: string,
  moved: MovedReference[],
  taken: Taken[],
): void {
  const rows: MoveRow[] = [
    ...moved.map(({ resource, id, field, version }) => ({ mergedId, resource, id, field, value: String(version) })),
    ...taken.map(({ field, value }) => ({ mergedId, resource: kind, id: survivorId, field, value })),
  ]
  for (const row of rows) work.db.insert(mergeMoves).values(row).run()
}

function movesOf(db: Db, mergedId: string): MoveRow[] {
  return db.select().from(mergeMoves).where(eq(mergeMoves.mergedId, mergedId)).all()
}

function forget(db: Db, mergedId: string): void {
  db.delete(mergeMoves).where(eq(mergeMoves.mergedId, mergedId)).run()
}

function isName({ field }: MoveRow): boolean {
  return field === 'aliases' || field.startsWith('names.')
}

/** Whether what was moved has named somebody else since, even if it names the survivor again. */
function hasNamedOthers(db: Db, { resource, id, field, value }: MoveRow, path: string[]): boolean {
  if (field === 'roles') return false
  const named = sql`json_extract(state, ${`$.${field}`})`
  const row = db.get(sql`
    SELECT 1 FROM revisions WHERE resource = ${resource} AND id = ${id} AND version >= ${Number(value)}
      AND ${named} NOT IN (SELECT value FROM json_each(${JSON.stringify(path)})) LIMIT 1`)
  return row !== undefined
}

/** The names that came to the last survivor, where each survivor has been merged into the next. */
function takenAtTheEnd(db: Db, taken: MoveRow[], path: string[]): Taken[] {
  return path.slice(0, -1).reduce((names, id) => {
    const values = new Set(names.map(({ value }) => value))
    return movesOf(db, id).filter((row) => isName(row) && values.has(row.value))
  }, taken)
}
