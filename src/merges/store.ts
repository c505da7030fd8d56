import type { Caller } from '../caller.ts'
import type { Conditions } from '../conditions.ts'
import type { Found } from '../store.ts'
import type { Reason } from './duplicates.ts'

/** What sources and analysts have besides the life of every resource: two of them may be one. */
export interface MergeStore<T> {
  /**
   * Makes the one that `ref` names part of the one that `into` names, and
   * answers that. Whatever refers to it, in the trash too, refers to the
   * survivor from then on, as a new version of its own; the survivor is known by
   * its names as well. All its refs lead to the survivor: `Moved` in addresses,
   * silently in bodies and filters. `revert` to one of its versions undoes it:
   * it takes back its names, and the references that were moved unless they have
   * named somebody else since. Needs `content:write`, and `content:publish` when
   * something live is moved. Throws `not-found`, `in-trash`, `stale-version`, and
   * `invalid-content` when `into` names itself, nothing, or one that is merged or
   * in the trash. `If-Match` may be left out.
   */
  merge(caller: Caller, ref: string, into: string, conditions: Conditions): Promise<Found<T>>

  /**
   * Who may be the same, the likeliest first, at most 20, with the reasons. A
   * proposal only: nothing is merged by itself. Needs `drafts:read`. Throws
   * `insufficient-scope`, `not-found`.
   */
  duplicates(caller: Caller, ref: string): Promise<{ item: T; score: number; because: Reason[] }[]>
}
