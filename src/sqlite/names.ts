import { and, eq, type SQL } from 'drizzle-orm'
import type { NamedKind } from '../store.ts'
import { nameKey } from '../text/names.ts'
import { skeletonOf } from '../text/skeleton.ts'
import type { Db } from './connection.ts'
import { names, nameTokens } from './tables/named.ts'
import { tables } from './tables.ts'

/** As much of a source or analyst as it is known by. */
interface Named {
  id: string
  name: string
  names: Record<string, string>
  aliases: string[]
}

/** Makes it known by its names, in place of those it had. */
export function writeNames(db: Db, resource: NamedKind, named: Named): void {
  const { id } = named
  removeNames(db, resource, id)
  const tokens = new Set<string>()
  for (const [name, lang] of namesOf(named)) {
    const key = nameKey(name)
    if (key === '') continue
    db.insert(names)
      .values({ resource, id, name, lang, key, skeleton: skeletonOf(name) })
      .run()
    for (const token of key.split(' ')) tokens.add(token)
  }
  for (const token of tokens) db.insert(nameTokens).values({ resource, token, id }).run()
}

/** It is known no more. */
export function removeNames(db: Db, resource: NamedKind, id: string): void {
  db.delete(names)
    .where(and(eq(names.resource, resource), eq(names.id, id)))
    .run()
  db.delete(nameTokens)
    .where(and(eq(nameTokens.resource, resource), eq(nameTokens.id, id)))
    .run()
}

/** The ids of those that meet the condition and are known by a name, however it is spelt. */
export function findByName(db: Db, resource: NamedKind, name: string, condition: SQL): string[] {
  const key = nameKey(name)
  if (key === '') return []
  const table = tables[resource]
  return db
    .selectDistinct({ id: table.id })
    .from(names)
    .innerJoin(table, eq(table.id, names.id))
    .where(and(eq(names.resource, resource), eq(names.key, key), condition))
    .all()
    .map(({ id }) => id as string)
}

/** Each name once, with its language where that is known. */
function namesOf({ name, names: others, aliases }: Named): Map<string, string | null> {
  const all = new Map<string, string | null>(Object.entries(others).map(([lang, other]) => [other, lang]))
  for (const other of [name, ...aliases]) if (!all.has(other)) all.set(other, null)
  return all
}
