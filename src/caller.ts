import type { Scope } from '../schemas/keys.ts'
import { Failure, insufficientScope } from './errors.ts'

/** What makes a repeated request the same: its key, and a hash of the rest of it. */
export interface Idempotency {
  key: string
  fingerprint: string
}

/** On whose behalf the store is asked. Plain data; every read and every write names one. */
export interface Caller {
  /** null for the public. */
  keyId: string | null
  keyName: string | null
  scopes: Scope[]
  /** What the caller says of the write, for the log. */
  message?: string | null
  /** Under what the answer is kept, where the request may be repeated. */
  idempotency?: Idempotency | undefined
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
