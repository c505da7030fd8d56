import type { Database } from 'better-sqlite3'

/** Throws when the pages of a database contradict each other, or a reference leads nowhere. `what` is its name in a sentence. */
export function refuseFaults(database: Database, what: string): void {
  const [first] = database.pragma('integrity_check(1)', { simple: false }) as { integrity_check: string }[]
  if (first?.integrity_check !== 'ok') throw new Error(`${what} is damaged: ${first?.integrity_check}.`)
  const [broken] = database.pragma('foreign_key_check') as { table: string }[]
  if (broken) throw new Error(`${what} is damaged: a reference in ${broken.table} leads nowhere.`)
}

/** How many of each kind it holds, the trash included. */
export function countContent(database: Database): Record<string, number> {
  const kinds = ['articles', 'sources', 'analysts', 'quotes']
  const count = (kind: string) => database.prepare(`SELECT count(*) FROM ${kind}`).pluck().get() as number
  return Object.fromEntries(kinds.map((kind) => [kind, count(kind)]))
}
