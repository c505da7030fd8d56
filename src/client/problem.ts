import type { components } from './openapi.ts'

/** What the server says of a refusal (RFC 9457). */
export type Problem = components['schemas']['Problem']

/** A refusal by the server: `code` names the condition, `problem` is the whole document. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  readonly code: string
  readonly problem: Problem
  /** How many seconds to wait before asking again, where the server says so. */
  readonly retryAfter: number | null

  constructor(problem: Problem, retryAfter: number | null) {
    super(problem.detail)
    this.status = problem.status
    this.code = problem.code
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

/** Whether an error is that refusal; `isProblem(error, 'stale-version')`. */
export function isProblem(error: unknown, code?: string): error is ProblemError {
  return error instanceof ProblemError && (code === undefined || error.code === code)
}

/** The error that a response is; also for one that a proxy answered in its own words. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const { status, statusText, headers, url } = response
  const retryAfter = headers.get('retry-after')
  const seconds = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null
  if (headers.get('content-type')?.startsWith('application/problem+json'))
    return new ProblemError((await response.json()) as Problem, seconds)
  const problem: Problem = {
    type: 'about:blank',
    title: statusText || `Status ${status}`,
    status,
    detail: `${url} answered ${status} without saying why.`,
    instance: URL.canParse(url) ? new URL(url).pathname : '/',
    code: 'unknown',
    requestId: headers.get('x-request-id') ?? '',
  }
  return new ProblemError(problem, seconds)
}
