import { createHash } from 'node:crypto'
import { type Conditions, tagOf, type Validator } from './conditions.ts'
import { Failure } from './errors.ts'

/**
 * A strong entity tag (RFC 9110 section 8.8.3) of a representation. It names the
 * state of the resource besides the bytes, so that `If-Match` accepts the tag of
 * any representation.
 */
export function etagOf(bytes: Buffer, state?: { id: string; version: number; quotesVersion: number | null }): string {
  const hash = createHash('sha1').update(bytes).digest('base64url').slice(0, 16)
  if (!state) return `"${hash}"`
  const quotes = state.quotesVersion === null ? '' : `-q${state.quotesVersion}`
  return `"${tagOf(state.id)}-v${state.version}${quotes}-${hash}"`
}

/** An entity tag of the state alone, which every `If-Match` accepts: it is that of no representation. */
export function stateTag({
  id,
  version,
  quotesVersion,
}: {
  id: string
  version: number
  quotesVersion: number | null
}): string {
  return `"${tagOf(id)}-v${version}${quotesVersion === null ? '' : `-q${quotesVersion}`}-state"`
}

/** Whether `If-None-Match` names the tag: by weak comparison, as a cache may have weakened it. */
export function isNoneMatch(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header === etag || header.trim() === '*' || tagsOf(header).some((tag) => tag === etag)
}

/**
 * The preconditions of a write. Throws `invalid-parameter` for a header that is
 * not a list of entity tags, or an `If-None-Match` other than `*`.
 */
export function conditionsOf(headers: { 'if-match'?: string; 'if-none-match'?: string }): Conditions {
  const ifMatch = headers['if-match']
  const ifNoneMatch = headers['if-none-match']
  if (ifNoneMatch !== undefined && ifNoneMatch.trim() !== '*')
    refuse('If-None-Match', 'on a write can only be *, which means create only')
  const createOnly = ifNoneMatch !== undefined
  if (ifMatch === undefined) return { ifMatch: null, createOnly }
  if (ifMatch.trim() === '*') return { ifMatch: '*', createOnly }
  if (tagsOf(ifMatch).length === 0) refuse('If-Match', 'must be * or an ETag in double quotes, as it was answered')
  return { ifMatch: tagsOf(ifMatch).flatMap(validatorOf), createOnly }
}

/** The tags of a list, without the mark of weakness. */
function tagsOf(header: string): string[] {
  const list = /^\s*(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*\s*$/
  return list.test(header) ? (header.match(/"[\x21\x23-\x7e]*"/g) ?? []) : []
}

function validatorOf(tag: string): Validator[] {
  const parts = /^"([0-9a-f]{8})-v(\d{1,9})(?:-q(\d{1,9}))?-/.exec(tag)
  if (!parts) return []
  return [
    {
      resource: parts[1] as string,
      version: Number(parts[2]),
      quotesVersion: parts[3] === undefined ? null : Number(parts[3]),
    },
  ]
}

function refuse(parameter: string, detail: string): never {
  throw new Failure('invalid-parameter', `${parameter} ${detail}.`, {
    faults: [{ parameter, detail, code: 'wrong-format' }],
  })
}
