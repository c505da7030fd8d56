import { and, desc, eq, sql } from 'drizzle-orm'
import type { Quote } from '../../schemas/quotes.ts'
import { type Caller, require } from '../caller.ts'
import { Failure, notFound } from '../errors.ts'
import { type ChangeAction, type Found, type Kind, singular } from '../store.ts'
import type { Db } from './connection.ts'
import { answeredQuote, toQuote } from './quote-row.ts'
import { inIds } from './reading.ts'
import type { View } from './reads.ts'
import { anyRow } from './refs.ts'
import { isVersion, stateAt } from './revisions.ts'
import { changes, revisions } from './tables/log.ts'
import { quotes } from './tables/quotes.ts'

/** After these there is nothing to be read. */
const ends: ChangeAction[] = ['trash', 'merge', 'purge']

/** A resource as it was at a time; an article with its quotes of then when they are asked for. */
export function readAsOf<T extends { id: string; version: number }>(
  db: Db,
  caller: Caller,
  { kind, toItem, answer }: Pick<View<T>, 'kind' | 'toItem' | 'answer'>,
  ref: string,
  time: string,
  withQuotes: boolean,
): Found<T> {
  require(caller, 'drafts:read', 'Reading earlier states')
  const row = anyRow(db, kind, ref)
  if (!row) throw notFound(singular[kind], ref)
  const present = toItem(row as never)
  const version = versionAt(db, kind, present.id, time)
  if (version === null) throw new Failure('not-found', `There was no ${singular[kind]} '${ref}' at ${time}.`)
  const state = stateAt(db, kind, present, version)
  const item = state === present || !answer ? state : answer(state as never)
  return {
    item: withQuotes && kind === 'articles' ? { ...item, quotes: quotesAt(db, item.id, time) } : item,
    quotesVersion: null,
    visibleUntil: null,
  }
}

function versionAt(db: Db, kind: Kind, id: string, time: string): number | null {
  const last = db
    .select({ version: changes.version, action: sql<ChangeAction>`${changes.action}` })
    .from(changes)
    .where(and(eq(changes.resource, kind), eq(changes.id, id), sql`${changes.at} <= ${time}`, isVersion))
    .orderBy(desc(changes.version))
    .get()
  return last && !ends.includes(last.action) ? last.version : null
}

/** Those that were purged are gone from the past as well. */
function quotesAt(db: Db, articleId: string, time: string): Quote[] {
  const present = db.select().from(quotes).where(eq(quotes.articleId, articleId)).all().map(toQuote)
  const ids = present.map(({ id }) => id)
  const logged = db
    .select({ id: changes.id, version: changes.version, action: sql<ChangeAction>`${changes.action}` })
    .from(changes)
    .where(and(eq(changes.resource, 'quotes'), inIds(changes.id, ids), sql`${changes.at} <= ${time}`, isVersion))
    .orderBy(changes.version)
    .all()
  const last = new Map(logged.map((entry) => [entry.id, entry]))
  const wanted = [...last.values()].filter(({ action }) => !ends.includes(action))
  const pairs = JSON.stringify(wanted.map(({ id, version }) => [id, version]))
  const earlier = db
    .select({ id: revisions.id, state: revisions.state })
    .from(revisions)
    .where(
      sql`${revisions.resource} = 'quotes' AND (${revisions.id}, ${revisions.version}) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${pairs}))`,
    )
    .all()
  const states = new Map([
    ...present
      .filter(({ id, version }) => last.get(id)?.version === version)
      .map((quote) => [quote.id, quote] as const),
    ...earlier.map(({ id, state }) => [id, state as never] as const),
  ])
  const found = wanted.flatMap(({ id }) => states.get(id) ?? [])
  return found.sort((a, b) => a.position - b.position).map(answeredQuote)
}
