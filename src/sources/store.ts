import type { Source, SourceDraft } from '../../schemas/sources.ts'
import type { MergeStore } from '../merges/store.ts'
import type { ResourceStore } from '../store.ts'

/**
 * Organisations and documents. Public only while a public article or quote
 * refers to them, as publisher, speaker or told to. `list` sorts by `name`,
 * `createdAt` or `updatedAt` and filters by `kind` and `country`.
 */
export type SourceStore = ResourceStore<Source, SourceDraft, Partial<SourceDraft>> & MergeStore<Source>
