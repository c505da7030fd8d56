import { type TSchema, Type } from 'typebox'
import { DateTime } from '../schemas/common.ts'
import type { Fault } from '../schemas/problem.ts'
import { closest } from './closest.ts'
import type { Cursors } from './cursor.ts'
import { Failure } from './errors.ts'
import type { Kind, ListRequest } from './store.ts'

/** What can be asked of one kind of resource. */
export interface Vocabulary {
  /** The members that `fields` may name. */
  fields: string[]
  /** What `include` may name; `a.b` brings `a` along. */
  includes: string[]
  /** The fields a list can be sorted by. */
  sorts: string[]
  /** What a list is sorted by when nothing is said. */
  defaultSort: string
  /** The parameters that filter a list. */
  filters: Record<string, TSchema>
  /** Whether the resource has a body that can be read in several formats. */
  hasBody: boolean
}

export type BodyFormat = 'portable-text' | 'html' | 'markdown' | 'text' | 'none'

/** The query of one resource, as validated. */
export interface ItemQuery {
  fields?: string
  include?: string
  trashed?: boolean
  body?: BodyFormat
  quotes?: 'marked'
  asOf?: string
}

/** The query of a list, as validated; filters besides. */
export interface ListQuery extends ItemQuery {
  limit?: number
  cursor?: string
  sort?: string
  count?: boolean
}

/** What a filter by a source or analyst takes besides a ref. */
export const orName = ' (by id, slug, `ext:` key, or any name or alias, however it is spelt)'

/** A filter that may be repeated. */
export function several(item: TSchema, description: string) {
  return Type.Optional(
    Type.Array(item, { minItems: 1, maxItems: 20, description: `${description} Repeat it for any of several.` }),
  )
}

/** The parameter of a full-text search. */
export function questionParameter(description: string) {
  return Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 300,
      pattern: '\\S',
      description: `${description} In any of their forms: hamza, harakat, joined articles and endings make no difference.`,
      examples: ['المياه'],
    }),
  )
}

const names = (description: string, known: string[]) =>
  Type.Optional(
    Type.String({
      maxLength: 1000,
      pattern: '^[A-Za-z.]+(?:,[A-Za-z.]+)*$',
      description: `${description} Separated by commas: ${known.map((name) => `\`${name}\``).join(', ')}.`,
      examples: [known[0]],
    }),
  )

const bodyFormat = Type.Optional(
  Type.Unsafe<BodyFormat>({
    type: 'string',
    enum: ['portable-text', 'html', 'markdown', 'text', 'none'],
    description:
      'The format in which the body is answered; `portable-text` for one article and `none` in lists when it is not given.',
  }),
)

const markedQuotes = Type.Optional(
  Type.Unsafe<'marked'>({
    type: 'string',
    enum: ['marked'],
    description:
      '`marked`: the words of direct and mixed quotes are marked in the body: `<q data-quote>` in HTML, a mark definition `quote` in Portable Text.',
  }),
)

/** The parameters of a read of one resource. */
export function itemParameters({ fields, includes, hasBody }: Vocabulary) {
  return {
    fields: names('Only these members.', fields),
    ...(includes.length > 0 && { include: names('What to embed.', includes) }),
    ...(hasBody && { body: bodyFormat, quotes: markedQuotes }),
    trashed: Type.Optional(Type.Boolean({ description: 'Look in the trash instead; needs `drafts:read`.' })),
  }
}

/** The parameter that asks for an earlier state of one resource. */
export const asOfParameter = Type.Optional({
  ...DateTime,
  description:
    'As it was at this time, under a ref that it has now; needs `drafts:read`. Of `include` only `quotes` goes with it: those of then.',
})

/** The parameters that lead through the pages of a list. */
export const pageParameters = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'How many at most.' })),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 4000,
      description: 'Where to go on: `nextCursor` of the page before, as it is.',
    }),
  ),
  count: Type.Optional(Type.Boolean({ description: 'Whether to count what is on all pages, as `total`.' })),
}

/** The parameters of a list. */
export function listParameters(vocabulary: Vocabulary) {
  const { sorts, defaultSort, filters } = vocabulary
  const { quotes: _, ...shape } = itemParameters(vocabulary) as Record<string, TSchema>
  return {
    ...shape,
    ...filters,
    ...pageParameters,
    sort: Type.Optional(
      Type.Unsafe<string>({
        type: 'string',
        enum: sorts.flatMap((field) => [field, `-${field}`]),
        default: defaultSort,
        description: 'The order; `-` turns it round. Ties are broken by id.',
      }),
    ),
  }
}

/** Splits a comma-separated list of names. Throws `invalid-parameter` for one that is not known. */
export function namesOf(parameter: string, value: string | undefined, known: string[]): string[] {
  const given = value?.split(',') ?? []
  const faults: Fault[] = given
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = closest(name, known)
      return {
        parameter,
        detail: `does not know '${name}'${meant ? `; did you mean '${meant}'?` : ''}`,
        code: 'not-allowed',
      }
    })
  if (faults.length > 0) throw new Failure('invalid-parameter', `${parameter} ${faults[0]?.detail}.`, { faults })
  return given
}

/** The question to the store behind a query, and what a cursor for it is bound to: the order of parameters says nothing. */
export function listRequest(
  query: ListQuery,
  vocabulary: Vocabulary,
  cursors: Cursors,
  kind: Kind,
): { request: ListRequest; question: string } {
  const filters = filtersOf(query, vocabulary)
  const sort = query.sort ?? vocabulary.defaultSort
  const sorted = Object.keys(filters)
    .sort()
    .map((name) => [name, [...new Set(filters[name])].sort()])
  const question = JSON.stringify([kind, sorted, sort, query.trashed ?? false])
  return {
    question,
    request: {
      filters,
      sort: { field: sort.replace(/^-/, ''), descending: sort.startsWith('-') },
      limit: query.limit ?? 20,
      after: query.cursor === undefined ? null : cursors.read(query.cursor, question),
      count: query.count ?? false,
      trashed: query.trashed ?? false,
      include: namesOf('include', query.include, vocabulary.includes),
      body: query.body !== undefined && query.body !== 'none',
    },
  }
}

function filtersOf(query: ListQuery, { filters }: Vocabulary): Record<string, string[]> {
  const given = Object.entries(query).filter(([name]) => Object.hasOwn(filters, name))
  return Object.fromEntries(given.map(([name, value]) => [name, [value].flat() as string[]]))
}
