import { eq, type InferInsertModel, type SQL, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Scope } from '../../schemas/keys.ts'
import type { Fault } from '../../schemas/problem.ts'
import { type Caller, can } from '../caller.ts'
import { type Conditions, isCurrent, preconditionRequired, staleVersion } from '../conditions.ts'
import { Failure, insufficientScope, invalidContent, notFound } from '../errors.ts'
import { mergePatch } from '../merge-patch.ts'
import { isSameJson } from '../same-json.ts'
import { type ChangeAction, type Kind, singular } from '../store.ts'
import type { Check } from '../validation.ts'
import { type MergeRules, merge, unmerge } from './merge.ts'
import { anyRow, checkMoved, checkSlug, notMerged, refCondition } from './refs.ts'
import { stateAt } from './revisions.ts'
import { tables } from './tables.ts'
import { visible } from './visibility.ts'
import {
  changedSince,
  checkExternalId,
  type Identity,
  keepRevision,
  log,
  newIdentity,
  nextIdentity,
  type Work,
} from './work.ts'

/** What the engine keeps of every row beyond the members of the resource. */
interface RowState {
  actor: string
  trashedAt: string | null
  /** Of sources and analysts. */
  mergedInto?: string | null
}

/** Who refers to a resource. */
export interface Referrer {
  resource: Kind
  id: string
  field: string
}

/** What sets one kind of resource apart in the life that all of them share. */
export interface Rules<T extends Identity & { externalId: string | null }, Draft, Options = Conditions> {
  kind: Kind
  /** The members that a client may write. */
  writable: string[]
  /** Checks a draft that a merge patch has made, or that an address has given its key. */
  check: Check
  /** The row as the members of the resource. */
  toItem(row: never): T
  /** The members as columns, those of `Identity` included. */
  toRow(item: T): Record<string, unknown>
  /** Columns beyond the members, as they are at first. */
  initial?(work: Work): Record<string, unknown>
  /** Columns that follow from other resources: a change of these alone is none. */
  derived: string[]
  /** The new state, its references resolved and its slug assigned. Pushes every fault it finds. */
  compose(work: Work, draft: Draft, before: T | null, identity: Identity, faults: Fault[]): T
  /** The scopes that this change needs; null stands for "not there". */
  scopes(work: Work, before: T | null, after: T | null): Scope[]
  /** What else changes in the same transaction, once the row is written. */
  written(work: Work, before: T | null, after: T, draft: Draft | null, options: Options | null): void
  /** Who refers to it; those in the trash only when they are asked for. */
  referrers(work: Work, item: T, inTrashToo: boolean): Referrer[]
  /** What goes to the trash with it, and comes back with it. */
  trashed(work: Work, item: T): void
  restored(work: Work, item: T, options: Options | null): void
  /** Makes an earlier state a draft that can stand now. */
  recalled?(draft: Record<string, unknown>): Record<string, unknown>
  /** Deletes what is deleted with it, and its row. */
  purge(work: Work, item: T, deleteRow: () => void): void
  /** For an article whose quotes are written too: their count of changes and who made the last. */
  quotesOf?(row: never, draft: Draft): { quotesVersion: number; quotesActor: string } | null
}

type Stored = RowState & Identity & { externalId: string | null; slug?: string }

/** The life of the resources of one kind: every method runs inside the transaction of `work`. */
export function createLifecycle<T extends Identity & { externalId: string | null }, Draft, Options extends Conditions>(
  rules: Rules<T, Draft, Options>,
) {
  const { kind } = rules
  const table = tables[kind] as SQLiteTable & (typeof tables)[Kind]

  function create(work: Work, draft: Draft, options: Options | null = null): T {
    const faults: Fault[] = []
    const after = rules.compose(work, draft, null, newIdentity(work), faults)
    requireScopes(work.caller, rules.scopes(work, null, after), `Creating this ${singular[kind]}`)
    checkExternalId(work, kind, after.id, after.externalId)
    if (faults.length > 0) throw invalidContent(faults)
    work.db
      .insert(table)
      .values({ ...rules.initial?.(work), ...rowOf(work, after) })
      .run()
    rules.written(work, null, after, draft, options)
    log(work, kind, after, 'create')
    return after
  }

  /** Answers the state before when the draft says nothing new. */
  function replace(
    work: Work,
    before: T,
    draft: Draft,
    options: Options | null = null,
    how: { action: ChangeAction; columns?: Partial<RowState> } = { action: 'update' },
  ): T {
    const faults: Fault[] = []
    const after = rules.compose(work, draft, before, nextIdentity(work, before), faults)
    const same =
      !how.columns && isSame(rules.toRow(before), rules.toRow(after), ['version', 'updatedAt', ...rules.derived])
    requireScopes(work.caller, neededFor(work, before, same ? null : after), `Changing this ${singular[kind]}`)
    checkExternalId(work, kind, after.id, after.externalId)
    if (faults.length > 0) throw invalidContent(faults)
    if (same) {
      rules.written(work, before, before, draft, options)
      return before
    }
    keepRevision(work, kind, before)
    work.db
      .update(table)
      .set({ ...rowOf(work, after), ...how.columns })
      .where(eq(table.id, after.id))
      .run()
    rules.written(work, before, after, draft, options)
    log(work, kind, after, how.action)
    return after
  }

  function put(
    work: Work,
    ref: string,
    draft: Draft,
    options: Options,
  ): { item: T; outcome: 'created' | 'replaced' | 'unchanged' } {
    const row = findForWrite(work, ref)
    const named = ref.startsWith('ext:') ? withExternalId(draft, ref) : draft
    if (!row) {
      if (!ref.startsWith('ext:')) throw notFound(singular[kind], ref)
      if (options.ifMatch !== null) throw staleVersionOfNothing(kind, ref)
      const faults = rules.check(named)
      if (faults.length > 0) throw invalidContent(faults)
      return { item: create(work, named, options), outcome: 'created' }
    }
    checkPreconditions(work, row, options, { upsert: ref.startsWith('ext:'), draft })
    const before = rules.toItem(row as never)
    const item = replace(work, before, named, options)
    return { item, outcome: item === before ? 'unchanged' : 'replaced' }
  }

  function patch(work: Work, ref: string, change: object, options: Options): T {
    const row = existing(work, ref)
    checkPreconditions(work, row, options)
    const before = rules.toItem(row as never)
    const draft = patched(before, change)
    const faults = rules.check(draft)
    if (faults.length > 0) throw invalidContent(faults)
    return replace(work, before, draft as Draft, options)
  }

  function revert(work: Work, ref: string, version: number, options: Options): T {
    const row = anyRow(work.db, kind, ref) as Stored | undefined
    if (!row) throw notFound(singular[kind], ref)
    if (row.trashedAt && !row.mergedInto) throw inTrash(kind, ref)
    checkIfAny(work, row, options)
    const before = rules.toItem(row as never)
    const earlier = draftOf(stateAt(work.db, kind, before, version))
    const draft = rules.recalled?.(earlier) ?? earlier
    const faults = rules.check(draft)
    if (faults.length > 0) throw invalidContent(faults)
    if (!row.mergedInto) return replace(work, before, draft as Draft, options, { action: 'revert' })
    const columns = { trashedAt: null, mergedInto: null }
    const after = replace(work, before, draft as Draft, options, { action: 'restore', columns })
    unmerge(work, rules as unknown as MergeRules<never>, after as never, row.mergedInto)
    return after
  }

  function mergeInto(work: Work, ref: string, into: string, conditions: Conditions): T {
    const row = existing(work, ref)
    checkIfAny(work, row, conditions)
    return merge(work, rules as unknown as MergeRules<never>, rules.toItem(row as never) as never, into)
  }

  function trash(work: Work, ref: string, options: Conditions): void {
    const row = existing(work, ref)
    checkPreconditions(work, row, options)
    const before = rules.toItem(row as never)
    requireScopes(work.caller, rules.scopes(work, before, null), `Deleting this ${singular[kind]}`)
    refuseReferenced(work, before, false)
    const after = mark(work, before, work.now, 'trash')
    rules.trashed(work, after)
  }

  /** Who changes nothing is answered with the resource all the same: so it takes the right to see it, or to delete it. */
  function neededFor(work: Work, before: T, after: T | null): Scope[] {
    return after === null && isSeen(work, before) ? [] : rules.scopes(work, before, after)
  }

  function isSeen(work: Work, { id }: T): boolean {
    const seen = sql`${table.id} = ${id} AND ${visible(kind, work.caller, work.now)}`
    return work.db.select({ id: table.id }).from(table).where(seen).get() !== undefined
  }

  function restore(work: Work, ref: string, options: Options | null = null): T {
    const row = find(work, ref, sql`${table.trashedAt} IS NOT NULL`)
    if (!row) throw notFound(`${singular[kind]} in the trash`, ref)
    const before = rules.toItem(row as never)
    requireScopes(work.caller, rules.scopes(work, null, before), `Restoring this ${singular[kind]}`)
    const faults: Fault[] = []
    rules.compose(work, draftOf(before) as Draft, before, before, faults)
    if (faults.length > 0) throw invalidContent(faults)
    const after = mark(work, before, null, 'restore')
    rules.restored(work, after, options)
    return after
  }

  function purge(work: Work, ref: string, options: Conditions): void {
    const row = find(work, ref, sql`1`)
    if (!row) throw notFound(singular[kind], ref)
    checkPreconditions(work, row, options)
    const before = rules.toItem(row as never)
    refuseReferenced(work, before, true)
    rules.purge(work, before, () => work.db.delete(table).where(eq(table.id, before.id)).run())
    work.db.run(sql`DELETE FROM revisions WHERE resource = ${kind} AND id = ${before.id}`)
    work.db.run(sql`DELETE FROM former_slugs WHERE resource = ${kind} AND id = ${before.id}`)
    log(work, kind, nextIdentity(work, before) as T, 'purge')
  }

  function mark(work: Work, before: T, trashedAt: string | null, action: 'trash' | 'restore'): T {
    const after = { ...before, ...nextIdentity(work, before) }
    keepRevision(work, kind, before)
    work.db
      .update(table)
      .set({ ...rowOf(work, after), trashedAt })
      .where(eq(table.id, after.id))
      .run()
    log(work, kind, after, action)
    return after
  }

  function rowOf(work: Work, item: T) {
    return { ...rules.toRow(item), actor: work.caller.keyId } as InferInsertModel<typeof table>
  }

  function find(work: Work, ref: string, condition: SQL): Stored | undefined {
    const picked = refCondition(kind, ref)
    const row =
      picked &&
      (work.db
        .select()
        .from(table)
        .where(sql`${picked} AND ${condition} AND ${notMerged(kind)}`)
        .get() as unknown as Stored | undefined)
    if (row) checkSlug(kind, ref, row)
    else checkMoved(work.db, kind, ref, condition)
    return row
  }

  /** Throws `in-trash`: what is there cannot be written to. */
  function findForWrite(work: Work, ref: string): Stored | undefined {
    const row = find(work, ref, sql`1`)
    if (row?.trashedAt) throw inTrash(kind, ref)
    return row
  }

  function existing(work: Work, ref: string): Stored {
    const row = findForWrite(work, ref)
    if (!row) throw notFound(singular[kind], ref)
    return row
  }

  /** Of a write that may come without any. */
  function checkIfAny(work: Work, row: Stored, conditions: Conditions): void {
    if (conditions.ifMatch !== null || conditions.createOnly) checkPreconditions(work, row, conditions as Options)
  }

  function checkPreconditions(
    work: Work,
    row: Stored,
    options: Conditions,
    put?: { upsert: boolean; draft: Draft },
  ): void {
    if (options.createOnly)
      throw new Failure('already-exists', `The ${singular[kind]} ${row.id} exists. Nothing was changed.`)
    const quotes = (put && rules.quotesOf?.(row as never, put.draft)) ?? null
    if (options.ifMatch === '*') return
    if (options.ifMatch === null) {
      const { keyId } = work.caller
      const own = row.actor === keyId && (quotes === null || quotes.quotesActor === keyId)
      if (put?.upsert && own) return
      throw preconditionRequired(singular[kind])
    }
    const present = { id: row.id, version: row.version, ...(quotes && { quotesVersion: quotes.quotesVersion }) }
    if (isCurrent(options.ifMatch, present, quotes !== null)) return
    const seen = options.ifMatch.find(({ version }) => version < row.version)
    const changed = seen ? changedSince(work.db, kind, rules.toItem(row as never), seen.version) : []
    const quotesChanged = quotes !== null && isCurrent(options.ifMatch, present, false)
    throw staleVersion(singular[kind], row.version, quotesChanged ? ['quotes'] : changed)
  }

  function refuseReferenced(work: Work, item: T, inTrashToo: boolean): void {
    const referrers = rules.referrers(work, item, inTrashToo).slice(0, 100)
    const [first] = referrers
    if (!first) return
    const others = referrers.length > 1 ? ` and ${referrers.length - 1} more` : ''
    const detail = `The ${singular[first.resource]} ${first.id}${others} refers to this ${singular[kind]}. Change or delete that first.`
    throw new Failure('still-referenced', detail, { members: { referrers } })
  }

  function draftOf(item: T): Record<string, unknown> {
    return Object.fromEntries(rules.writable.map((name) => [name, (item as Record<string, unknown>)[name] ?? null]))
  }

  /** A member that the patch removed is null in the draft, not absent: absent members may stay as they are. */
  function patched(before: T, change: object): object {
    const merged = mergePatch(draftOf(before), change) as Record<string, unknown>
    const removed = Object.entries(change).filter(([, value]) => value === null)
    return { ...merged, ...Object.fromEntries(removed) }
  }

  return { create, replace, put, patch, revert, merge: mergeInto, trash, restore, purge }
}

function requireScopes(caller: Caller, scopes: Scope[], what: string): void {
  const missing = scopes.find((scope) => !can(caller, scope))
  if (missing) throw insufficientScope(missing, what)
}

function isSame(before: Record<string, unknown>, after: Record<string, unknown>, besides: string[]): boolean {
  const names = Object.keys(after).filter((name) => !besides.includes(name))
  return names.every((name) => isSameJson(before[name], after[name]))
}

/** A PUT on an external key keeps it: otherwise the same PUT again would not find it. */
function withExternalId<Draft>(draft: Draft, ref: string): Draft {
  const externalId = ref.slice(4).normalize('NFC')
  const given = (draft as { externalId?: string | null }).externalId
  if (given !== undefined && given !== null && given !== externalId) {
    const detail = `must be '${externalId}', as in the address, or be left out`
    throw invalidContent([{ pointer: '/externalId', detail, code: 'mismatch' }])
  }
  return { ...draft, externalId }
}

function inTrash(kind: Kind, ref: string): Failure {
  return new Failure(
    'in-trash',
    `The ${singular[kind]} '${ref}' is in the trash. POST to its restoration, or purge it.`,
  )
}

function staleVersionOfNothing(kind: Kind, ref: string): Failure {
  return new Failure(
    'stale-version',
    `There is no ${singular[kind]} '${ref}' that If-Match could be held against. Leave it out to create one.`,
  )
}
