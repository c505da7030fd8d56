import { type Static, Type } from 'typebox'
import { Article } from './articles.ts'
import type { Body } from './body.ts'
import { closed, ExternalId, Id, nullable, oneOf, optional, Ref } from './common.ts'
import type { Problem } from './problem.ts'
import { Quote } from './quotes.ts'

const line = Type.Integer({ minimum: 1, description: 'The number of the line in what was sent.', examples: [1] })

const ifMatch = Type.String({
  minLength: 1,
  maxLength: 1000,
  description: 'As the header `If-Match`: the ETag you read, or `*` to change it whatever it is now.',
  examples: ['*'],
})

export const BulkLine = closed(
  {
    op: oneOf(['create', 'put', 'patch', 'delete'], { description: 'What to do, as POST, PUT, PATCH and DELETE do.' }),
    type: oneOf(['article', 'source', 'analyst', 'quote'], { description: 'The kind of resource.' }),
    ref: optional({
      ...Ref,
      description: 'What to put, patch or delete: its `id`, its `slug`, or `ext:` and its key.',
    }),
    externalId: optional({
      ...ExternalId,
      description: 'The same as `ref` with `ext:` in front; with `create` the key that it gets.',
    }),
    ifMatch: optional(ifMatch),
    ifNoneMatch: optional(oneOf(['*'], { description: 'With `put`: create only.' })),
    purge: optional(Type.Boolean({ description: 'With `delete`: for good; needs `admin`.' })),
    body: optional(
      Type.Unsafe<object>({
        type: 'object',
        description:
          'What the single request has as its body: an `ArticleDraft`, `SourceDraft`, `AnalystDraft` or `QuoteDraft`, or with `patch` an `ArticlePatch`, `SourcePatch`, `AnalystPatch` or `QuotePatch`. An article may carry its `quotes`.',
      }),
    ),
  },
  {
    $id: 'BulkLine',
    description: 'One line of a bulk request: a single request in one JSON object.',
    examples: [
      {
        op: 'put',
        type: 'article',
        externalId: 'desk-2026-0412',
        body: { lang: 'ar', title: 'مرسى الرمل بين الملح والماء', sourceId: 'ext:sahil-news' },
      },
    ],
  },
)
export type BulkLine = Static<typeof BulkLine>

const { source: _source, quotes: _quotes, body: _body, ...article } = Article.properties
const { article: _article, analyst: _analyst, source: _speaker, toldTo: _toldTo, ...quote } = Quote.properties

/** With `preserve`: a quote as it was read. */
export const PreservedQuote = closed(quote)

/** With `preserve`: an article as it was read, perhaps with its quotes. */
export const PreservedArticle = closed({
  ...article,
  body: Type.Unsafe<Body>({ $ref: 'Body#' }),
  quotes: Type.Optional(Type.Array(PreservedQuote)),
})

export const BulkAnswer = closed(
  {
    line,
    status: Type.Integer({ description: 'What the single request would have answered.', examples: [201] }),
    id: nullable({ ...Id, description: 'The resource; null when nothing was done.' }),
    etag: nullable(
      Type.String({
        description: 'Names its state: send it as `ifMatch` or `If-Match` with the next change. null when it is gone.',
        examples: ['"8d9e0a1b-v1-q0-state"'],
      }),
    ),
    outcome: nullable(
      oneOf(['created', 'changed', 'unchanged', 'deleted'], {
        description: 'What became of it; null when nothing was done.',
      }),
    ),
    location: Type.Optional(
      Type.String({ description: 'With 308: it has another slug now, which this ends with. Nothing was done.' }),
    ),
    problem: Type.Optional(
      Type.Unsafe<Problem>({
        $ref: 'Problem#',
        description: 'Why nothing was done: the problem document that the single request would answer.',
      }),
    ),
  },
  { $id: 'BulkAnswer', description: 'One line of the answer to a bulk request, in the order of the lines sent.' },
)
export type BulkAnswer = Static<typeof BulkAnswer>
