import type { Analyst, AnalystDraft } from '../../schemas/analysts.ts'
import type { MergeStore } from '../merges/store.ts'
import type { ResourceStore } from '../store.ts'

/**
 * People who are quoted. Public only while a public quote is attributed to
 * them; an affiliation with a source that the caller may not see reads as null.
 * `list` sorts by `name`, `createdAt` or `updatedAt` and filters by `country` and `topic`.
 */
export type AnalystStore = ResourceStore<Analyst, AnalystDraft, Partial<AnalystDraft>> & MergeStore<Analyst>
