import { type Static, Type } from 'typebox'
import { closed, DateTime, Id, nullable, oneOf, optional, text } from './common.ts'

export const Scope = oneOf(['drafts:read', 'content:write', 'content:publish', 'admin'], {
  description:
    '`drafts:read`: sees what is not public; `content:write`: writes what is not live; `content:publish`: publishes, and changes what is live; `admin`: everything.',
})
export type Scope = Static<typeof Scope>

const name = text(200, { description: 'Who or what uses the key.', examples: ['nightly push'] })
const scopes = Type.Array(Scope, { minItems: 1, maxItems: 4, uniqueItems: true, description: 'What the key may do.' })
const expiresAt = { ...DateTime, description: 'From then on the key is refused.' }

const key = {
  id: Id,
  name,
  scopes,
  createdAt: DateTime,
  expiresAt: nullable(expiresAt),
  revokedAt: nullable({ ...DateTime, description: 'Since when the key is refused.' }),
}

export const Key = closed(key, { $id: 'Key', description: 'An API key, without its secret.' })
export type Key = Static<typeof Key>

export const NewKey = closed(
  {
    ...key,
    key: Type.String({ description: 'The key itself: shown this once, stored only as a hash.', examples: ['isn_…'] }),
  },
  { $id: 'NewKey', description: 'A key that was just made.' },
)
export type NewKey = Static<typeof NewKey>

export const KeyDraft = closed(
  { name, scopes, expiresAt: optional(expiresAt) },
  { $id: 'KeyDraft', description: 'A key to be made.' },
)
export type KeyDraft = Static<typeof KeyDraft>

export const KeyList = closed(
  { items: Type.Array(Type.Unsafe<Key>({ $ref: 'Key#' })) },
  { $id: 'KeyList', description: 'All keys, the newest first.' },
)
