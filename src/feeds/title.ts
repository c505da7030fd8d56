import { thePublic } from '../caller.ts'
import type { ResourceStore } from '../store.ts'

type Named = Pick<ResourceStore<{ name: string }, never, never, never>, 'read'>

/** What a feed is called: the server, and what it is narrowed down to, people and organisations by their names. */
export async function feedTitle(
  what: string,
  filters: Record<string, string[]>,
  { sources, analysts }: { sources: Named; analysts: Named },
): Promise<string> {
  const stores: Record<string, Named> = { source: sources, toldTo: sources, analyst: analysts }
  const words = Object.entries(filters).flatMap(([name, values]) =>
    values.map((value) => (stores[name] ? nameOf(stores[name], value) : value)),
  )
  return [what, ...(await Promise.all(words))].join(' · ')
}

/** A filter may be a name already, which is no ref. */
async function nameOf(store: Named, ref: string): Promise<string> {
  try {
    return (await store.read(thePublic, ref, { include: [], trashed: false, body: false })).item.name
  } catch {
    return ref
  }
}
