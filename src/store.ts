import type { Caller } from './caller.ts'
import type { Conditions } from './conditions.ts'
import type { RevisionStore } from './revisions/store.ts'

/** The four kinds of resource, as they are called in addresses, tables and the log. */
export type Kind = 'articles' | 'sources' | 'analysts' | 'quotes'

/** The kinds that have names and aliases, and can be merged. */
export type NamedKind = 'sources' | 'analysts'

/** Whether things of a kind have names and aliases. */
export function isNamed(kind: Kind): kind is NamedKind {
  return kind === 'sources' || kind === 'analysts'
}

/** What the log says was done. `revert` made an earlier state the present one, `merge` made it part of another. */
export type ChangeAction = 'create' | 'update' | 'revert' | 'merge' | 'trash' | 'restore' | 'purge'

/** What the log says came of itself: something became public, or ceased to be, because of another or in time. */
export type Shift = 'appear' | 'disappear'

/** What the log says happened beside an article: its working copy was written, or dropped. */
export type Aside = 'draft' | 'discard'

/** What is said of one of a kind. */
export const singular: Record<Kind, string> = {
  articles: 'article',
  sources: 'source',
  analysts: 'analyst',
  quotes: 'quote',
}

/** A resource as a store has it: its JSON in UTF-8, and what is asked of it before that is parsed. */
export interface Document {
  json: Buffer
  id: string
  version: number
  lang: string | null
}

/** The resources of a page as a store has them: their JSON, an array, in UTF-8, and the languages they are in. */
export interface PageDocument {
  json: Buffer
  languages: string[]
}

/** A resource as found, with what HTTP has to know about it beyond its members. */
export interface Found<T> {
  /** Where there is a document, parsed from it when it is first asked for. */
  item: T
  document?: Document
  /** Of an article read with its quotes, or written with them: the count of changes to those. */
  quotesVersion: number | null
  /** When it ceases to be public by itself; null when nothing says so. */
  visibleUntil: string | null
}

/** Where a page of a list ended: what it is sorted by, and the id as the tie-break. */
export interface Position {
  value: string
  id: string
}

/** A question to a list. `filters` hold one or more values for each name, any of which will do. */
export interface ListRequest {
  filters: Record<string, string[]>
  sort: { field: string; descending: boolean }
  /** 1 to 100. */
  limit: number
  after: Position | null
  /** Whether to count what is on all pages. */
  count: boolean
  /** Whether to list the trash instead. */
  trashed: boolean
  include: string[]
  /** Whether articles come with their bodies. */
  body: boolean
}

/** A question to a list that has one order and no filters. */
export interface PageRequest {
  limit: number
  after: Position | null
  /** Whether to count what is on all pages. */
  count: boolean
}

export interface Page<T> {
  /** Where there is a document, parsed from it when they are first asked for. */
  items: T[]
  document?: PageDocument
  /** null on the last page. */
  next: Position | null
  /** null unless it was asked for. */
  total: number | null
  visibleUntil: string | null
}

export interface ReadOptions {
  include: string[]
  /** Whether to look in the trash instead. */
  trashed: boolean
  body: boolean
}

interface Put<T> extends Found<T> {
  outcome: 'created' | 'replaced' | 'unchanged'
}

/**
 * The promises that every store of a resource keeps. A ref is an id, a slug or
 * `ext:` and an external key. Arguments and results are plain data. Every write
 * is one transaction: whole, logged in `changes` and durable when its promise
 * resolves, or not there. What the caller may not see does not exist for reads
 * (`not-found`); a caller with the scope to write sees what it writes to.
 *
 * Any method throws `Moved` for a slug that the resource had before, and
 * `unavailable` when the database is locked for too long or the disk is full.
 * Writes throw `insufficient-scope`, `invalid-content` (all faults at once),
 * `duplicate-external-id`, `slug-taken` and `in-trash`.
 */
export interface ResourceStore<T, Draft, Patch, Options extends Conditions = Conditions>
  extends RevisionStore<T, Options> {
  /** Stores a new resource. */
  create(caller: Caller, draft: Draft, options?: Options): Promise<Found<T>>

  /** Throws `not-found`. */
  read(caller: Caller, ref: string, options: ReadOptions): Promise<Found<T>>

  /**
   * One page in the order of `sort`, ties broken by id. A filter by a source or
   * analyst takes a ref, or a name or alias in any spelling, which may mean
   * several. Throws `invalid-parameter` for one that leads nowhere.
   */
  list(caller: Caller, request: ListRequest): Promise<Page<T>>

  /**
   * Replaces what is there; a ref with `ext:` creates when nothing is. A draft
   * that says what is stored changes nothing and keeps the version. Without
   * `If-Match` only an `ext:` ref is accepted, and only while the last change
   * was made with the same key. Throws `not-found`, `precondition-required`,
   * `stale-version`, `already-exists`.
   */
  put(caller: Caller, ref: string, draft: Draft, options: Options): Promise<Put<T>>

  /** Applies a merge patch (RFC 7396). Throws as `put` does. */
  patch(caller: Caller, ref: string, patch: Patch, options: Options): Promise<Found<T>>

  /** Moves it to the trash. Throws `still-referenced`, and as `put` does. */
  trash(caller: Caller, ref: string, conditions: Conditions): Promise<void>

  /** Takes it back from the trash. Throws `not-found`, or `invalid-content` when what it refers to is gone. */
  restore(caller: Caller, ref: string, options?: Options): Promise<Found<T>>

  /** Deletes it for good, from the trash or not; its id and the log of it remain. Throws `still-referenced`. */
  purge(caller: Caller, ref: string, conditions: Conditions): Promise<void>
}
