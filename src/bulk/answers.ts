import type { BulkAnswer } from '../../schemas/bulk.ts'
import { Failure, Moved } from '../errors.ts'
import { stateTag } from '../etag.ts'
import { fromPlain } from '../plain-error.ts'
import { problemOf, problems } from '../problem.ts'
import type { LineResult } from './store.ts'

/** What a problem document says of the request it stands in. */
type At = Parameters<typeof problemOf>[1]

/** The line of the answer that tells what became of a line. `report` hears of what should not have happened. */
export function answerOf(result: LineResult, at: At, report: (error: Error) => void): BulkAnswer {
  const { number: line } = result
  if ('error' in result) return refusalOf(line, fromPlain(result.error), at, report)
  const { id, outcome } = result
  const status = { created: 201, changed: 200, unchanged: 200, deleted: 204 }[outcome]
  return { line, status, id, etag: outcome === 'deleted' ? null : stateTag(result), outcome }
}

function refusalOf(line: number, error: Error, at: At, report: (error: Error) => void): BulkAnswer {
  const nothing = { id: null, etag: null, outcome: null }
  if (error instanceof Moved) return { line, status: 308, ...nothing, location: error.slug }
  if (!(error instanceof Failure)) report(error)
  const failure = error instanceof Failure ? error : new Failure('internal-error', problems['internal-error'][2])
  const problem = problemOf(failure, at)
  return { line, status: problem.status, ...nothing, problem }
}
