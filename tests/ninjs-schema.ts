/*
 * What IPTC ninjs 3.3 (http://www.iptc.org/std/ninjs/ninjs-schema_3.3.json) says
 * of the members that an article here can have: their names, types, formats and
 * terms, which of them are required, and that no others are allowed. The members
 * that are never written, such as events and places, are left out, which makes
 * this stricter than the standard. It was compared with IPTC's file member by member.
 */
const text = { type: 'string' }
const time = { type: 'string', format: 'date-time' }
const uri = { type: 'string', format: 'uri' }
const integer = { type: 'integer' }
const list = (properties: Record<string, object>, required: string[] = []) => ({
  type: 'array',
  items: { type: 'object', additionalProperties: false, required, properties },
})
const written = (more = {}) => list({ role: text, contentType: text, value: text, ...more }, ['value'])

const newsObject = {
  uri,
  type: { enum: ['text', 'audio', 'video', 'picture', 'graphic', 'composite', 'component', 'event', 'planning'] },
  representationType: { enum: ['full', 'partial'] },
  profile: text,
  version: text,
  firstCreated: time,
  versionCreated: time,
  contentCreated: time,
  embargoedUntil: time,
  expires: time,
  pubStatus: { enum: ['usable', 'withheld', 'canceled'] },
  edNote: text,
  language: text,
  descriptions: written(),
  bodies: written({ charCount: integer, wordCount: integer }),
  headlines: written(),
  people: list({ name: text, rel: text, uri, literal: text }),
  organisations: list({ name: text, rel: text, uri, literal: text }),
  subjects: list({ name: text, rel: text, uri, literal: text }),
  infoSources: list({ name: text, role: text, uri, literal: text }),
  title: text,
  by: text,
  slugline: text,
  renditions: list({ name: text, href: uri, contentType: text, title: text, width: integer, height: integer }, [
    'name',
  ]),
  altIds: list({ role: text, value: text }),
  standard: {
    type: 'object',
    additionalProperties: false,
    properties: { name: text, version: text, schema: uri },
  },
  genres: list({ name: text, uri: text, literal: text }),
}

const association = {
  type: 'object',
  additionalProperties: false,
  required: ['uri', 'name'],
  properties: { ...newsObject, name: text, rel: text },
}

/** A news object of ninjs 3.3, as far as articles use it. */
export const ninjsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['uri'],
  properties: { ...newsObject, associations: { type: 'array', items: association } },
}
