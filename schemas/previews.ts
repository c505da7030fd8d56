import { type Static, Type } from 'typebox'
import { closed, DateTime, Id, optional, ref } from './common.ts'

const expiresAt = {
  ...DateTime,
  description: 'Until when it leads there: a week when nothing is said, 30 days at most.',
  examples: ['2026-03-08T08:30:00.000Z'],
}

export const PreviewDraft = closed(
  { expiresAt: optional(expiresAt) },
  { $id: 'PreviewDraft', description: 'How long an article may be previewed.' },
)
export type PreviewDraft = Static<typeof PreviewDraft>

export const Preview = closed(
  {
    id: Id,
    url: Type.String({
      description: 'Shows the article to whoever has it: no key is needed. Keep it as a secret.',
      examples: ['http://localhost:3000/v1/previews/0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b.q83vEjRWeJCrze8SNFZ4kA'],
    }),
    createdAt: DateTime,
    expiresAt,
    actor: Type.String({ description: 'The name of the key that made it.', examples: ['nightly push'] }),
  },
  { $id: 'Preview', description: 'A link that shows one article before it is public.' },
)

export const PreviewList = closed(
  { items: Type.Array(ref(Preview), { maxItems: 100 }) },
  { $id: 'PreviewList', description: 'The links to an article that still lead there, the newest first.' },
)
