import { Failure } from './errors.ts'

/** What an entity tag of ours says of the state it was made from. */
export interface Validator {
  /** The last characters of the id, so that the tag of another resource never matches. */
  resource: string
  version: number
  /** Of an article whose quotes stood in the representation: the count of changes to them. */
  quotesVersion: number | null
}

/** The preconditions of a write (RFC 9110 section 13), as far as this API knows them. */
export interface Conditions {
  /** `*` says "I know"; a list holds what was read; null when there was no `If-Match`. */
  ifMatch: '*' | Validator[] | null
  /** `If-None-Match: *`: create only. */
  createOnly: boolean
}

/** What the conditions are held against. */
interface Present {
  id: string
  version: number
  quotesVersion?: number
}

/** How many characters at the end of an id an entity tag carries. */
export const tagOf = (id: string) => id.slice(-8)

/**
 * Whether the present state is one that the caller has seen. `quotesToo` when
 * the write replaces the quotes as well, which have a count of their own.
 */
export function isCurrent(validators: Validator[], present: Present, quotesToo: boolean): boolean {
  return validators.some(
    ({ resource, version, quotesVersion }) =>
      resource === tagOf(present.id) &&
      version === present.version &&
      (!quotesToo || quotesVersion === null || quotesVersion === present.quotesVersion),
  )
}

/** The refusal of a change that came without `If-Match`. */
export function preconditionRequired(kind: string): Failure {
  return new Failure(
    'precondition-required',
    `This ${kind} exists. Send If-Match with the ETag you read, or If-Match: * to change it whatever it is now.`,
  )
}

/** The refusal of a write whose `If-Match` is out of date. */
export function staleVersion(kind: string, version: number, changed: string[]): Failure {
  const what = changed.length > 0 ? ` Changed since the version you hold: ${changed.join(', ')}.` : ''
  return new Failure('stale-version', `The ${kind} is at version ${version} now.${what} Read it again first.`, {
    members: { version, changed },
  })
}
