import { eq, type InferInsertModel, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Scope } from '../../schemas/keys.ts'
import type { Fault } from '../../schemas/problem.ts'
import { type Caller, require } from '../caller.ts'
import type { Conditions } from '../conditions.ts'
import { invalidContent, notFound } from '../errors.ts'
import { mergePatch } from '../merge-patch.ts'
import { isSameJson } from '../same-json.ts'
import { type ChangeAction, isNamed, type Kind, singular } from '../store.ts'
import { withExternalId } from '../with-external-id.ts'
import { type MergeRules, merge, unmerge } from './merge.ts'
import { createPreconditions, inTrash, staleVersionOfNothing } from './preconditions.ts'
import { anyRow, checkMoved, checkSlug, refColumn } from './refs.ts'
import { stateAt } from './revisions.ts'
import type { RowState, Rules, Stored } from './rules.ts'
import { insertParts, selectRows, updateRow } from './statements.ts'
import { tables } from './tables.ts'
import { visible } from './visibility.ts'
import { checkExternalId, type Identity, keepRevision, log, newIdentity, nextIdentity, type Work } from './work.ts'

/** The life of the resources of one kind. */
export type Life<
  T extends Identity & { externalId: string | null },
  Draft,
  Options extends Conditions = Conditions,
> = ReturnType<typeof createLifecycle<T, Draft, Options>>

/** The life of the resources of one kind: every method runs inside the transaction of `work`. */
export function createLifecycle<T extends Identity & { externalId: string | null }, Draft, Options extends Conditions>(
  rules: Rules<T, Draft, Options>,
) {
  const { kind } = rules
  const { checkPreconditions, checkIfAny, refuseReferenced } = createPreconditions(rules)
  const table = tables[kind] as SQLiteTable & (typeof tables)[Kind]

  function create(work: Work, draft: Draft, options: Options | null = null): T {
    const faults: Fault[] = []
    const after = rules.compose(work, draft, null, newIdentity(work), faults)
    requireScopes(work.caller, rules.scopes(work, null, after), `Creating this ${singular[kind]}`)
    checkExternalId(work, kind, after.id, after.externalId)
    if (faults.length > 0) throw invalidContent(faults)
    insertParts(work.db, table, [
      rules.toRow(after),
      { actor: work.caller.keyId },
      rules.initial?.(work, draft) ?? {},
    ] as InferInsertModel<typeof table>[])
    rules.written(work, null, after, draft, options)
    log(work, kind, after, 'create')
    return after
  }

  /** Answers the state before when the draft says nothing new. `stored` is what the revision keeps, where the state before was never written. */
  function replace(
    work: Work,
    before: T,
    draft: Draft,
    options: Options | null = null,
    how: { action: ChangeAction; columns?: Partial<RowState>; stored?: T } = { action: 'update' },
  ): T {
    const { stored = before } = how
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
    keepRevision(work, kind, stored)
    updateRow(work.db, table, after.id, { ...rowOf(work, after), ...how.columns })
    rules.written(work, stored, after, draft, options)
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
    /* It keeps its key: otherwise the same PUT again would not find it. */
    const named = ref.startsWith('ext:') ? withExternalId(draft, ref.slice(4).normalize('NFC'), 'address') : draft
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

  function trash(work: Work, ref: string, options: Conditions): T {
    const row = existing(work, ref)
    checkPreconditions(work, row, options)
    const before = rules.toItem(row as never)
    requireScopes(work.caller, rules.scopes(work, before, null), `Deleting this ${singular[kind]}`)
    refuseReferenced(work, before, false)
    const after = mark(work, before, work.now, 'trash')
    rules.trashed(work, after)
    return after
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
    const row = find(work, ref, `${kind}.trashed_at IS NOT NULL`)
    if (!row) throw notFound(`${singular[kind]} in the trash`, ref)
    const before = rules.toItem(row as never)
    requireScopes(work.caller, rules.scopes(work, null, before), `Restoring this ${singular[kind]}`)
    rules.checkRestorable?.(work, before)
    const faults: Fault[] = []
    rules.compose(work, draftOf(before) as Draft, before, before, faults)
    if (faults.length > 0) throw invalidContent(faults)
    const after = mark(work, before, null, 'restore')
    rules.restored(work, after, options)
    return after
  }

  function purge(work: Work, ref: string, options: Conditions): T {
    const row = find(work, ref)
    if (!row) throw notFound(singular[kind], ref)
    checkPreconditions(work, row, options)
    const before = rules.toItem(row as never)
    refuseReferenced(work, before, true)
    rules.purge(work, before, () => work.db.delete(table).where(eq(table.id, before.id)).run())
    work.db.run(sql`DELETE FROM revisions WHERE resource = ${kind} AND id = ${before.id}`)
    work.db.run(sql`DELETE FROM former_slugs WHERE resource = ${kind} AND id = ${before.id}`)
    log(work, kind, nextIdentity(work, before) as T, 'purge')
    return before
  }

  function mark(work: Work, before: T, trashedAt: string | null, action: 'trash' | 'restore'): T {
    const after = { ...before, ...nextIdentity(work, before) }
    keepRevision(work, kind, before)
    updateRow(work.db, table, after.id, { ...rowOf(work, after), trashedAt } as typeof table.$inferInsert)
    log(work, kind, after, action)
    return after
  }

  function rowOf(work: Work, item: T) {
    return { ...rules.toRow(item), actor: work.caller.keyId } as InferInsertModel<typeof table>
  }

  function find(work: Work, ref: string, condition = '1'): Stored | undefined {
    const picked = refColumn(kind, ref)
    const merged = isNamed(kind) ? ' AND merged_into IS NULL' : ''
    const [row] = picked
      ? selectRows(work.db, table, `${picked.column} = ? AND ${condition}${merged}`, picked.value)
      : []
    if (row) checkSlug(kind, ref, row)
    else checkMoved(work.db, kind, ref, sql.raw(condition))
    return row as Stored | undefined
  }

  /** Throws `in-trash`: what is there cannot be written to. */
  function findForWrite(work: Work, ref: string): Stored | undefined {
    const row = find(work, ref)
    if (row?.trashedAt) throw inTrash(kind, ref)
    return row
  }

  function existing(work: Work, ref: string): Stored {
    const row = findForWrite(work, ref)
    if (!row) throw notFound(singular[kind], ref)
    return row
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

  const write = { create, replace, put, patch, revert, merge: mergeInto, trash, restore, purge }
  return { ...write, existing, draftOf, patched }
}

function requireScopes(caller: Caller, scopes: Scope[], what: string): void {
  for (const scope of scopes) require(caller, scope, what)
}

function isSame(before: Record<string, unknown>, after: Record<string, unknown>, besides: string[]): boolean {
  const names = Object.keys(after).filter((name) => !besides.includes(name))
  return names.every((name) => isSameJson(before[name], after[name]))
}
