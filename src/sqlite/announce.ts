import type { Kind, Shift } from '../store.ts'
import type { Db } from './connection.ts'
import { keyOf, showAgain, type Thing } from './shown.ts'
import { insertParts, insertRow, statement } from './statements.ts'
import { changes } from './tables/log.ts'
import type { LogEntry, Work } from './work.ts'

/** On whose behalf something is logged. */
interface Author {
  at: string
  actor: string
  actorName: string
}

/** What nobody did is logged as the clock's. */
export const theClock = 'clock'

/** Up to when the moments of articles have been announced. */
const until = 'announced-until'

/** Whatever something refers to comes before it. */
const order: Kind[] = ['sources', 'analysts', 'articles', 'quotes']

/** What a change is to the public, and its number among such changes. */
type Mark = Required<Pick<typeof changes.$inferInsert, 'publicAction' | 'publicSequence'>>

/** Writes what was done into the log, and what it has changed for the public at the time that `announceMoments` answered before it. */
export function writeLog({ db, caller, now, touched, logged }: Work, time: string): void {
  announce(db, touched, logged, time, { at: now, actor: caller.keyId, actorName: caller.keyName })
}

/**
 * Logs what became public or ceased to be by the clock, up to a time, each at its
 * moment and in their order: the same, whenever and by whatever process this is
 * done. It comes before every write and every reading of the log. Answers up to when
 * they are announced: later than `now` after the clock was put back.
 */
export function announceMoments(db: Db, now: string): string {
  const since = announcedUntil(db)
  if (since !== null && since >= now) return since
  for (const { at, id } of since === null ? presentArticles(db, now) : momentsBetween(db, since, now))
    announce(db, [id], [], at, { at, actor: theClock, actorName: theClock })
  const keep =
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
  statement(db, keep).run(until, now)
  return now
}

/** Whether a moment has come since this was last done. */
export function isAnnounced(db: Db, now: string): boolean {
  const since = announcedUntil(db)
  return since !== null && (since >= now || momentsBetween(db, since, now).length === 0)
}

function announcedUntil(db: Db): string | null {
  const row = statement(db, 'SELECT value FROM settings WHERE name = ?').get(until)
  return (row as { value: string } | undefined)?.value ?? null
}

/** When something becomes public or ceases to be, and the article that makes it so. */
interface Moment {
  at: string
  id: string
}

/*
 * Of several lower bounds SQLite starts from the first. It is no `>`: that SQLite would
 * hold against the one of the index, and so prepare the statement again for each value.
 */
const appearing = `SELECT visible_from AS at, id FROM articles
  WHERE visible_from BETWEEN @since AND @now AND visible_from > ''`
const disappearing = `SELECT expire_at AS at, id FROM articles WHERE expire_at > @since AND expire_at <= @now`

/** After one time, up to and with the other. */
function momentsBetween(db: Db, since: string, now: string): Moment[] {
  const found = [appearing, disappearing].flatMap((find) => statement(db, find).all({ since, now }) as Moment[])
  const order = ({ at, id }: Moment) => `${at} ${id}`
  return found.filter(({ at }) => at > since).sort((a, b) => (order(a) < order(b) ? -1 : 1))
}

/** In a database from before there were announcements, what is public is announced as of now. */
function presentArticles(db: Db, now: string): Moment[] {
  const find = `SELECT ? AS at, id FROM articles WHERE status = 'published' ORDER BY published_sort, id`
  return statement(db, find).all(now) as Moment[]
}

/** Writes the log, compares what these articles make public at a time with what the public was told, and tells it the rest. */
function announce(db: Db, articleIds: Iterable<string>, logged: LogEntry[], time: string, author: Author): void {
  const { shifted, shiftOf } = showAgain(db, articleIds, time)
  const own = new Set(logged.map(keyOf))
  const marks = new Map<string, Mark>()
  const unlogged: (Thing & Mark)[] = []
  let sequence: number | null = null
  for (const thing of inOrder([...shifted, ...logged])) {
    const { was, is } = shiftOf(thing)
    if (!was && !is) continue
    sequence = (sequence ?? lastPublicSequence(db)) + 1
    const mark: Mark = {
      publicAction: is === was ? 'update' : is ? 'appear' : 'disappear',
      publicSequence: sequence,
    }
    if (own.has(keyOf(thing))) marks.set(keyOf(thing), mark)
    else unlogged.push({ ...thing, ...mark })
  }
  /* Of several changes of one thing in a write the last is the one that the public is told. */
  const last = new Map(logged.map((row) => [keyOf(row), row]))
  for (const row of logged)
    insertParts(db, changes, [row, (last.get(keyOf(row)) === row && marks.get(keyOf(row))) || {}])
  for (const thing of unlogged) insertRow(db, changes, { ...author, ...ofItself(db, thing) })
}

/** What was not logged has changed because of another, or in time. */
function ofItself(db: Db, { resource, id, publicAction, publicSequence }: Thing & Mark) {
  const articleId = resource === 'quotes' ? 'article_id' : 'NULL'
  const find = `SELECT version, ${articleId} AS articleId FROM ${resource} WHERE id = ?`
  const found = statement(db, find).get(id) as { version: number; articleId: string | null }
  const action = publicAction as Shift
  return { resource, id, ...found, action, forced: false, publicAction, publicSequence }
}

function lastPublicSequence(db: Db): number {
  const find = 'SELECT max(public_sequence) AS last FROM changes WHERE public_sequence IS NOT NULL'
  return (statement(db, find).get() as { last: number | null }).last ?? 0
}

/** Each once, in the order in which the public is told. */
function inOrder(things: Thing[]): Thing[] {
  const each = [...new Map(things.map((thing) => [keyOf(thing), thing])).values()]
  return each.sort((a, b) => order.indexOf(a.resource) - order.indexOf(b.resource))
}
