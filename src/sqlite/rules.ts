import type { Scope } from '../../schemas/keys.ts'
import type { Fault } from '../../schemas/problem.ts'
import type { Conditions } from '../conditions.ts'
import type { Kind } from '../store.ts'
import type { Check } from '../validation.ts'
import type { Identity, Work } from './work.ts'

/** What the engine keeps of every row beyond the members of the resource. */
export interface RowState {
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
  initial?(work: Work, draft: Draft): Record<string, unknown>
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
  /** Throws where something else has to come back from the trash before it. */
  checkRestorable?(work: Work, item: T): void
  /** Makes an earlier state a draft that can stand now. */
  recalled?(draft: Record<string, unknown>): Record<string, unknown>
  /** Deletes what is deleted with it, and its row. */
  purge(work: Work, item: T, deleteRow: () => void): void
  /** For an article whose quotes are written too: their count of changes and who made the last. */
  quotesOf?(row: never, draft: Draft): { quotesVersion: number; quotesActor: string } | null
}

/** A row as the life of its resource needs it. */
export type Stored = RowState & Identity & { externalId: string | null; slug?: string }
