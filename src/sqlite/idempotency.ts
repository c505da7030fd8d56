import type { Caller } from '../caller.ts'
import { Failure } from '../errors.ts'
import { idempotencyHours } from '../idempotency.ts'
import type { Db } from './connection.ts'
import { insertRow, selectRows, statement } from './statements.ts'
import { idempotencyKeys } from './tables/keys.ts'

/** How many expired keys a write that has one removes: more than it adds. */
const mostForgotten = 10

/**
 * Runs `work` once for each idempotency key of a caller, inside an open
 * transaction: what it answered is stored with what it did, and answered again
 * for 24 hours. What throws has done nothing, and is tried again. Throws
 * `idempotency-key-reused` for another request with the same key.
 */
export function once<R>(db: Db, now: string, { keyId, idempotency }: Caller, work: () => R): R {
  if (!idempotency || keyId === null) return work()
  const since = new Date(Date.parse(now) - idempotencyHours * 3_600_000).toISOString()
  const expired = 'SELECT rowid FROM idempotency_keys WHERE created_at <= ? LIMIT ?'
  statement(db, `DELETE FROM idempotency_keys WHERE rowid IN (${expired})`).run(since, mostForgotten)
  const own = 'key_id = ? AND key = ?'
  const [known] = selectRows(db, idempotencyKeys, `${own} AND created_at > ?`, keyId, idempotency.key, since)
  if (known) {
    if (known.fingerprint === idempotency.fingerprint) return known.result as R
    throw new Failure(
      'idempotency-key-reused',
      'This Idempotency-Key stood on another request: another address, query or body. Send a new key with a new request.',
    )
  }
  const result = work()
  statement(db, `DELETE FROM idempotency_keys WHERE ${own}`).run(keyId, idempotency.key)
  insertRow(db, idempotencyKeys, { keyId, ...idempotency, result: result ?? null, createdAt: now })
  return result
}
