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

/** The error that a response is; also for one that a proxy answered in its own words, or cut short. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const { status, statusText, headers, url } = response
  const seconds = secondsOf(headers.get('retry-after'))
  const said = headers.get('content-type')?.startsWith('application/problem+json') ? await documentIn(response) : null
  if (said) return new ProblemError(said, seconds)
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

/** The problem that a body is; null when it is none. */
async function documentIn(response: Response): Promise<Problem | null> {
  const body: unknown = await response.json().catch(() => null)
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body ? (body as Problem) : null
}

/** Seconds from now, whether they are told as such or as a date (RFC 9110 section 10.2.3). */
function secondsOf(retryAfter: string | null): number | null {
  if (retryAfter === null) return null
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter)
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000))
}
