import { type TObject, Type } from 'typebox'
import { Analyst } from './analysts.ts'
import { Article } from './articles.ts'
import { closed, DateTime, nullable, oneOf, RefInPath, ref, text } from './common.ts'
import { Quote } from './quotes.ts'
import { Source } from './sources.ts'

const entry = {
  version: Type.Integer({ minimum: 1, description: 'The version that the change made.', examples: [3] }),
  at: DateTime,
  actor: Type.String({ description: 'The name of the key that made it.', examples: ['nightly push'] }),
  message: nullable(text(500, { description: 'What `Isnad-Message` said of it.', examples: ['صحح اسم المدينة'] })),
  action: oneOf(['create', 'update', 'revert', 'merge', 'trash', 'restore'], {
    description:
      '`revert`: an earlier version was made the present one; `merge`: it became part of another; `restore`: it came back from the trash, or out of a merge.',
    examples: ['update'],
  }),
  forced: Type.Boolean({ description: 'Whether a check was overridden with `force=true`.' }),
}

export const Revision = closed(entry, {
  $id: 'Revision',
  description: 'A version of a resource: who made it, and why.',
})

export const RevisionList = closed(
  {
    items: Type.Array(ref(Revision)),
    nextCursor: nullable(Type.String({ description: 'Send it as `cursor` for the next page; null on the last.' })),
    total: Type.Optional(
      Type.Integer({ minimum: 0, description: 'How many there are on all pages; only with `count=true`.' }),
    ),
  },
  { $id: 'RevisionList', description: 'A page of the versions of a resource, the newest first.' },
)

const stateOf = (resource: TObject, $id: string) =>
  closed({ ...entry, state: ref(resource) }, { $id, description: 'A version, with the state that it made.' })

/** A version with its state, for each kind of resource. */
export const revisionOf = {
  articles: stateOf(Article, 'ArticleRevision'),
  sources: stateOf(Source, 'SourceRevision'),
  analysts: stateOf(Analyst, 'AnalystRevision'),
  quotes: stateOf(Quote, 'QuoteRevision'),
}

export const RevisionParams = closed({
  ref: RefInPath,
  n: Type.String({ pattern: '^[1-9][0-9]{0,8}$', description: 'The version.', examples: ['2'] }),
})
