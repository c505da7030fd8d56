import { sql } from 'drizzle-orm'
import { can } from '../caller.ts'
import { uuidsIn, withoutUuids } from '../json-bytes.ts'
import type { Document, Kind } from '../store.ts'
import { askAgain } from './query.ts'
import { earliest, type Reading } from './reading.ts'
import { sources } from './tables/named.ts'
import { anyTime, visible, visibleUntil } from './visibility.ts'

/**
 * Documents of analysts, or with analysts embedded: affiliations with sources that do
 * not exist for the caller read as null. Answers when the first of the others will.
 */
export function hideAffiliations({ db, caller, now }: Reading, documents: Pick<Document, 'json'>[]): string | null {
  if (can(caller, 'drafts:read')) return null
  const named = documents.map(({ json }) => uuidsIn(json, 'affiliation'))
  const ids = new Set(named.flat().map(({ id }) => id))
  if (ids.size === 0) return null
  const seen = askAgain<{ id: string; ends: string | null }>(
    db,
    'affiliations',
    { ids: JSON.stringify([...ids]), now },
    () => sql`SELECT ${sources.id} AS id, ${visibleUntil('sources', caller, anyTime)} AS ends FROM ${sources}
      WHERE ${sources.id} IN (SELECT value FROM json_each(${sql.placeholder('ids')})) AND ${visible('sources', caller, anyTime)}`,
  )
  for (const { id } of seen) ids.delete(id)
  for (const [index, document] of documents.entries()) {
    const hidden = named[index]?.filter(({ id }) => ids.has(id)) ?? []
    if (hidden.length > 0) document.json = withoutUuids(document.json, hidden)
  }
  return earliest(seen.map(({ ends }) => ends))
}

/** Whether an answer of this shape holds analysts. */
export function hasAnalysts(kind: Kind, { include }: { include: string[] }): boolean {
  return kind === 'analysts' || include.some((name) => /\banalyst$/.test(name))
}
