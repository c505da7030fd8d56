import type { Scope } from '../schemas/keys.ts'
import type { Fault, Problem } from '../schemas/problem.ts'
import type { ProblemCode } from './problem.ts'

type Members = Pick<
  Problem,
  'version' | 'base' | 'changed' | 'quotes' | 'referrers' | 'reason' | 'withdrawnAt' | 'lines'
>

/**
 * A refusal that a client can act on. It carries plain data only, so that it
 * survives a structured clone; `problem.ts` turns the code into HTTP.
 */
export class Failure extends Error {
  readonly code: ProblemCode
  readonly faults: Fault[]
  readonly members: Members
  /** For `unavailable` and `rate-limited`: seconds after which a retry makes sense. */
  readonly retryAfter: number | undefined

  constructor(
    code: ProblemCode,
    detail: string,
    more: { faults?: Fault[]; members?: Members; retryAfter?: number } = {},
  ) {
    super(detail)
    this.name = 'Failure'
    this.code = code
    this.faults = more.faults ?? []
    this.members = more.members ?? {}
    this.retryAfter = more.retryAfter
  }
}

/** The resource that was asked for has another slug now. Becomes 308 (RFC 9110). */
export class Moved extends Error {
  readonly slug: string

  constructor(slug: string) {
    super('moved')
    this.name = 'Moved'
    this.slug = slug
  }
}

/** A resource that does not exist for this caller, for whatever reason. */
export function notFound(kind: string, ref: string): Failure {
  return new Failure('not-found', `There is no ${kind} '${ref}' that you may see. Check the id, slug or ext: key.`)
}

/** The key lacks a scope that this needs. */
export function insufficientScope(scope: Scope, why: string): Failure {
  return new Failure('insufficient-scope', `${why} needs a key with the scope '${scope}'.`)
}

/** The content is well-formed but cannot be stored: every fault names its member. */
export function invalidContent(faults: Fault[]): Failure {
  return new Failure('invalid-content', summary(faults), { faults })
}

/** One sentence for a list of faults. */
export function summary(faults: Fault[]): string {
  const [first, ...others] = faults
  const where = first?.pointer ?? first?.parameter
  const what = first ? `${where ? `${where}: ` : ''}${first.detail}` : 'The request is not valid.'
  return others.length === 0 ? what : `${what} (and ${others.length} more, see errors)`
}
