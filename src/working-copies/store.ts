import type { Article } from '../../schemas/articles.ts'
import type { WorkingCopy } from '../../schemas/working-copies.ts'
import type { ArticleOptions, StoredDraft } from '../articles/store.ts'
import type { Caller } from '../caller.ts'
import type { Conditions } from '../conditions.ts'
import type { Found } from '../store.ts'

/** A working copy, with the id that its entity tag names. */
export type FoundCopy = WorkingCopy & { id: string }

/** What a write to a working copy may say beyond its preconditions. */
export interface CopyOptions extends Conditions {
  /** The version of the article that the writer has brought in; null for the one it was begun from. */
  base: number | null
}

/**
 * One working copy of each article at most: its content as it shall become. Nobody
 * without `drafts:read` learns of it, and nothing of the article changes until it
 * is published. What could not be stored in the article is refused at once
 * (`invalid-content`), but for words of quotes that it alters: those are refused
 * when it is published. It goes to the trash with its article, and comes back with it.
 *
 * Writes need `content:write`, whether the article is live or not, and throw as
 * those to an article do; `working-copy-outdated` when `base` is not the present
 * version.
 */
export interface WorkingCopyStore {
  /** Throws `not-found`. */
  read(caller: Caller, ref: string): Promise<FoundCopy>

  /** Begins one, or replaces its content. */
  put(caller: Caller, ref: string, draft: StoredDraft, options: CopyOptions): Promise<FoundCopy & { created: boolean }>

  /** Applies a merge patch to it, or to the article to begin one. */
  patch(
    caller: Caller,
    ref: string,
    change: Partial<StoredDraft>,
    options: CopyOptions,
  ): Promise<FoundCopy & { created: boolean }>

  /** Throws `not-found`, and as `trash` does. */
  discard(caller: Caller, ref: string, conditions: Conditions): Promise<void>

  /**
   * Makes the article what the working copy says, and published, and ends it. Needs
   * `content:publish`. Throws `working-copy-outdated` when the article has changed
   * since, and as `put` of an article does. `If-Match` may be left out.
   */
  publish(caller: Caller, ref: string, options: ArticleOptions): Promise<Found<Article>>
}
