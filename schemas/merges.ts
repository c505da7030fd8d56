import { type Static, type TSchema, Type } from 'typebox'
import { Analyst } from './analysts.ts'
import { closed, oneOf, Ref, ref } from './common.ts'
import { Source } from './sources.ts'

export const MergeDraft = closed(
  { into: Type.Unsafe<string>({ ...Ref, description: 'The one to keep: its id, slug, or `ext:` and `externalId`.' }) },
  { $id: 'MergeDraft', description: 'What it is to become part of.' },
)
export type MergeDraft = Static<typeof MergeDraft>

const reason = closed({
  rule: oneOf(['same-name', 'alias', 'one-letter', 'transliteration', 'part-of-name', 'same-role', 'same-kind'], {
    description:
      '`same-name` or `alias`: the same but for spelling; `one-letter`: words differ by a letter each; `transliteration`: the same consonants in Latin letters; `part-of-name`, which counts only together with `same-role` (the noun of a role) or `same-kind`.',
    examples: ['same-name'],
  }),
  name: Type.String({ description: 'What stands in the one you asked about.', examples: ['عز الدين عقيل'] }),
  other: Type.String({ description: 'What stands in the other.', examples: ['عزالدين عقيل'] }),
})

const duplicatesOf = (member: string, item: TSchema, $id: string) =>
  closed(
    {
      items: Type.Array(
        closed({
          [member]: ref(item),
          score: Type.Number({ minimum: 0, maximum: 1, description: 'How likely it is the same.', examples: [1] }),
          because: Type.Array(reason, { minItems: 1, description: 'The names and roles that say so.' }),
        }),
        { maxItems: 20 },
      ),
    },
    { $id, description: 'Who may be the same, the likeliest first. Nothing is merged by itself.' },
  )

export const AnalystDuplicates = duplicatesOf('analyst', Analyst, 'AnalystDuplicates')

export const SourceDuplicates = duplicatesOf('source', Source, 'SourceDuplicates')
