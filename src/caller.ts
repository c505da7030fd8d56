import type { Scope } from '../schemas/keys.ts'
import { Failure, insufficientScope } from './errors.ts'

/** On whose behalf the store is asked. Plain data; every read and every write names one. */
export interface Caller {
  /** null for the public. */
  keyId: string | null
  keyName: string | null
  scopes: Scope[]
  /** What the caller says of the write, for the log. */
  message?: string | null
}

/** A caller without a key: sees what is public, writes nothing. */
export const thePublic: Caller = { keyId: null, keyName: null, scopes: [] }

/** `admin` implies every scope; the others imply nothing. */
export function can(caller: Caller, scope: Scope): boolean {
  return caller.scopes.includes(scope) || caller.scopes.includes('admin')
}

/** Throws `unauthorized` or `insufficient-scope` unless the caller has the scope; `what` begins the sentence that says so. */
export function require(caller: Caller, scope: Scope, what: string): void {
  if (caller.keyId === null) throw new Failure('unauthorized', `${what} needs a key with the scope '${scope}'.`)
  if (!can(caller, scope)) throw insufficientScope(scope, what)
}
