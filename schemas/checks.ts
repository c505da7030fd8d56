import { type Static, Type } from 'typebox'
import { closed, Id, nullable, oneOf } from './common.ts'

const Place = closed({
  blockKey: Type.String({ description: 'The `_key` of the block.' }),
  text: Type.String({ description: 'The words that stand there.' }),
  start: Type.Integer({ minimum: 0, description: 'Code points of the text of the block.' }),
  end: Type.Integer({ minimum: 0, description: 'Code points of the text of the block.' }),
})

const Finding = closed({
  code: oneOf(
    [
      'uncovered-quotation',
      'unattributed-quote',
      'drifted-quote',
      'attributed-elsewhere',
      'missing-summary',
      'missing-alt',
      'missing-source',
    ],
    { description: 'What was found.', examples: ['uncovered-quotation'] },
  ),
  severity: oneOf(['error', 'warning', 'notice'], {
    description: 'An `error` keeps the article from being published; a `notice` is often right as it is.',
  }),
  detail: Type.String({ description: 'What it is and what to do.' }),
  quoteId: nullable({ ...Id, description: 'The quote it is about.' }),
  otherQuoteId: nullable({ ...Id, description: 'The quote in another article that it is held against.' }),
  place: nullable(Place),
})
export type Finding = Static<typeof Finding>

export const Checks = closed(
  {
    publishable: Type.Boolean({ description: 'Whether there is no `error`.' }),
    items: Type.Array(Finding, { description: 'What was found, by kind, and within a kind in the order of the text.' }),
  },
  { $id: 'Checks', description: 'What an editor should look at before an article is published.' },
)
export type Checks = Static<typeof Checks>
