import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { formats } from '../src/formats.ts'
import type { Answer } from './helper.ts'

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}

interface Document {
  paths: Record<string, Record<string, Operation>>
  components: object
}

const documents = new WeakMap<
  FastifyInstance,
  { document: Document; validate: (pointer: string) => ValidateFunction }
>()

/** What is answered before it is known which route is meant. */
const unrouted = [414]

/**
 * Fails the test when an answer is not what the OpenAPI document says of it: an
 * undocumented status, another media type, or a body that does not fit the schema.
 * Errors without a documented operation must still be problem documents.
 */
export function checkResponse(t: Test, app: FastifyInstance, method: string, url: string, answer: Answer): void {
  const { document, validate } = documentOf(app)
  const path = pathOf(document, url)
  const verb = (method === 'HEAD' ? 'GET' : method).toLowerCase()
  const routed = !unrouted.includes(answer.status)
  const operation = path === undefined || !routed ? undefined : document.paths[path]?.[verb]
  const sent = String(answer.headers['content-type'] ?? '')
  if (!operation) {
    if (answer.status >= 400) check(t, validate('#/components/schemas/Problem'), answer, `${method} ${url}`)
    return
  }
  const described = operation.responses[String(answer.status)]
  if (!described)
    return void t.fail(`${method} ${url} answered ${answer.status}, which is not documented`, { text: answer.text })
  if (
    method === 'HEAD' ||
    answer.status === 204 ||
    answer.status < 200 ||
    (answer.status >= 300 && answer.status < 400)
  )
    return
  const bare = sent.split(';')[0] as string
  const type = described.content?.[sent] ? sent : bare
  if (!described.content?.[type])
    return void t.fail(`${method} ${url} answered ${type}, which is not documented for ${answer.status}`)
  const pointer = ['#', 'paths', path as string, verb, 'responses', String(answer.status), 'content', type, 'schema']
  const fits = validate(pointer.map(escaped).join('/'))
  const parts = type === 'application/x-ndjson' ? (answer.body as unknown[]) : [answer.body]
  for (const body of parts) check(t, fits, { ...answer, body }, `${method} ${url}`)
}

/** The documented path that an address belongs to: of several, the one that says most. */
export function pathOf(document: Document, url: string): string | undefined {
  const asked = url.split('?')[0] as string
  const pattern = (path: string) => path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]*')
  const literal = (path: string) => path.replace(/\{\w+\}/g, '').length
  return Object.keys(document.paths)
    .filter((path) => new RegExp(`^${pattern(path)}$`).test(asked))
    .sort((a, b) => literal(b) - literal(a))[0]
}

function documentOf(app: FastifyInstance) {
  const known = documents.get(app)
  if (known) return known
  const document = app.swagger() as unknown as Document
  const ajv = new Ajv2020({ strict: false, allErrors: true, discriminator: false })
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, validate)
  ajv.addSchema({ ...document, $id: 'openapi' })
  const compiled = new Map<string, ValidateFunction>()
  const validate = (pointer: string) => {
    const made = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi${pointer}` })
    compiled.set(pointer, made)
    return made
  }
  const entry = { document, validate }
  documents.set(app, entry)
  return entry
}

function escaped(step: string): string {
  return step === '#' ? step : encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function check(t: Test, validate: ValidateFunction, answer: Answer, what: string): void {
  if (!validate(answer.body ?? answer.text))
    t.fail(`the answer to ${what} is not what the document says`, {
      errors: validate.errors?.slice(0, 5),
      text: answer.text.slice(0, 1000),
    })
}
