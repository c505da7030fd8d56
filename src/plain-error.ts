import { Failure, Moved } from './errors.ts'

/** An error that survives a structured clone. */
export type PlainError =
  | { kind: 'failure'; failure: Pick<Failure, 'code' | 'message' | 'faults' | 'members' | 'retryAfter'> }
  | { kind: 'moved'; to: ConstructorParameters<typeof Moved>[0] }
  | { kind: 'other'; message: string; stack: string | undefined }

/** An error as plain data. */
export function toPlain(error: unknown): PlainError {
  if (error instanceof Failure) {
    const { code, message, faults, members, retryAfter } = error
    return { kind: 'failure', failure: { code, message, faults, members, retryAfter } }
  }
  if (error instanceof Moved) return { kind: 'moved', to: error.slug }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'other', message, stack }
}

/** The error that was made plain. */
export function fromPlain(plain: PlainError): Error {
  if (plain.kind === 'moved') return new Moved(plain.to)
  if (plain.kind === 'other') return Object.assign(new Error(plain.message), { stack: plain.stack })
  const { code, message, faults, members, retryAfter } = plain.failure
  return new Failure(code, message, { faults, members, ...(retryAfter !== undefined && { retryAfter }) })
}
