import { thePublic } from '../caller.ts'
import type { ResourceStore } from '../store.ts'

type Named = Pick<ResourceStore<{ id: string; name: string }, never, never, never>, 'read'>

/** What a feed is called: the server, and what it is narrowed down to, people and organisations by their names; and whose names these are. */
export async function feedTitle(
  what: string,
  filters: Record<string, string[]>,
  { sources, analysts }: { sources: Named; analysts: Named },
): Promise<{ text: string; ids: string[] }> {
  const stores: Record<string, Named> = { source: sources, toldTo: sources, analyst: analysts }
  const named = await Promise.all(
    Object.entries(filters).flatMap(([name, values]) => values.map((value) => readName(stores[name], value))),
  )
  return { text: [what, ...named.map(({ name }) => name)].join(' · '), ids: named.flatMap(({ id }) => id ?? []) }
}

/** A filter may be a name already, which is no ref. */
async function readName(store: Named | undefined, value: string): Promise<{ id?: string; name: string }> {
  if (!store) return { name: value }
  try {
    return (await store.read(thePublic, value, { include: [], trashed: false, body: false })).item
  } catch {
    return { name: value }
  }
}
