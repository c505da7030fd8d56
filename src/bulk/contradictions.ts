import type { BulkLine } from '../../schemas/bulk.ts'
import { Failure } from '../errors.ts'

/** Throws `invalid-parameter` for members of a line that do not go together. */
export function refuseContradictions(line: BulkLine, preserve: boolean): void {
  const { op, ref, externalId, ifMatch, ifNoneMatch, purge, body } = line
  if (preserve) {
    if (op !== 'create' && op !== 'put') refuse('op', 'is create or put with preserve')
    if (ref || externalId) refuse(ref ? 'ref' : 'externalId', 'stands in the body with preserve')
    if (ifMatch || ifNoneMatch) refuse(ifMatch ? 'ifMatch' : 'ifNoneMatch', 'does not stand with preserve')
  } else {
    const isNew = 'stands with put, patch and delete; create makes something new'
    if (op === 'create' && ref) refuse('ref', isNew)
    if (op === 'create' && ifMatch) refuse('ifMatch', isNew)
    if (op !== 'create' && !ref && !externalId) refuse('ref', `is needed by ${op}, or externalId`)
    if (op !== 'create' && ref && externalId) refuse('externalId', 'says the same as ref; send one of them')
  }
  if (op !== 'put' && ifNoneMatch) refuse('ifNoneMatch', 'stands with put')
  if (op !== 'delete' && purge) refuse('purge', 'stands with delete')
  if (op !== 'delete' && !body) refuse('body', `is needed by ${op}`)
  if (op === 'delete' && body) refuse('body', 'does not stand with delete')
}

function refuse(parameter: string, detail: string): never {
  throw new Failure('invalid-parameter', `${parameter} ${detail}.`, {
    faults: [{ parameter, detail, code: 'mismatch' }],
  })
}
