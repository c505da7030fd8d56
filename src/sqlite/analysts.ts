import { eq, sql } from 'drizzle-orm'
import { type Analyst, AnalystDraft } from '../../schemas/analysts.ts'
import type { Fault } from '../../schemas/problem.ts'
import { composeAnalyst, namesSource, traitsOf } from '../analysts/rules.ts'
import type { AnalystStore } from '../analysts/store.ts'
import type { Found } from '../store.ts'
import type { Check } from '../validation.ts'
import { type AnalystRow, toAnalyst, toAnalystRow } from './analyst-row.ts'
import type { Connection, Db } from './connection.ts'
import { analystJson } from './documents.ts'
import { readDuplicates } from './duplicates.ts'
import type { Life } from './lifecycle.ts'
import { purgeMerged } from './merge.ts'
import { removeNames, writeNames } from './names.ts'
import { anyOf } from './reading.ts'
import type { View } from './reads.ts'
import type { Referrer, Rules } from './rules.ts'
import { indexText, namesMatchAll, removeText } from './search.ts'
import { assignSlug, keepFormerSlug } from './slugs.ts'
import { selectRows } from './statements.ts'
import { storeOf } from './store-of.ts'
import { affiliations, analysts, topics } from './tables/named.ts'
import { visibleUntil } from './visibility.ts'
import { resolveReference, type Work } from './work.ts'
import { writeAs } from './write-as.ts'

/** The store of analysts. */
export function createAnalystStore(connection: Connection, life: Life<Analyst, AnalystDraft>): AnalystStore {
  return {
    ...storeOf(connection, life, view, found),
    merge: (caller, ref, into, conditions) =>
      writeAs(connection, caller, (work) => found(work.db, life.merge(work, ref, into, conditions).id)),
    async duplicates(caller, ref) {
      return readDuplicates({ db: connection.reader, caller, now: connection.now() }, view, ref, traitsOf)
    },
  }
}

const view: View<Analyst> & { kind: 'analysts' } = {
  kind: 'analysts',
  json: analystJson,
  ends: ({ caller, now }) => visibleUntil('analysts', caller, now),
  toItem: toAnalyst,
  sorts: { name: analysts.nameSort, createdAt: analysts.createdAt, updatedAt: analysts.updatedAt },
  filters: {
    q: ([question = '']) => namesMatchAll('analysts', analysts.id, question),
    country: (values) => anyOf(analysts.country, values),
    topic: (values) => sql`${analysts.id} IN (SELECT analyst_id FROM topics WHERE ${anyOf(topics.topic, values)})`,
  },
}

function found(db: Db, id: string): Found<Analyst> {
  const [row] = selectRows(db, analysts, 'id = ?', id) as [AnalystRow]
  return { item: toAnalyst(row), quotesVersion: null, visibleUntil: null }
}

/** What sets analysts apart. */
export function analystRules(check: Check): Rules<Analyst, AnalystDraft> {
  return {
    kind: 'analysts',
    writable: Object.keys(AnalystDraft.properties),
    check,
    toItem: toAnalyst,
    toRow: toAnalystRow,
    derived: [],
    compose(work, draft, before, identity, faults) {
      const slug = assignSlug(
        work,
        'analysts',
        { id: identity.id, asked: draft.slug, present: before?.slug, from: draft.name },
        faults,
      )
      return { ...identity, slug, ...composeAnalyst(resolved(work, draft, faults), before) }
    },
    scopes: () => ['content:write'],
    written(work, before, after) {
      if (before === after) return
      if (before) keepFormerSlug(work, 'analysts', after.id, before.slug, after.slug)
      writeRows(work, after)
      writeNames(work.db, 'analysts', after)
      indexText(work.db, 'analysts', after.id, [after.name, ...Object.values(after.names), ...after.aliases])
    },
    referrers: (work, { id }, inTrashToo) =>
      work.db.all<Referrer>(sql`
        SELECT 'quotes' AS resource, id, 'analystId' AS field FROM quotes
        WHERE analyst_id = ${id} AND ${inTrashToo ? sql`1` : sql`trashed_at IS NULL`} LIMIT 100`),
    trashed() {},
    restored() {},
    purge(work, { id }, deleteRow) {
      const { db } = work
      purgeMerged(work, 'analysts', id)
      removeText(db, 'analysts', id)
      removeNames(db, 'analysts', id)
      deleteRow()
    },
  }
}

function resolved(work: Work, draft: AnalystDraft, faults: Fault[]): AnalystDraft {
  const roles = draft.roles?.map((role, index) => {
    if (!role.affiliation || !namesSource(role.affiliation)) return role
    const pointer = `/roles/${index}/affiliation`
    return { ...role, affiliation: resolveReference(work, 'sources', role.affiliation, pointer, faults) }
  })
  return roles ? { ...draft, roles } : draft
}

/** The rows that filters and references go by. */
function writeRows({ db }: Work, { id, roles, topics: about }: Analyst): void {
  db.delete(affiliations).where(eq(affiliations.analystId, id)).run()
  db.delete(topics).where(eq(topics.analystId, id)).run()
  const named = new Set(
    roles.flatMap(({ affiliation }) => (affiliation && namesSource(affiliation) ? affiliation : [])),
  )
  for (const sourceId of named) db.insert(affiliations).values({ analystId: id, sourceId }).run()
  for (const topic of about) db.insert(topics).values({ topic, analystId: id }).run()
}
