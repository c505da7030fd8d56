import { type Static, Type } from 'typebox'
import { Article, ArticleDraft } from './articles.ts'
import { closed, DateTime, patchOf, ref } from './common.ts'

const { status: _status, withdrawnReason: _reason, corrections: _corrections, ...content } = ArticleDraft.properties

export const WorkingCopyDraft = closed(content, {
  $id: 'WorkingCopyDraft',
  description:
    'The content of an article as it shall become; whether it is public is no part of it. Absent members become null or empty; `externalId`, `slug` and `quotes` stay as they are in the article.',
})
export type WorkingCopyDraft = Static<typeof WorkingCopyDraft>

const { quotes: _quotes, ...patchable } = content

export const WorkingCopyPatch = patchOf(closed(patchable), 'WorkingCopyPatch', 'A change to a working copy.')

const base = Type.Integer({
  minimum: 1,
  description: 'The version of the article that it was begun from, or brought up to.',
  examples: [3],
})

export const WorkingCopy = closed(
  {
    version: Type.Integer({ minimum: 1, description: 'Goes up by one with every change of the working copy.' }),
    base,
    isCurrent: Type.Boolean({
      description: 'Whether `base` is the present version of the article, so that it can be published.',
    }),
    createdAt: DateTime,
    updatedAt: DateTime,
    actor: Type.String({ description: 'The name of the key that changed it last.', examples: ['nightly push'] }),
    article: Type.Unsafe<Static<typeof Article>>({
      ...ref(Article),
      description:
        'The article as it would be, with its quotes as they would be found in its text; those that are new have passing ids.',
    }),
  },
  { $id: 'WorkingCopy', description: 'A change to an article that is not public yet.' },
)
export type WorkingCopy = Static<typeof WorkingCopy>
