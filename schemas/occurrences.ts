import { type Static, Type } from 'typebox'
import { closed, ref } from './common.ts'
import { Quote } from './quotes.ts'

const Occurrence = closed({
  quote: ref(Quote),
  same: Type.Boolean({ description: 'Whether the folded words are the same, whatever the spelling and the marks.' }),
  similarity: Type.Number({
    minimum: 0,
    maximum: 1,
    description: '1 − edit distance ÷ longer length, on folded letters; those below 0.75 are left out.',
    examples: [0.91],
  }),
})
export type Occurrence = Static<typeof Occurrence>

export const OccurrenceList = closed(
  { items: Type.Array(Occurrence, { maxItems: 100 }) },
  { $id: 'OccurrenceList', description: 'The same statement in other articles, the most similar first, at most 100.' },
)
export type OccurrenceList = Static<typeof OccurrenceList>
