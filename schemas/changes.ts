import { Type } from 'typebox'
import { closed, DateTime, Id, nullable, oneOf, ref } from './common.ts'

export const changeTypes = ['article', 'source', 'analyst', 'quote']

const action = oneOf(
  ['appear', 'update', 'disappear', 'create', 'revert', 'merge', 'trash', 'restore', 'purge', 'draft', 'discard'],
  {
    description:
      '`appear`: it is public from now on; `update`: it was changed; `disappear`: it is public no more, drop it. The others are for `drafts:read` only (`draft`: its working copy was written; `discard`: and dropped), to which `appear` and `disappear` say what came of another change or of the clock.',
    examples: ['appear'],
  },
)

export const Change = closed(
  {
    sequence: Type.Integer({
      minimum: 1,
      description:
        'Where it stands in the feed. The public feed is counted without gaps, and apart from that for `drafts:read`.',
      examples: [42],
    }),
    at: DateTime,
    type: oneOf(changeTypes, { description: 'What was changed.', examples: ['article'] }),
    id: Id,
    articleId: nullable({ ...Id, description: 'Of a quote: its article.' }),
    version: nullable(
      Type.Integer({ minimum: 1, description: 'The version that it has now; null to the public when it disappears.' }),
    ),
    action,
    actor: nullable(
      Type.String({ description: 'The name of the key that did it; null to the public, and for what the clock did.' }),
    ),
    message: nullable(Type.String({ description: 'What `Isnad-Message` said of it; null to the public.' })),
  },
  { $id: 'Change', description: 'Something was changed.' },
)

export const ChangeList = closed(
  {
    items: Type.Array(ref(Change)),
    last: Type.Integer({
      minimum: 0,
      description: 'Up to where this page goes: send it as `after` for what comes next, now or later.',
      examples: [42],
    }),
  },
  { $id: 'ChangeList', description: 'A page of the feed of changes, the oldest first.' },
)
