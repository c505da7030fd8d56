import type { OccurrenceList } from '../../schemas/occurrences.ts'
import type { Quote, QuoteDraft } from '../../schemas/quotes.ts'
import type { Caller } from '../caller.ts'
import type { Conditions } from '../conditions.ts'
import type { Found, ResourceStore } from '../store.ts'

/** What a write to a quote may say beyond its preconditions. */
export interface QuoteOptions extends Conditions {
  /** Whether a quote without a speaker may become public: the log says that it was forced. */
  force: boolean
}

/**
 * Attributed statements. Public while their article is. A write also throws
 * `invalid-content` for words that do not stand in the body of the article, or
 * stand there more than once, with the candidates, and `unattributed-quotes` for
 * a direct or mixed quote without a speaker in a published article. `list` sorts by
 * `publishedAt`, `position`, `createdAt` or `updatedAt` and filters by `article`, `analyst`,
 * `source`, `toldTo`, `kind`, `status`, `notStatus`, `anchor`, `from` and `to`.
 */
export interface QuoteStore extends ResourceStore<Quote, QuoteDraft, Partial<QuoteDraft>, QuoteOptions> {
  /**
   * The same statement in other articles, of those the caller may see: by a hash
   * of its folded words, and near-duplicates. Throws `not-found`.
   */
  occurrences(caller: Caller, ref: string): Promise<Found<OccurrenceList>>
}
