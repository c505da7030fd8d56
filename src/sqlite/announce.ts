import { eq, sql } from 'drizzle-orm'
import type { Kind, Shift } from '../store.ts'
import type { Db } from './connection.ts'
import { keyOf, readPublic, readShown, readShownOf, type Shown, type Thing, writeShown } from './shown.ts'
import { changes, settings, tables } from './tables.ts'
import type { Work } from './work.ts'

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

/** Says in the log what a write has changed for the public, at the time that `announceMoments` answered before it. */
export function announceWrite({ db, caller, now, touched, logged }: Work, time: string): void {
  announce(db, [...touched], logged, time, { at: now, actor: caller.keyId, actorName: caller.keyName })
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
  for (const [at, id] of since === null ? presentArticles(db, now) : momentsBetween(db, since, now))
    announce(db, [id], [], at, { at, actor: theClock, actorName: theClock })
  const value = { name: until, value: now }
  db.insert(settings).values(value).onConflictDoUpdate({ target: settings.name, set: value }).run()
  return now
}

/** Whether a moment has come since this was last done. */
export function isAnnounced(db: Db, now: string): boolean {
  const since = announcedUntil(db)
  return since !== null && (since >= now || momentsBetween(db, since, now).length === 0)
}

function announcedUntil(db: Db): string | null {
  return db.select({ value: settings.value }).from(settings).where(eq(settings.name, until)).get()?.value ?? null
}

/** After one time, up to and with the other. */
function momentsBetween(db: Db, since: string, now: string): [at: string, id: string][] {
  return db.values<[string, string]>(sql`
    SELECT visible_from AS moment, id FROM articles WHERE visible_from > '' AND visible_from > ${since} AND visible_from <= ${now}
    UNION SELECT expire_at, id FROM articles WHERE expire_at > ${since} AND expire_at <= ${now}
    ORDER BY 1, 2`)
}

/** In a database from before there were announcements, what is public is announced as of now. */
function presentArticles(db: Db, now: string): [at: string, id: string][] {
  return db.values<[string, string]>(
    sql`SELECT ${now}, id FROM articles WHERE status = 'published' ORDER BY published_sort, id`,
  )
}

/** Compares what these articles make public at a time with what the public was told, and tells it the rest. */
function announce(db: Db, articleIds: string[], logged: Work['logged'], time: string, author: Author): void {
  const [before, after] = [readShown(db, articleIds), readPublic(db, articleIds, time)]
  const others = logged.filter(({ resource }) => resource === 'sources' || resource === 'analysts')
  if (before.length === 0 && after.length === 0 && others.length === 0) return
  const [added, removed] = [without(after, before), without(before, after)]
  const things = distinct([...added, ...removed, ...logged])
  const was = readShownOf(db, things)
  writeShown(db, added, removed)
  const is = added.length + removed.length === 0 ? was : readShownOf(db, things)
  const entries = new Map(logged.map((entry) => [keyOf(entry), entry.sequence]))
  for (const thing of things) {
    const [key, sequence] = [keyOf(thing), entries.get(keyOf(thing))]
    if (is.has(key) !== was.has(key)) tell(db, thing, is.has(key) ? 'appear' : 'disappear', sequence, author)
    else if (is.has(key) && sequence !== undefined) tell(db, thing, 'update', sequence, author)
  }
}

/** Marks the change that was logged; what was not has changed because of another, or in time, and is logged now. */
function tell(db: Db, thing: Thing, action: Shift | 'update', sequence: number | undefined, author: Author): void {
  const told = {
    publicAction: action,
    publicSequence: sql`(SELECT coalesce(max(public_sequence), 0) + 1 FROM changes)`,
  }
  if (sequence !== undefined) db.update(changes).set(told).where(eq(changes.sequence, sequence)).run()
  else if (action !== 'update') {
    const { id, resource } = thing
    const version = sql`(SELECT version FROM ${tables[resource]} WHERE id = ${id})`
    const articleId = resource === 'quotes' ? sql`(SELECT article_id FROM quotes WHERE id = ${id})` : null
    db.insert(changes)
      .values({ ...author, ...told, resource, id, articleId, version, action, forced: false, message: null })
      .run()
  }
}

function without(things: Shown[], others: Shown[]): Shown[] {
  const known = new Set(others.map((one) => `${one.articleId} ${keyOf(one)}`))
  return things.filter((one) => !known.has(`${one.articleId} ${keyOf(one)}`))
}

/** Each once, in the order in which the public is told. */
function distinct(things: Thing[]): Thing[] {
  const each = [...new Map(things.map((thing) => [keyOf(thing), thing])).values()]
  return each.sort((a, b) => order.indexOf(a.resource) - order.indexOf(b.resource))
}
