import { type Conditions, isCurrent, preconditionRequired, staleVersion } from '../conditions.ts'
import { Failure } from '../errors.ts'
import { type Kind, singular } from '../store.ts'
import type { Rules, Stored } from './rules.ts'
import { changedSince, type Identity, type Work } from './work.ts'

/** What is held against a write of one kind before it happens. */
export function createPreconditions<T extends Identity & { externalId: string | null }, Draft, Options>(
  rules: Rules<T, Draft, Options>,
) {
  const { kind } = rules

  /** Of a write that may come without any. */
  function checkIfAny(work: Work, row: Stored, conditions: Conditions): void {
    if (conditions.ifMatch !== null || conditions.createOnly) checkPreconditions(work, row, conditions)
  }

  function checkPreconditions(
    work: Work,
    row: Stored,
    options: Conditions,
    put?: { upsert: boolean; draft: Draft },
  ): void {
    if (options.createOnly)
      throw new Failure('already-exists', `The ${singular[kind]} ${row.id} exists. Nothing was changed.`)
    const quotes = (put && rules.quotesOf?.(row as never, put.draft)) ?? null
    if (options.ifMatch === '*') return
    if (options.ifMatch === null) {
      const { keyId } = work.caller
      const own = row.actor === keyId && (quotes === null || quotes.quotesActor === keyId)
      if (put?.upsert && own) return
      throw preconditionRequired(singular[kind])
    }
    const present = { id: row.id, version: row.version, ...(quotes && { quotesVersion: quotes.quotesVersion }) }
    if (isCurrent(options.ifMatch, present, quotes !== null)) return
    const seen = options.ifMatch.find(({ version }) => version < row.version)
    const changed = seen ? changedSince(work.db, kind, rules.toItem(row as never), seen.version) : []
    const quotesChanged = quotes !== null && isCurrent(options.ifMatch, present, false)
    throw staleVersion(singular[kind], row.version, quotesChanged ? ['quotes'] : changed)
  }

  function refuseReferenced(work: Work, item: T, inTrashToo: boolean): void {
    const referrers = rules.referrers(work, item, inTrashToo).slice(0, 100)
    const [first] = referrers
    if (!first) return
    const others = referrers.length > 1 ? ` and ${referrers.length - 1} more` : ''
    const detail = `The ${singular[first.resource]} ${first.id}${others} refers to this ${singular[kind]}. Change or delete that first.`
    throw new Failure('still-referenced', detail, { members: { referrers } })
  }

  return { checkPreconditions, checkIfAny, refuseReferenced }
}

/** The refusal of a write to what is in the trash. */
export function inTrash(kind: Kind, ref: string): Failure {
  return new Failure(
    'in-trash',
    `The ${singular[kind]} '${ref}' is in the trash. POST to its restoration, or purge it.`,
  )
}

/** The refusal of `If-Match` where there is nothing. */
export function staleVersionOfNothing(kind: Kind, ref: string): Failure {
  return new Failure(
    'stale-version',
    `There is no ${singular[kind]} '${ref}' that If-Match could be held against. Leave it out to create one.`,
  )
}
