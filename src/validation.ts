import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { TSchema } from 'typebox'
import type { Fault } from '../schemas/problem.ts'
import { closest } from './closest.ts'
import { formats } from './formats.ts'

/** A check of one value: an empty list when it is valid. */
export type Check = (value: unknown) => Fault[]

/**
 * Compiles schemas into strict checks: nothing is coerced, filled in or
 * dropped, and all faults are found at once. `components` are the schemas that
 * others refer to by `$id`.
 */
export function createValidator(components: TSchema[]): (schema: object) => Check {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    discriminator: true,
    validateSchema: false,
    strictTypes: false,
    allowUnionTypes: true,
  })
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, validate)
  ajv.addSchema(components.map((schema) => ({ ...schema, $id: `${(schema as { $id?: string }).$id}#` })))
  return (schema) => {
    /* Compiled on first use: all of them at the start take as long as everything else. */
    let validate: ValidateFunction | undefined
    return (value) => {
      validate ??= ajv.compile(withoutId(schema))
      return validate(value) ? [] : faultsOf(validate.errors ?? [])
    }
  }
}

function withoutId({ $id: _, ...schema }: { $id?: string }): object {
  return schema
}

/** Of how many errors a body can have, telling which of them say anything takes the square. */
const mostErrors = 500

function faultsOf(errors: ErrorObject[]): Fault[] {
  const first = errors.slice(0, mostErrors)
  const telling = first.filter((error) => !isNoise(error, first))
  const faults = telling.map((error) => faultOf(isOfUnion(error) ? withTypesOfUnion(error, first) : error))
  return [...new Map(faults.map((fault) => [`${fault.pointer} ${fault.detail}`, fault])).values()].slice(0, 100)
}

/** Of a union, only the faults of the branch that was meant say anything. */
function isNoise(error: ErrorObject, errors: ErrorObject[]): boolean {
  if (error.keyword === 'if' || error.keyword === 'propertyNames') return true
  if (['enum', 'pattern', 'format'].includes(error.keyword) && errors.some((other) => saysMore(other, error)))
    return true
  const deeper = errors.some(
    (other) => other !== error && other.instancePath.startsWith(error.instancePath) && isBranchFault(other),
  )
  if (error.keyword === 'anyOf' || error.keyword === 'oneOf')
    return deeper || errors.some((other) => isOfUnion(other) && other.instancePath === error.instancePath)
  return isOfUnion(error) && deeper
}

/** What is empty or of another type has no form to speak of. */
function saysMore({ keyword, instancePath, params }: ErrorObject, than: ErrorObject): boolean {
  return instancePath === than.instancePath && (keyword === 'type' || (keyword === 'minLength' && params.limit === 1))
}

function isBranchFault(error: ErrorObject): boolean {
  return !['anyOf', 'oneOf'].includes(error.keyword) && !isOfUnion(error)
}

function isOfUnion({ keyword, schemaPath }: ErrorObject): boolean {
  return keyword === 'type' && schemaPath.includes('/anyOf/')
}

/** A value that fits no branch is one fault, which names the types of all. */
function withTypesOfUnion(error: ErrorObject, errors: ErrorObject[]): ErrorObject {
  const types = errors
    .filter((other) => isOfUnion(other) && other.instancePath === error.instancePath)
    .flatMap(({ params }) => params.type)
  return { ...error, params: { type: [...new Set(types)] } }
}

function faultOf(error: ErrorObject): Fault {
  return { pointer: pointerOf(error), detail: detailOf(error), code: codes[error.keyword] ?? error.keyword }
}

/** Where the fault is: for a missing or unknown member, or one that tells branches apart, that member, not the object around it. */
function pointerOf({ instancePath, params, propertyName }: ErrorObject): string {
  const member = params.missingProperty ?? params.additionalProperty ?? params.tag ?? propertyName
  return member === undefined ? instancePath : `${instancePath}/${escapePointer(String(member))}`
}

/** One step of a JSON Pointer (RFC 6901). */
export function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** What `escapePointer` was given. */
export function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}

const codes: Record<string, string> = {
  additionalProperties: 'unknown-member',
  required: 'required',
  type: 'wrong-type',
  enum: 'not-allowed',
  const: 'not-allowed',
  discriminator: 'not-allowed',
  format: 'wrong-format',
  pattern: 'wrong-format',
  minLength: 'too-short',
  maxLength: 'too-long',
  minItems: 'too-few',
  maxItems: 'too-many',
  maxProperties: 'too-many',
  uniqueItems: 'duplicate',
  minimum: 'out-of-range',
  maximum: 'out-of-range',
  anyOf: 'wrong-type',
}

const readOnly = new Set([
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'dir',
  'publishedAt',
  'wordCount',
  'readingMinutes',
  'anchor',
  'previousText',
  'link',
])

function detailOf(error: ErrorObject): string {
  const { keyword, params, parentSchema, message = 'is not valid' } = error
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(params.additionalProperty)
      if (readOnly.has(name)) return 'is set by the server; leave it out'
      const known = Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {})
      const meant = closest(name, known)
      return meant ? `is not a known member; did you mean '${meant}'?` : 'is not a known member'
    }
    case 'required':
      return 'is required'
    case 'type':
      return `must be ${[params.type].flat().join(' or ')}`
    case 'enum':
      return `must be one of ${params.allowedValues.map((value: unknown) => value ?? 'null').join(', ')}`
    case 'discriminator':
      return `must have a known '${params.tag}'`
    case 'format':
      return formatDetails[params.format] ?? message
    case 'pattern':
      return params.pattern === '\\S' ? 'must not be blank' : 'has characters or a form that are not allowed here'
    case 'minLength':
      return params.limit === 1 ? 'must not be empty' : `must be at least ${params.limit} characters long`
    case 'maxLength':
      return `must be at most ${params.limit} characters long`
    case 'uniqueItems':
      return `must not hold the same item twice (items ${params.j} and ${params.i})`
    case 'anyOf':
      return 'has none of the shapes it may have'
    default:
      return message
  }
}

const formatDetails: Record<string, string> = {
  'date-time': 'must be a time like 2026-03-01T08:30:00.000Z (RFC 3339, with an offset, to the millisecond)',
  'partial-date': 'must be a date like 2024, 2024-05 or 2024-05-17',
  'language-tag': 'must be a language tag like ar or ar-LY (BCP 47)',
  country: 'must be a country code like LY (ISO 3166-1 alpha-2)',
  iri: 'must be an absolute http or https address',
}
