import { type Static, Type } from 'typebox'
import { closed, oneOf } from './common.ts'

export const GroupBy = oneOf(['analyst', 'source', 'country', 'topic', 'toldTo'], {
  description:
    'By whom or what the quotes are counted: the analyst or source that speaks, the country of either, the topics of the analyst, or the source that was told.',
  examples: ['analyst'],
})
export type GroupBy = Static<typeof GroupBy>

export const Voice = closed(
  {
    key: Type.String({
      description: 'The id of the analyst or source, the code of the country, or the topic.',
      examples: ['0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'],
    }),
    label: Type.String({
      description: 'The name of the analyst or source; of a country or topic the key itself.',
      examples: ['سالم الطويل'],
    }),
    quotes: Type.Integer({ minimum: 1, description: 'How many quotes.', examples: [42] }),
    words: Type.Integer({
      minimum: 1,
      description: 'How many words they have: runs between white space of their `text`.',
      examples: [731],
    }),
    articles: Type.Integer({ minimum: 1, description: 'In how many articles they stand.', examples: [17] }),
    share: Type.Number({
      minimum: 0,
      maximum: 1,
      description:
        'The part that its quotes are of all counted quotes, those without a speaker among them. An analyst counts once for each topic, so the shares of topics can add up to more than 1.',
      examples: [0.042],
    }),
  },
  { $id: 'Voice', description: 'How much of what is quoted one voice has.' },
)
export type Voice = Static<typeof Voice>

export const VoiceList = closed(
  { items: Type.Array(Type.Unsafe<Voice>({ $ref: 'Voice#' })) },
  { $id: 'VoiceList', description: 'Voices, those with the most quotes first.' },
)
