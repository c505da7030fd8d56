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

const Operation = closed(
  {
    op: oneOf(['add', 'remove', 'replace'], { description: 'What to do.', examples: ['replace'] }),
    path: Type.String({ description: 'Where, as a JSON Pointer.', examples: ['/title'] }),
    value: Type.Optional(Type.Unknown({ description: 'What to put there; absent with `remove`.' })),
  },
  { description: 'An operation of a JSON Patch.' },
)

const TextDiff = closed(
  {
    pointer: Type.String({
      description: 'JSON Pointer to the text in the state of `version`; in that of `against` where all of it is gone.',
      examples: ['/body/2'],
    }),
    blockKey: nullable(Type.String({ description: 'The key of the block of the body; null for other members.' })),
    dir: oneOf(['rtl', 'ltr', 'auto'], {
      description: 'The direction to show it in, as the `dir` of HTML.',
      examples: ['rtl'],
    }),
    pieces: Type.Array(closed({ op: oneOf(['equal', 'insert', 'delete']), text: Type.String() }), {
      description:
        'The text in pieces of whole words, harakat and joiners with their letters, punctuation apart (UAX #29). Without `insert` they are the old text, without `delete` the new one.',
      examples: [
        [
          { op: 'equal', text: 'الميناء لا يحتمل ' },
          { op: 'delete', text: 'تأجيلا' },
          { op: 'insert', text: 'تأخيرا' },
          { op: 'equal', text: ' آخر' },
        ],
      ],
    }),
  },
  { description: 'A text, word by word.' },
)

export const RevisionDiff = closed(
  {
    version: Type.Integer({ minimum: 1, description: 'The version that was asked about.', examples: [3] }),
    against: Type.Integer({ minimum: 0, description: 'The version it is compared with.', examples: [2] }),
    patch: Type.Array(Operation, {
      description: 'The JSON Patch (RFC 6902) that makes the state of `against` that of `version`.',
    }),
    words: Type.Array(TextDiff, {
      description:
        'The texts that differ. When that of the body does, all its blocks are here, in the order of `version`; what is gone stands where it was.',
    }),
  },
  { $id: 'RevisionDiff', description: 'What changed between two versions of a resource.' },
)

export const RevisionParams = closed({
  ref: RefInPath,
  n: Type.String({ pattern: '^[1-9][0-9]{0,8}$', description: 'The version.', examples: ['2'] }),
})
