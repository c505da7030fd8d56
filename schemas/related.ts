import { type Static, Type } from 'typebox'
import { EmbeddedArticle } from './articles.ts'
import { closed, Id, nullable, oneOf, ref } from './common.ts'

const Because = closed({
  kind: oneOf(['translation', 'voice', 'tag', 'source'], {
    description: 'What the two have in common: one translates the other, or somebody speaks in both.',
  }),
  name: Type.String({
    description: 'The name of the voice or source, the tag, or the language of a translation.',
    examples: ['سالم الطويل'],
  }),
  id: nullable({ ...Id, description: 'Of the analyst or source; null for a tag or translation.' }),
})
export type Because = Static<typeof Because>

const RelatedArticle = closed({
  article: ref(EmbeddedArticle),
  because: Type.Array(Because, { minItems: 1, description: 'Why it is here, the strongest reason first.' }),
})

export const RelatedList = closed(
  { items: Type.Array(RelatedArticle, { maxItems: 50 }) },
  {
    $id: 'RelatedList',
    description:
      'Translations first, then articles with the same voices, tags and source: the more in common the earlier, the newest of equals first.',
  },
)
export type RelatedList = Static<typeof RelatedList>
