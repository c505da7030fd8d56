import type { Article, ArticleDraft } from '../../schemas/articles.ts'
import type { Checks } from '../../schemas/checks.ts'
import type { RelatedList } from '../../schemas/related.ts'
import type { RemovedArticle } from '../../schemas/withdrawals.ts'
import type { ParsedBlock } from '../body/blocks.ts'
import type { Caller } from '../caller.ts'
import type { Conditions } from '../conditions.ts'
import type { DriftPolicy } from '../quotes/drift.ts'
import type { Found, Page, PageRequest, ResourceStore } from '../store.ts'

/** An article as the store takes it: its body is Portable Text already, keys optional. */
export type StoredDraft = Omit<ArticleDraft, 'body'> & { body?: ParsedBlock[] | null }

/** What a write to an article may say beyond its preconditions. */
export interface ArticleOptions extends Conditions {
  /** What to do when the new body alters or loses the words of a direct or mixed quote. */
  onDrift: DriftPolicy
  /** Whether quotes without a speaker may become public: the log says that it was forced. */
  force: boolean
}

/**
 * Articles, and in `quotes` all the quotes of one. Public when published, from
 * `publishAt` and `embargoUntil` on, until `expireAt`. A new body keeps the keys
 * of blocks whose text stays, and finds every quote again; a write that would
 * change the words of one throws `quote-drift`, as its policy says. Publishing a
 * direct or mixed quote without a speaker throws `unattributed-quotes`. Its quotes
 * go to the trash with it and come back with it. Reading what was withdrawn after
 * it had been public throws `withdrawn` for whoever may not see drafts. `list` sorts by `publishedAt`,
 * `createdAt`, `updatedAt` or `title` and filters by `lang`, `section`, `tag`,
 * `source`, `analyst`, `status`, `publishedFrom` and `publishedTo`.
 */
export interface ArticleStore extends ResourceStore<Article, StoredDraft, Partial<StoredDraft>, ArticleOptions> {
  /** Adds a public note of what was corrected, with the present time. `If-Match` may be left out. Throws as `patch` does. */
  correct(caller: Caller, ref: string, note: string, conditions: Conditions): Promise<Found<Article>>

  /**
   * Takes an article back: whoever could see it reads `withdrawn` and the reason from
   * now on, and its quotes are public no more. One that never was public stays
   * unknown. `If-Match` may be left out. Throws as `patch` does.
   */
  withdraw(caller: Caller, ref: string, reason: string, conditions: Conditions): Promise<Found<Article>>

  /** A page of what was public and has been withdrawn, the latest withdrawal first: for everybody. */
  removed(request: PageRequest): Promise<Page<RemovedArticle>>

  /** What an editor should look at before it is published. Throws `not-found`. */
  checks(caller: Caller, ref: string): Promise<Checks>

  /**
   * Other articles that the caller may see which share voices, tags or the
   * source, or translate it, at most `limit`, with what they share. Throws `not-found`.
   */
  related(caller: Caller, ref: string, limit: number): Promise<Found<RelatedList>>

  /** The article that this one translates, its other translations and its own, of those the caller may see. */
  translations(caller: Caller, id: string): Promise<Translations>
}

/** Where else the same text can be read, and when the first of them ceases to be public. */
export interface Translations {
  items: { id: string; lang: string }[]
  visibleUntil: string | null
}
