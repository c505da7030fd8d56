import { and, asc, inArray, type SQL, sql } from 'drizzle-orm'
import { can } from '../caller.ts'
import type { ChangeEntry, ChangesPage, ChangesRequest, ChangesStore } from '../changes/store.ts'
import { Failure } from '../errors.ts'
import { announceMoments, isAnnounced, theClock } from './announce.ts'
import type { Connection, Db } from './connection.ts'
import { changes } from './tables/log.ts'

/** The store of the log of changes. */
export function createChangesStore(connection: Connection): ChangesStore {
  return {
    async list(caller, request) {
      await announce(connection)
      const isAll = can(caller, 'drafts:read')
      return connection.read((db) => readChanges(db, isAll ? whole : ofThePublic, request))
    },
  }
}

/** While nothing can be written it goes as far as it was announced. */
async function announce({ reader, write, now }: Connection): Promise<void> {
  const time = now()
  if (isAnnounced(reader, time)) return
  await write((db) => announceMoments(db, time)).catch((error) => {
    if (!(error instanceof Failure) || error.code !== 'unavailable') throw error
  })
}

/** What is read of the log, and what of a change. */
interface Extent {
  sequence: SQL<number>
  condition: SQL | undefined
  fields: { [Name in 'version' | 'action' | 'actor' | 'message']: SQL<ChangeEntry[Name]> }
}

const whole: Extent = {
  sequence: sql`${changes.sequence}`,
  condition: undefined,
  fields: {
    version: sql`${changes.version}`,
    action: sql`${changes.action}`,
    actor: sql`nullif(${changes.actorName}, ${theClock})`,
    message: sql`${changes.message}`,
  },
}

const ofThePublic: Extent = {
  sequence: sql`${changes.publicSequence}`,
  condition: sql`${changes.publicSequence} IS NOT NULL`,
  fields: {
    version: sql`CASE WHEN ${changes.publicAction} = 'disappear' THEN NULL ELSE ${changes.version} END`,
    action: sql`${changes.publicAction}`,
    actor: sql`NULL`,
    message: sql`NULL`,
  },
}

function readChanges(
  db: Db,
  { sequence, condition, fields }: Extent,
  { after, limit, kinds }: ChangesRequest,
): ChangesPage {
  const head =
    db
      .select({ head: sql<number>`coalesce(max(${sequence}), 0)` })
      .from(changes)
      .where(condition)
      .get()?.head ?? 0
  if (after > head) throw notReached(head)
  const { at, resource, id, articleId } = changes
  const ofKinds = kinds.length > 0 ? inArray(resource, kinds) : undefined
  const rows = db
    .select({ sequence, at, kind: resource, id, articleId, ...fields })
    .from(changes)
    .where(and(condition, sql`${sequence} > ${after}`, ofKinds))
    .orderBy(asc(sequence))
    .limit(limit + 1)
    .all() as ChangeEntry[]
  const items = rows.slice(0, limit)
  const isMore = rows.length > limit
  return { items, last: isMore ? (items.at(-1)?.sequence ?? after) : head, isMore }
}

/** Such as a sequence of the other feed, or from before a backup was restored. */
function notReached(head: number): Failure {
  const detail = `is beyond the last sequence, ${head}: it is not from this feed, or from before a backup was restored; start again at 0`
  const faults = [{ parameter: 'after', detail, code: 'out-of-range' }]
  return new Failure('invalid-parameter', `after ${detail}.`, { faults })
}
