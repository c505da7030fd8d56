import type { Operation } from '../bulk/operation.ts'
import type { BulkOptions, LineDone } from '../bulk/store.ts'
import { require } from '../caller.ts'
import type { Conditions } from '../conditions.ts'
import type { Kind } from '../store.ts'
import type { Adopters } from './adopt.ts'
import type { Life } from './lifecycle.ts'
import { statement } from './statements.ts'
import type { Identity, Work } from './work.ts'

/** As much of the life of a kind as bulk needs. */
type AnyLife = Pick<
  Life<Identity & { externalId: string | null }, object>,
  'create' | 'put' | 'patch' | 'trash' | 'purge'
>

/** Does inside an open transaction what an operation says. */
export type Performer = (work: Work, operation: Operation, options: BulkOptions) => LineDone

/** The performer over the lives of all kinds. */
export function createPerformer({ lives, adopters }: { lives: Record<Kind, unknown>; adopters: Adopters }): Performer {
  return (work, operation, { preserve, onDrift, force }) => {
    const { op, kind, purge } = operation
    const life = lives[kind] as AnyLife
    const options = { ...operation.conditions, onDrift, force } as Conditions
    const ref = operation.ref as string
    const body = operation.body as object
    if (preserve) return done(work, operation, adopters[kind](work, body as never), 'created')
    if (op === 'create') return done(work, operation, life.create(work, body, options), 'created')
    if (op === 'patch') return done(work, operation, life.patch(work, ref, body, options), 'changed')
    if (op === 'put') {
      const { item, outcome } = life.put(work, ref, body, options)
      return done(work, operation, item, outcome === 'created' ? 'created' : 'changed')
    }
    if (purge) require(work.caller, 'admin', 'Purging')
    const { id, version } = life[purge ? 'purge' : 'trash'](work, ref, options)
    return { outcome: 'deleted', id, version, quotesVersion: null }
  }
}

function done(work: Work, { kind, body }: Operation, item: Identity, outcome: 'created' | 'changed'): LineDone {
  const withQuotes = kind === 'articles' && (body as { quotes?: unknown }).quotes !== undefined
  const count = 'SELECT quotes_version AS quotesVersion FROM articles WHERE id = ?'
  const row = withQuotes && (statement(work.db, count).get(item.id) as { quotesVersion: number })
  return {
    outcome: work.logged.length === 0 ? 'unchanged' : outcome,
    id: item.id,
    version: item.version,
    quotesVersion: row ? row.quotesVersion : null,
  }
}
