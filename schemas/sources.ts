import { type Static, Type } from 'typebox'
import {
  Aliases,
  Country,
  closed,
  Direction,
  ExternalId,
  fieldsOf,
  identity,
  Language,
  Names,
  nullable,
  oneOf,
  optional,
  pageOf,
  patchOf,
  Slug,
  text,
  WebUrl,
} from './common.ts'

const name = text(300, { description: 'The name as it is written in its own language.', examples: ['ساحل نيوز'] })

const kind = oneOf(['outlet', 'agency', 'government', 'military', 'ngo', 'company', 'research', 'document', 'other'], {
  description: 'What sort of organisation or document it is.',
  examples: ['outlet'],
})

const description = text(5000, { description: 'A few sentences about it.' })

export const Source = closed(
  {
    ...identity,
    externalId: nullable(ExternalId),
    slug: Slug,
    name,
    names: Names,
    aliases: Aliases,
    kind,
    url: nullable(WebUrl),
    country: nullable(Country),
    lang: nullable(Language),
    dir: nullable(Direction),
    description: nullable(description),
  },
  {
    $id: 'Source',
    description: 'Who publishes or is cited as an organisation: outlet, agency, office, company, document.',
  },
)
export type Source = Static<typeof Source>

export const SourceFields = fieldsOf(Source, 'SourceFields')

export const SourceDraft = closed(
  {
    externalId: optional(ExternalId),
    slug: optional(Slug),
    name,
    names: optional(Names),
    aliases: optional(Aliases),
    kind: Type.Optional(kind),
    url: optional(WebUrl),
    country: optional(Country),
    lang: optional(Language),
    description: optional(description),
  },
  { $id: 'SourceDraft', description: 'A source as it is written; `kind` is `other` when it is not given.' },
)
export type SourceDraft = Static<typeof SourceDraft>

export const SourcePatch = patchOf(SourceDraft, 'SourcePatch', 'A change to a source.')

export const SourceList = pageOf(Source, SourceFields, 'SourceList')
