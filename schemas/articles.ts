import { type Static, Type } from 'typebox'
import type { Body, BodyInput, MarkedBody } from './body.ts'
import {
  closed,
  DateTime,
  Direction,
  ExternalId,
  fieldsOf,
  Id,
  identity,
  Language,
  label,
  nullable,
  oneOf,
  optional,
  Picture,
  PictureDraft,
  pageOf,
  patchOf,
  Ref,
  ref,
  Slug,
  text,
  WebUrl,
} from './common.ts'
import { ArticleQuoteDraft, Quote } from './quotes.ts'
import { Source } from './sources.ts'

const title = text(500, { description: 'The headline.', examples: ['مرسى الرمل بين الملح والماء'] })
const subtitle = text(500, { description: 'A line beneath the headline.' })
const summary = text(5000, { description: 'What it says in a few sentences.' })
const section = label(100, { description: 'The section of the publication it stands in.', examples: ['اقتصاد'] })
const tags = Type.Array(label(100), {
  maxItems: 100,
  uniqueItems: true,
  description: 'What it is about.',
  examples: [['المياه']],
})
const status = oneOf(['draft', 'published', 'withdrawn'], {
  description: '`published` is visible from `publishAt` and `embargoUntil` on, until `expireAt`.',
  examples: ['published'],
})
const authorName = text(300, { description: 'The name of the author.', examples: ['ليلى حمدان'] })
const correctionNote = text(5000, { description: 'What was corrected, for readers.' })
const withdrawnReason = text(5000, { description: 'Why it was withdrawn, for readers.' })
const publishAt = { ...DateTime, description: 'Not visible before this time; in the past it becomes `publishedAt`.' }
const embargoUntil = { ...DateTime, description: 'Not visible before this time, whatever else is said.' }
const expireAt = { ...DateTime, description: 'No longer visible from this time on.' }
const corrections = Type.Array(closed({ at: DateTime, note: correctionNote }), {
  maxItems: 200,
  description: 'Public notes of what was corrected and when.',
})

const BodyAsRead = Type.Unsafe<Body | MarkedBody | string>({
  anyOf: [{ $ref: 'Body#' }, { $ref: 'MarkedBody#' }, { type: 'string' }],
  description:
    'Portable Text, or a string when `body` asks for `html`, `markdown` or `text`; absent with `none` and in lists.',
})

export const Article = closed(
  {
    ...identity,
    externalId: nullable(ExternalId),
    slug: Slug,
    lang: Language,
    dir: Direction,
    title,
    subtitle: nullable(subtitle),
    summary: nullable(summary),
    body: Type.Optional(BodyAsRead),
    image: nullable(Picture),
    section: nullable(section),
    tags,
    authors: Type.Array(closed({ name: authorName, url: nullable(WebUrl) }), { description: 'Who wrote it.' }),
    sourceId: nullable(Id),
    canonicalUrl: nullable(WebUrl),
    translationOf: nullable({
      ...Id,
      description: 'The article this one translates; null to a reader who may not see that.',
    }),
    status,
    publishAt: nullable(publishAt),
    embargoUntil: nullable(embargoUntil),
    expireAt: nullable(expireAt),
    publishedAt: nullable({ ...DateTime, description: 'When it was first published; null until then.' }),
    corrections,
    withdrawnReason: nullable(withdrawnReason),
    wordCount: Type.Integer({ minimum: 0, description: 'Words of the body.', examples: [640] }),
    readingMinutes: Type.Integer({ minimum: 0, description: 'At 200 words a minute.', examples: [4] }),
    source: Type.Optional(Type.Unsafe<Source | null>({ anyOf: [ref(Source), { type: 'null' }] })),
    quotes: Type.Optional(Type.Array(ref(Quote), { description: 'Its quotes in text order, with `include=quotes`.' })),
  },
  { $id: 'Article', description: 'One piece of analysis, in one language, with a body of blocks.' },
)
export type Article = Static<typeof Article>

const { body: _body, quotes: _quotes, source: _source, ...embedded } = Article.properties

export const EmbeddedArticle = closed(embedded, {
  $id: 'EmbeddedArticle',
  description: 'An article inside another resource: without its body.',
})

export const ArticleFields = fieldsOf(Article, 'ArticleFields')

export const ArticleDraft = closed(
  {
    externalId: optional(ExternalId),
    slug: optional(Slug),
    lang: Language,
    title,
    subtitle: optional(subtitle),
    summary: optional(summary),
    body: Type.Optional(Type.Unsafe<BodyInput | null>({ anyOf: [{ $ref: 'BodyInput#' }, { type: 'null' }] })),
    image: optional(PictureDraft),
    section: optional(section),
    tags: optional(tags),
    authors: optional(
      Type.Array(closed({ name: authorName, url: optional(WebUrl) }), { maxItems: 50, description: 'Who wrote it.' }),
    ),
    sourceId: optional(Ref),
    canonicalUrl: optional(WebUrl),
    translationOf: optional(Ref),
    status: Type.Optional(status),
    publishAt: optional(publishAt),
    embargoUntil: optional(embargoUntil),
    expireAt: optional(expireAt),
    corrections: optional(corrections),
    withdrawnReason: optional(withdrawnReason),
    quotes: Type.Optional(
      Type.Array(ref(ArticleQuoteDraft), {
        maxItems: 500,
        description: 'All its quotes, written in the same transaction; without this member they stay as they are.',
      }),
    ),
  },
  {
    $id: 'ArticleDraft',
    description:
      'An article as it is written; only `title` and `lang` are required. In a PUT, absent members become null or empty; `externalId`, `slug`, `status`, `withdrawnReason`, `corrections` and `quotes` stay.',
  },
)
export type ArticleDraft = Static<typeof ArticleDraft>

const { quotes: _draftQuotes, ...patchable } = ArticleDraft.properties

export const ArticlePatch = patchOf(closed(patchable), 'ArticlePatch', 'A change to an article.')

export const ArticleList = pageOf(Article, ArticleFields, 'ArticleList')
