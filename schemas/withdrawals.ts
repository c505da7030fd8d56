import { type Static, Type } from 'typebox'
import { closed, DateTime, Id, Language, nullable, ref, Slug, text } from './common.ts'

export const CorrectionDraft = closed(
  {
    note: text(5000, {
      description: 'What was corrected, for readers.',
      examples: ['صُحح اسم المدينة في الفقرة الثانية.'],
    }),
  },
  { $id: 'CorrectionDraft', description: 'A public note of what was corrected.' },
)
export type CorrectionDraft = Static<typeof CorrectionDraft>

export const WithdrawalDraft = closed(
  {
    reason: text(5000, {
      description: 'Why it is withdrawn, for readers.',
      examples: ['تبيّن أن الوثيقة التي بُني عليها التحليل غير صحيحة.'],
    }),
  },
  { $id: 'WithdrawalDraft', description: 'Why an article is withdrawn.' },
)
export type WithdrawalDraft = Static<typeof WithdrawalDraft>

export const RemovedArticle = closed(
  {
    id: Id,
    slug: Slug,
    lang: Language,
    publishedAt: nullable({ ...DateTime, description: 'When it was first published.' }),
    withdrawnAt: { ...DateTime, description: 'When it was withdrawn.' },
    reason: nullable(Type.String({ description: 'Why; null when nobody said.' })),
  },
  { $id: 'RemovedArticle', description: 'An article that was public and has been withdrawn; nothing of what it said.' },
)
export type RemovedArticle = Static<typeof RemovedArticle>

export const RemovedList = closed(
  {
    items: Type.Array(ref(RemovedArticle)),
    nextCursor: nullable(Type.String({ description: 'Send it as `cursor` for the next page; null on the last.' })),
    total: Type.Optional(
      Type.Integer({ minimum: 0, description: 'How many there are on all pages; only with `count=true`.' }),
    ),
  },
  { $id: 'RemovedList', description: 'A page of the articles that were withdrawn, the latest withdrawal first.' },
)
