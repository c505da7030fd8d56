import { type Problem, ProblemError } from '../client/problem.ts'
import { Failure } from '../errors.ts'

/** What was thrown, for a person: every fault on a line of its own. */
export function explain(error: unknown): string {
  if (error instanceof ProblemError) return explainProblem(error.problem)
  if (error instanceof Failure) return explainFaults(error.message, error.faults)
  return error instanceof Error ? error.message : String(error)
}

/** A refusal of the server, for a person. */
export function explainProblem(problem: Problem): string {
  const { status, code, detail, errors = [], quotes = [] } = problem
  if (status === 401) return `${detail} The key is taken from ISNAD_KEY.`
  const drifts = quotes.map(({ oldText, newText }) => `\nwas: ${oldText}\nnow: ${newText ?? '(lost)'}`)
  const text = code === 'quote-drift' ? `${detail}${drifts.join('')}` : explainFaults(detail, errors)
  return status >= 500 ? `${text} (request ${problem.requestId})` : text
}

function explainFaults(detail: string, faults: { pointer?: string; parameter?: string; detail: string }[]): string {
  if (faults.length === 0) return detail
  return faults
    .map((fault) => `${fault.pointer ?? fault.parameter ?? ''}: ${fault.detail}`.replace(/^: /, ''))
    .join('\n')
}
