import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox'

/** An object that refuses members it does not name. */
export function closed<T extends TProperties>(properties: T, options: Record<string, unknown> = {}): TObject<T> {
  return Type.Object(properties, { ...options, additionalProperties: false })
}

/**
 * The same schema, `null` allowed as well: written as a type list, so that a
 * fault names one thing only. A union or a type list says itself whether it allows null.
 */
export function nullable<T extends TSchema>(schema: T) {
  const { type, enum: values, ...rest } = schema as unknown as { type?: string | string[]; enum?: unknown[] }
  if (type === undefined || Array.isArray(type)) return Type.Unsafe<Static<T> | null>(schema)
  return Type.Unsafe<Static<T> | null>({ ...rest, type: [type, 'null'], ...(values && { enum: [...values, null] }) })
}

/** A member that may be left out or null, which is the same. */
export function optional<T extends TSchema>(schema: T) {
  return Type.Optional(nullable(schema))
}

/** A merge patch (RFC 7396) of what `draft` describes: nothing is required, null clears a member. */
export function patchOf<T extends TObject>(draft: T, $id: string, description: string) {
  const properties = Object.fromEntries(
    Object.entries(draft.properties).map(([name, schema]) => [name, optional(inPatch(schema))]),
  )
  return Type.Unsafe<{ [K in keyof Static<T>]?: Static<T>[K] | null }>({
    ...closed(properties),
    $id,
    description: `${description} A merge patch (RFC 7396): null clears a member, what is absent stays.`,
  })
}

/** In a merge patch, an object within is patched as well, and null removes an entry of a map such as `names`. */
function inPatch(schema: TSchema): TSchema {
  const { additionalProperties: entry, properties } = schema as {
    additionalProperties?: TSchema | boolean
    properties?: TProperties
  }
  if (typeof entry === 'object') return { ...schema, additionalProperties: nullable(entry) } as TSchema
  if (!properties) return schema
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, nullable(inPatch(member))]),
  )
  const { required: _, ...open } = schema as TSchema & { required?: string[] }
  return { ...open, properties: members } as TSchema
}

/** What `fields` makes of a resource: the same members, none of them required. */
export function fieldsOf<T extends TObject>(resource: T, $id: string) {
  return Type.Unsafe<Partial<Static<T>>>({
    ...closed(resource.properties),
    required: undefined,
    $id,
    description: 'The members that `fields` asks for.',
  })
}

/** One of the named words. */
export function oneOf<const T extends string[]>(values: T, options: Record<string, unknown> = {}) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: values, ...options })
}

/** A reference to a named component; the type stays that of the component. */
export function ref<T extends TSchema>(schema: T) {
  return Type.Unsafe<Static<T>>({ $ref: `${(schema as { $id?: string }).$id}#` })
}

/** Free text of one line or many; bidi and zero-width controls are kept as they are. */
export function text(maxLength: number, options: Record<string, unknown> = {}) {
  return Type.String({ minLength: 1, maxLength, pattern: '\\S', ...options })
}

const invisible =
  '\\u0000-\\u001F\\u007F-\\u009F\\u00AD\\u034F\\u061C\\u180E\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF\\uFFF9-\\uFFFB'

/** A word that things are looked up by: no control, bidi or zero-width characters. */
export function label(maxLength: number, options: Record<string, unknown> = {}) {
  return Type.String({
    minLength: 1,
    maxLength,
    pattern: `^[^\\s${invisible}](?:[^${invisible}]*[^\\s${invisible}])?$`,
    ...options,
  })
}

export const Id = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$',
  description: 'A UUIDv7 (RFC 9562), given by the server and never changed.',
  examples: ['0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'],
})

export const ExternalId = label(200, {
  description: "The editor's own key, unique for each kind of resource; addressed as `ext:{externalId}`.",
  examples: ['desk-2026-0412'],
})

export const Slug = Type.String({
  minLength: 1,
  maxLength: 200,
  description:
    'Stands in the address. Letters, digits and single hyphens in the script of the title; within 200 bytes when percent-encoded. Made from the title or name when it is not given.',
  examples: ['مرسى-الرمل-بين-الملح-والماء'],
})

export const Ref = Type.String({
  minLength: 1,
  maxLength: 300,
  description: 'Names a resource: its `id`, its `slug`, or `ext:` and its `externalId`.',
  examples: ['ext:desk-2026-0412'],
})

/** A ref as it stands in an address. */
export const RefInPath = label(300, {
  description: 'An id, a slug, or `ext:` and an external key, percent-encoded.',
  examples: ['ext:desk-2026-0412'],
})

export const DateTime = Type.String({
  format: 'date-time',
  maxLength: 40,
  description: 'RFC 3339 with an offset, to the millisecond; answered in UTC.',
  examples: ['2026-03-01T08:30:00.000Z'],
})

export const PartialDate = Type.String({
  format: 'partial-date',
  maxLength: 10,
  description: 'A year, a month or a day: `2024`, `2024-05` or `2024-05-17` (ISO 8601).',
  examples: ['2024-05'],
})

export const Language = Type.String({
  format: 'language-tag',
  minLength: 2,
  maxLength: 35,
  description: 'A BCP 47 language tag, answered in canonical form.',
  examples: ['ar', 'ar-LY', 'en'],
})

export const Direction = oneOf(['rtl', 'ltr'], {
  description: 'The writing direction, derived from the script of `lang`.',
  examples: ['rtl'],
})

export const WebUrl = Type.String({
  format: 'iri',
  minLength: 1,
  maxLength: 2000,
  description: 'An absolute http or https address (RFC 3987); other scripts are allowed in it.',
  examples: ['https://example.org/'],
})

export const Country = Type.String({
  format: 'country',
  pattern: '^[A-Z]{2}$',
  description: 'An ISO 3166-1 alpha-2 code.',
  examples: ['LY'],
})

export const Names = Type.Unsafe<Record<string, string>>({
  type: 'object',
  propertyNames: { type: 'string', format: 'language-tag', maxLength: 35 },
  additionalProperties: text(300),
  maxProperties: 50,
  description: 'The name in other languages, by BCP 47 tag.',
  examples: [{ en: 'Sahil News' }],
})

export const Aliases = Type.Array(text(300), {
  maxItems: 100,
  uniqueItems: true,
  description: 'Other names and spellings under which it is known.',
  examples: [['ساحل نيوز']],
})

const alt = text(1000, { description: 'What the picture shows, for those who cannot see it.' })
const pixels = Type.Integer({ minimum: 1, maximum: 100000, description: 'Pixels.' })
const aboutPictures = { description: 'A picture that stands elsewhere, and what is said beneath it.' }

export const Picture = closed(
  {
    url: nullable(WebUrl),
    alt: nullable(alt),
    caption: nullable(text(2000)),
    credit: nullable(text(300)),
    width: nullable(pixels),
    height: nullable(pixels),
  },
  aboutPictures,
)
export type Picture = Static<typeof Picture>

export const PictureDraft = closed(
  {
    url: optional(WebUrl),
    alt: optional(alt),
    caption: optional(text(2000)),
    credit: optional(text(300)),
    width: optional(pixels),
    height: optional(pixels),
  },
  aboutPictures,
)
export type PictureDraft = Static<typeof PictureDraft>

/** The members every resource carries, none of which a client sets. */
export const identity = {
  id: Id,
  version: Type.Integer({ minimum: 1, description: 'Goes up by one with every change.', examples: [3] }),
  createdAt: DateTime,
  updatedAt: DateTime,
}

/** The answer of a list. */
export function pageOf(item: TSchema, sparse: TSchema, $id: string) {
  return closed(
    {
      items: Type.Array(Type.Unsafe<unknown>({ anyOf: [ref(item), ref(sparse)] })),
      nextCursor: nullable(
        Type.String({ description: 'Send it as `cursor` for the next page; null on the last.', examples: [null] }),
      ),
      total: Type.Optional(
        Type.Integer({ minimum: 0, description: 'How many there are on all pages; only with `count=true`.' }),
      ),
    },
    { $id, description: 'A page of a list.' },
  )
}
