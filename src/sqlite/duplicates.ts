import { and } from 'drizzle-orm'
import { require } from '../caller.ts'
import { type Candidate, duplicatesAmong, type Reason } from '../merges/duplicates.ts'
import type { Known } from '../merges/names.ts'
import type { NamedKind } from '../store.ts'
import { candidatesFor } from './candidates.ts'
import { inIds, type Reading, readOne, type View } from './reads.ts'
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
  const table = tables[kind]
  const rows = db
    .select(view.fields(reading, { body: false }))
    .from(table)
    .where(and(inIds(table.id, candidatesFor(db, kind, own)), visible(kind, caller, now)))
    .all()
  const items = new Map(rows.map((row) => view.toItem(row as never)).map((item) => [item.id, item]))
  const candidate = (item: T): Candidate => ({ ...item, traits: traitsOf(item) })
  return duplicatesAmong(candidate(own), [...items.values()].map(candidate))
    .slice(0, mostProposed)
    .map(({ id, ...duplicate }) => ({ item: items.get(id) as T, ...duplicate }))
}
