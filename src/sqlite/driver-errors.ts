import { Failure } from '../errors.ts'

const codeOf = (error: unknown) => String((error as { code?: unknown }).code ?? '')
/** Whether another connection holds the lock. */
export const isBusy = (error: unknown) => codeOf(error).startsWith('SQLITE_BUSY')

/** What the driver says when it is the machine's fault, as a failure that a client can wait out. */
export function asFailure(error: unknown): unknown {
  const cause = (error as { cause?: unknown }).cause ?? error
  const code = codeOf(cause)
  if (isBusy(cause)) {
    return new Failure('unavailable', 'Another process is writing to the database. Nothing was stored.', {
      retryAfter: 1,
    })
  }
  if (/^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|NOMEM)/.test(code)) {
    return new Failure('unavailable', 'The database cannot be written at the moment. Nothing was stored.', {
      retryAfter: 10,
    })
  }
  return error
}
