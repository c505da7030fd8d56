import type { Caller } from '../caller.ts'
import { insufficientScope } from '../errors.ts'
import { announceMoments, writeLog } from './announce.ts'
import type { Connection, Db } from './connection.ts'
import { once } from './idempotency.ts'
import { recountVoices } from './voices.ts'
import type { Work } from './work.ts'

/**
 * Runs a write on behalf of a caller in one transaction, once for each idempotency
 * key, counts again the voices of the articles it touched, and says what has changed
 * for the public.
 */
export function writeAs<R>(connection: Connection, caller: Caller, task: (work: Work) => R): Promise<R> {
  return connection.write((db) => {
    const now = connection.now()
    return once(db, now, caller, () => workAs(db, now, caller, task))
  })
}

/** The same inside a transaction that is open. */
export function workAs<R>(db: Db, now: string, caller: Caller, task: (work: Work) => R): R {
  const work = workOf(db, caller, now)
  const time = announceMoments(db, now)
  const result = task(work)
  for (const articleId of work.touched) recountVoices(db, articleId)
  writeLog(work, time)
  return result
}

/** The caller of a write always has a key; a route that let the public through would stop here. */
function workOf(db: Db, caller: Caller, now: string): Work {
  const { keyId, keyName } = caller
  if (keyId === null || keyName === null) throw insufficientScope('content:write', 'Writing')
  return { db, caller: { ...caller, keyId, keyName }, now, forced: false, touched: new Set(), logged: [] }
}
