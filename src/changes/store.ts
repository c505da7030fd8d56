import type { Caller } from '../caller.ts'
import type { Aside, ChangeAction, Kind, Shift } from '../store.ts'

/** A change as a caller may know of it. */
export interface ChangeEntry {
  sequence: number
  at: string
  kind: Kind
  id: string
  articleId: string | null
  /** null to the public when it disappears. */
  version: number | null
  action: ChangeAction | Shift | Aside
  /** The name of the key; null to the public, and for what the clock did. */
  actor: string | null
  message: string | null
}

/** A question to the log of changes. */
export interface ChangesRequest {
  /** The sequence of the last one that is known; 0 for none. */
  after: number
  limit: number
  /** Of these kinds only; of all when empty. */
  kinds: Kind[]
}

/** A page of the log of changes. */
export interface ChangesPage {
  items: ChangeEntry[]
  /** The sequence up to which there is nothing more to read now, or that of the last item. */
  last: number
  isMore: boolean
}

/**
 * The log of changes. With `drafts:read` it is all that was ever written. Everybody
 * else reads in it what became public, changed while it was, and ceased to be:
 * counted apart and without gaps, so that nothing can be told of the rest. What the
 * clock did is there as soon as its moment has come, with that as its time.
 */
export interface ChangesStore {
  /** The oldest first. Throws `invalid-parameter` when `after` has not been reached. */
  list(caller: Caller, request: ChangesRequest): Promise<ChangesPage>
}
