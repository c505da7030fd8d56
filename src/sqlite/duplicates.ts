import { sql } from 'drizzle-orm'
import { require } from '../caller.ts'
import { type Candidate, duplicatesAmong, type Reason } from '../merges/duplicates.ts'
import type { Known } from '../merges/names.ts'
import type { NamedKind } from '../store.ts'
import { candidatesFor } from './candidates.ts'
import { ask } from './query.ts'
import { inIds, type Reading } from './reading.ts'
import { readOne, readThose, type View } from './reads.ts'
import { tables } from './tables.ts'
import { visible } from './visibility.ts'

/** The most that are proposed. */
const mostProposed = 20

/** Who may be the same as the one that `ref` names. `traitsOf` tells what must agree where a part of a name does. */
export function readDuplicates<T extends Known & { id: string }>(
  reading: Reading,
  view: View<T> & { kind: NamedKind },
  ref: string,
  traitsOf: (item: T) => Candidate['traits'],
): { item: T; score: number; because: Reason[] }[] {
  const { db, caller, now } = reading
  const { kind } = view
  require(caller, 'drafts:read', 'Looking for duplicates')
  const { item: own } = readOne(reading, view, ref, { include: [], trashed: false, body: false })
  const { id } = tables[kind]
  const candidates = ask<{ id: string }>(
    db,
    sql`SELECT ${id} AS id FROM ${tables[kind]} WHERE ${inIds(id, candidatesFor(db, kind, own))} AND ${visible(kind, caller, now)}`,
  )
  const { items } = readThose<T>(
    reading,
    view,
    candidates.map((candidate) => candidate.id),
    { body: false, include: [] },
  )
  const candidate = (item: T): Candidate => ({ ...item, traits: traitsOf(item) })
  return duplicatesAmong(candidate(own), [...items.values()].map(candidate))
    .slice(0, mostProposed)
    .map(({ id, ...duplicate }) => ({ item: items.get(id) as T, ...duplicate }))
}
