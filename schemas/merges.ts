import { type Static, Type } from 'typebox'
import { closed, Ref } from './common.ts'

export const MergeDraft = closed(
  { into: Type.Unsafe<string>({ ...Ref, description: 'The one to keep: its id, slug, or `ext:` and `externalId`.' }) },
  { $id: 'MergeDraft', description: 'What it is to become part of.' },
)
export type MergeDraft = Static<typeof MergeDraft>
