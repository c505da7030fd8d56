import type { Caller } from '../caller.ts'
import type { Conditions } from '../conditions.ts'
import type { ChangeAction, Found, Page, PageRequest } from '../store.ts'

/** A version of a resource: what the log says of the change that made it. */
export interface Revision {
  version: number
  at: string
  /** The name of the key. */
  actor: string
  message: string | null
  action: ChangeAction
  forced: boolean
}

/**
 * The versions of each resource. They show what may never have been public, so
 * that reading them needs `drafts:read`. A resource in the trash, or merged into
 * another, keeps its versions under its own refs; one that was purged has none.
 */
export interface RevisionStore<T, Options extends Conditions> {
  /** One page, the newest first. Throws `insufficient-scope`, `not-found`. */
  revisions(caller: Caller, ref: string, request: PageRequest): Promise<Page<Revision>>

  /** One version, with the state that it made. Throws `insufficient-scope`, `not-found`. */
  revision(caller: Caller, ref: string, version: number): Promise<Revision & { state: T }>

  /**
   * The resource as it was at a time (RFC 3339 in UTC), under a ref that it has now;
   * an article with the quotes it had when `withQuotes`. Throws
   * `insufficient-scope`, and `not-found` before it was created, while it was in the
   * trash and after it was merged or purged.
   */
  asOf(caller: Caller, ref: string, time: string, withQuotes: boolean): Promise<Found<T>>

  /**
   * Makes the state of a version the present one, as a new version; what it
   * refers to must still be there. `If-Match` may be left out. A version that
   * says what is present changes nothing. Throws as `put` does.
   */
  revert(caller: Caller, ref: string, version: number, options: Options): Promise<Found<T>>
}
