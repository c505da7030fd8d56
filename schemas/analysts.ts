import { type Static, Type } from 'typebox'
import {
  Aliases,
  Country,
  closed,
  ExternalId,
  fieldsOf,
  identity,
  label,
  Names,
  nullable,
  optional,
  PartialDate,
  Picture,
  PictureDraft,
  pageOf,
  patchOf,
  Slug,
  text,
  WebUrl,
} from './common.ts'

const name = text(300, { description: 'The name as it is written in its own language.', examples: ['سالم الطويل'] })

const title = text(300, { description: 'The role as it is called.', examples: ['باحث في شؤون المياه'] })

const affiliation = text(300, {
  description:
    'The organisation: the id (or `ext:` key) of a source, which is answered as its id, or its name as text.',
  examples: ['معهد الساحل للدراسات'],
})

const topics = Type.Array(label(100), {
  maxItems: 50,
  uniqueItems: true,
  description: 'What the analyst speaks about.',
  examples: [['المياه', 'الاقتصاد']],
})

const bio = text(5000, { description: 'A few sentences about the person.' })

const sameAs = Type.Array(WebUrl, {
  maxItems: 50,
  uniqueItems: true,
  description: 'Addresses that identify the same person: Wikidata, ORCID, profiles.',
  examples: [['https://example.org/people/salem']],
})

const Role = closed({
  title,
  affiliation: nullable(affiliation),
  from: nullable(PartialDate),
  to: nullable(PartialDate),
})
export type Role = Static<typeof Role>

export const Analyst = closed(
  {
    ...identity,
    externalId: nullable(ExternalId),
    slug: Slug,
    name,
    names: Names,
    aliases: Aliases,
    roles: Type.Array(Role, { description: 'What the analyst is or was, and since when.' }),
    country: nullable(Country),
    topics,
    bio: nullable(bio),
    image: nullable(Picture),
    sameAs,
  },
  { $id: 'Analyst', description: 'A person who is quoted.' },
)
export type Analyst = Static<typeof Analyst>

export const AnalystFields = fieldsOf(Analyst, 'AnalystFields')

export const AnalystDraft = closed(
  {
    externalId: optional(ExternalId),
    slug: optional(Slug),
    name,
    names: optional(Names),
    aliases: optional(Aliases),
    roles: optional(
      Type.Array(
        closed({
          title,
          affiliation: optional(affiliation),
          from: optional(PartialDate),
          to: optional(PartialDate),
        }),
        { maxItems: 50, description: 'What the analyst is or was, and since when.' },
      ),
    ),
    country: optional(Country),
    topics: optional(topics),
    bio: optional(bio),
    image: optional(PictureDraft),
    sameAs: optional(sameAs),
  },
  { $id: 'AnalystDraft', description: 'An analyst as it is written.' },
)
export type AnalystDraft = Static<typeof AnalystDraft>

export const AnalystPatch = patchOf(AnalystDraft, 'AnalystPatch', 'A change to an analyst.')

export const AnalystList = pageOf(Analyst, AnalystFields, 'AnalystList')
