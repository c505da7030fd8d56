/** The entity tag of what was read or written: send it with the next change. */
export function etagOf({ headers }: Response): string {
  return headers.get('etag') ?? '*'
}

/** Changes a resource only if it is still what was read: `headers: ifMatch(response)`. */
export function ifMatch(read: Response | string): { 'If-Match': string } {
  return { 'If-Match': typeof read === 'string' ? read : etagOf(read) }
}

/** Creates only: what is there already is refused with `already-exists`. */
export function ifNew(): { 'If-None-Match': '*' } {
  return { 'If-None-Match': '*' }
}

/**
 * Lets a POST be sent again after a lost answer without being done twice. Keep
 * the headers and send the same ones with each attempt.
 */
export function idempotencyKey(key: string = crypto.randomUUID()): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': `"${key}"` }
}
