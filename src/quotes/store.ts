import type { Quote, QuoteDraft } from '../../schemas/quotes.ts'
import type { ResourceStore } from '../store.ts'

/**
 * Attributed statements. Public while their article is. A write also throws
 * `invalid-content` for words that do not stand in the body of the article, or
 * stand there more than once, with the candidates. `list` sorts by
 * `publishedAt`, `position`, `createdAt` or `updatedAt` and filters by `article`, `analyst`,
 * `source`, `toldTo`, `kind`, `status`, `anchor`, `from` and `to`.
 */
export type QuoteStore = ResourceStore<Quote, QuoteDraft, Partial<QuoteDraft>>
