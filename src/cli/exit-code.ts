import { ProblemError } from '../client/problem.ts'
import { Failure } from '../errors.ts'

/** What the program ends with: scripts tell by it what to do. */
export const exitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  denied: 4,
  conflict: 6,
  invalid: 7,
  limited: 8,
  unreachable: 9,
  stopped: 130,
} as const

/** The command line says something that it cannot mean. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The person, or the system, said stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** The server did not answer. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** The code for what was thrown. */
export function codeOf(error: unknown): number {
  if (error instanceof UsageError) return exitCode.usage
  if (error instanceof Stopped) return exitCode.stopped
  if (error instanceof Unreachable) return exitCode.unreachable
  if (error instanceof Failure) return exitCode.invalid
  if (error instanceof ProblemError) return codeOfStatus(error.status)
  return exitCode.failed
}

/** The code for the status of a refusal. */
export function codeOfStatus(status: number): number {
  if (status === 401 || status === 403) return exitCode.denied
  if (status === 404 || status === 410) return exitCode.notFound
  if (status === 409 || status === 412 || status === 428) return exitCode.conflict
  if (status === 429) return exitCode.limited
  return status >= 500 ? exitCode.unreachable : exitCode.invalid
}

/** Whether asking for anything else would fail in the same way. */
export function endsAll(error: unknown): boolean {
  const ends: number[] = [exitCode.denied, exitCode.limited, exitCode.unreachable, exitCode.stopped, exitCode.failed]
  return ends.includes(codeOf(error)) && !(error instanceof ProblemError && error.status === 403)
}

/** The code for all that happened: what a person must settle comes first. */
export function worst(codes: number[]): number {
  const order = [exitCode.conflict, exitCode.denied, exitCode.invalid, exitCode.notFound]
  return order.find((code) => codes.includes(code)) ?? codes.find((code) => code !== exitCode.ok) ?? exitCode.ok
}
