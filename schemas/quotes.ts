import { type Static, Type } from 'typebox'
import { Analyst } from './analysts.ts'
import {
  closed,
  DateTime,
  Direction,
  ExternalId,
  fieldsOf,
  Id,
  identity,
  Language,
  nullable,
  oneOf,
  optional,
  pageOf,
  patchOf,
  Ref,
  ref,
  text,
} from './common.ts'
import { Source } from './sources.ts'

const kind = oneOf(['direct', 'mixed', 'indirect'], {
  description:
    '`direct`: all its words stand between marks; `mixed`: a fragment between marks inside reported speech; `indirect`: reported speech.',
  examples: ['direct'],
})

const offset = (which: string) =>
  Type.Integer({
    minimum: 0,
    maximum: 10_000_000,
    description: `Where it ${which}, in Unicode code points of the plain text of the block (W3C TextPositionSelector).`,
  })

const words = Type.String({
  minLength: 1,
  maxLength: 20_000,
  pattern: '\\S',
  description: 'The words as they stand in the body, without the marks around them.',
})

const blockKey = Type.String({ minLength: 1, maxLength: 100, description: 'The `_key` of the block it stands in.' })

const around = (which: string) =>
  Type.String({
    maxLength: 200,
    description: `Words right ${which} it (W3C TextQuoteSelector): they tell one place from another.`,
  })

export const Span = closed({
  blockKey,
  text: words,
  start: offset('starts'),
  end: offset('ends'),
  prefix: around('before'),
  suffix: around('after'),
})
export type Span = Static<typeof Span>

const SpanDraft = closed({
  blockKey: Type.Optional(blockKey),
  text: Type.Optional(words),
  start: Type.Optional(offset('starts')),
  end: Type.Optional(offset('ends')),
  prefix: Type.Optional(around('before')),
  suffix: Type.Optional(around('after')),
})
export type SpanDraft = Static<typeof SpanDraft>

const mentionKind = oneOf(['name', 'surname', 'title', 'anaphora', 'pronoun', 'none'], {
  description: 'How the text names the speaker there.',
  examples: ['surname'],
})
const mentionText = text(500, { description: 'The words that name the speaker there.', examples: ['الطويل'] })

const quoteText = Type.String({
  minLength: 1,
  maxLength: 50_000,
  pattern: '\\S',
  description: 'The words of the quote; its spans joined with " … ".',
  examples: ['الماء لا ينتظر أحدا'],
})
const role = text(500, { description: 'The role as held and written at the time.', examples: ['باحث في شؤون المياه'] })
const cue = text(200, { description: 'The verb or phrase that introduces it.', examples: ['يقول'] })
const original = text(50_000, { description: 'The words in the language they were said in, when `isTranslation`.' })
const note = text(5000, { description: 'A note for editors and readers.' })
const status = oneOf(['proposed', 'asserted', 'verified', 'disputed'], {
  description: 'How far it can be relied on.',
  examples: ['asserted'],
})
const anchor = oneOf(['exact', 'moved', 'fuzzy', 'drifted'], {
  description:
    'How its spans stand in the body: where they were, in another block, with changed words, or lost. null when it has no spans.',
  examples: ['exact'],
})

export const Quote = closed(
  {
    ...identity,
    externalId: nullable(ExternalId),
    articleId: Id,
    kind,
    text: quoteText,
    previousText: nullable({ ...quoteText, description: 'The words before an edit changed them; null when none did.' }),
    spans: Type.Array(Span, { description: 'Where it stands; a split quotation has several.' }),
    analystId: nullable(Id),
    sourceId: nullable(Id),
    role: nullable(role),
    mention: nullable(closed({ kind: mentionKind, text: nullable(mentionText) })),
    cue: nullable(cue),
    toldToId: nullable(Id),
    lang: Language,
    dir: Direction,
    isTranslation: Type.Boolean({ description: 'Whether the words were said in another language.' }),
    originalText: nullable(original),
    position: Type.Integer({ minimum: 1, description: 'Its place among the quotes of the article, in text order.' }),
    status,
    anchor: nullable(anchor),
    note: nullable(note),
    link: nullable(
      Type.String({
        description:
          'Leads to its words in the HTML form of the article (`#:~:text=`); null when they do not stand there.',
        examples: ['/v1/articles/0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b.html#:~:text=…'],
      }),
    ),
    publishedAt: nullable({ ...DateTime, description: 'When its article was published; null until then.' }),
    article: Type.Optional(Type.Unsafe<unknown>({ $ref: 'EmbeddedArticle#' })),
    analyst: Type.Optional(Type.Unsafe<Analyst | null>({ anyOf: [ref(Analyst), { type: 'null' }] })),
    source: Type.Optional(Type.Unsafe<Source | null>({ anyOf: [ref(Source), { type: 'null' }] })),
    toldTo: Type.Optional(Type.Unsafe<Source | null>({ anyOf: [ref(Source), { type: 'null' }] })),
  },
  {
    $id: 'Quote',
    description:
      'A statement in an article: who said it, in which role, to whom, and exactly where it stands in the text.',
  },
)
export type Quote = Static<typeof Quote>

export const QuoteFields = fieldsOf(Quote, 'QuoteFields')

const draft = {
  externalId: optional(ExternalId),
  kind,
  text: optional(quoteText),
  spans: optional(
    Type.Array(SpanDraft, {
      maxItems: 50,
      description:
        'Each names words (`text`), or a place (`blockKey`, `start`, `end`), or both, which must agree; the server fills in the rest. Without spans the `text` of a direct or mixed quote is looked for as one.',
    }),
  ),
  analystId: optional(Ref),
  sourceId: optional(Ref),
  role: optional(role),
  mention: optional(closed({ kind: mentionKind, text: optional(mentionText) })),
  cue: optional(cue),
  toldToId: optional(Ref),
  lang: optional({ ...Language, description: 'The language of the words; that of the article when it is not given.' }),
  isTranslation: optional(Type.Boolean()),
  originalText: optional(original),
  position: optional(
    Type.Integer({
      minimum: 1,
      maximum: 100_000,
      description: 'The place of a quote without spans among the others; a quote with spans stands where they stand.',
    }),
  ),
  status: Type.Optional(status),
  note: optional(note),
}

export const ArticleQuoteDraft = closed(draft, {
  $id: 'ArticleQuoteDraft',
  description: 'A quote as it is written together with its article.',
})
export type ArticleQuoteDraft = Static<typeof ArticleQuoteDraft>

export const QuoteDraft = closed(
  { articleId: Ref, ...draft },
  { $id: 'QuoteDraft', description: 'A quote as it is written; `status` is `asserted` when it is not given.' },
)
export type QuoteDraft = Static<typeof QuoteDraft>

export const QuotePatch = patchOf(QuoteDraft, 'QuotePatch', 'A change to a quote.')

export const QuoteList = pageOf(Quote, QuoteFields, 'QuoteList')
