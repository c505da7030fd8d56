import { sql } from 'drizzle-orm'
import { type Source, SourceDraft } from '../../schemas/sources.ts'
import { composeSource, traitsOf } from '../sources/rules.ts'
import type { SourceStore } from '../sources/store.ts'
import type { Found } from '../store.ts'
import { directionOf } from '../text/direction.ts'
import { sortKey } from '../text/names.ts'
import { slugKey } from '../text/slug.ts'
import type { Check } from '../validation.ts'
import type { Connection, Db } from './connection.ts'
import { sourceJson } from './documents.ts'
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
import { sources } from './tables/named.ts'
import { visibleUntil } from './visibility.ts'
import type { Work } from './work.ts'
import { writeAs } from './write-as.ts'

type Row = typeof sources.$inferSelect

/** The row as the members of a source. */
function toSource(row: Row): Source {
  return {
    id: row.id,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    externalId: row.externalId,
    slug: row.slug,
    name: row.name,
    names: row.names,
    aliases: row.aliases,
    kind: row.kind,
    url: row.url,
    country: row.country,
    lang: row.lang,
    dir: row.lang === null ? null : directionOf(row.lang),
    description: row.description,
  }
}

function toRow({ dir: _, ...source }: Source) {
  return { ...source, slugKey: slugKey(source.slug), nameSort: sortKey(source.name) }
}

/** The store of sources. */
export function createSourceStore(connection: Connection, life: Life<Source, SourceDraft>): SourceStore {
  return {
    ...storeOf(connection, life, view, found),
    merge: (caller, ref, into, conditions) =>
      writeAs(connection, caller, (work) => found(work.db, life.merge(work, ref, into, conditions).id)),
    async duplicates(caller, ref) {
      return readDuplicates({ db: connection.reader, caller, now: connection.now() }, view, ref, traitsOf)
    },
  }
}

const view: View<Source> & { kind: 'sources' } = {
  kind: 'sources',
  json: sourceJson,
  lang: sources.lang,
  ends: ({ caller, now }) => visibleUntil('sources', caller, now),
  toItem: toSource,
  sorts: { name: sources.nameSort, createdAt: sources.createdAt, updatedAt: sources.updatedAt },
  filters: {
    q: ([question = '']) => namesMatchAll('sources', sources.id, question),
    kind: (values) => anyOf(sources.kind, values),
    country: (values) => anyOf(sources.country, values),
  },
}

function found(db: Db, id: string): Found<Source> {
  const [row] = selectRows(db, sources, 'id = ?', id) as [Row]
  return { item: toSource(row), quotesVersion: null, visibleUntil: null }
}

/** What sets sources apart. */
export function sourceRules(check: Check): Rules<Source, SourceDraft> {
  return {
    kind: 'sources',
    writable: Object.keys(SourceDraft.properties),
    check,
    toItem: toSource,
    toRow,
    derived: [],
    compose(work, draft, before, identity, faults) {
      const slug = assignSlug(
        work,
        'sources',
        { id: identity.id, asked: draft.slug, present: before?.slug, from: draft.name },
        faults,
      )
      return { ...identity, slug, ...composeSource(draft, before) }
    },
    scopes: () => ['content:write'],
    written(work, before, after) {
      if (before === after) return
      if (before) keepFormerSlug(work, 'sources', after.id, before.slug, after.slug)
      writeNames(work.db, 'sources', after)
      indexText(work.db, 'sources', after.id, [after.name, ...Object.values(after.names), ...after.aliases])
    },
    referrers: (work, { id }, inTrashToo) => referrers(work, id, inTrashToo),
    trashed() {},
    restored() {},
    purge(work, { id }, deleteRow) {
      const { db } = work
      purgeMerged(work, 'sources', id)
      removeText(db, 'sources', id)
      removeNames(db, 'sources', id)
      deleteRow()
    },
  }
}

function referrers(work: Work, id: string, inTrashToo: boolean): Referrer[] {
  const there = inTrashToo ? sql`1` : sql`trashed_at IS NULL`
  return work.db.all<Referrer>(sql`
    SELECT 'articles' AS resource, id, 'sourceId' AS field FROM articles WHERE source_id = ${id} AND ${there}
    UNION ALL SELECT 'quotes', id, 'sourceId' FROM quotes WHERE source_id = ${id} AND ${there}
    UNION ALL SELECT 'quotes', id, 'toldToId' FROM quotes WHERE told_to_id = ${id} AND ${there}
    UNION ALL SELECT 'analysts', analysts.id, 'roles' FROM affiliations JOIN analysts ON analysts.id = analyst_id
      WHERE source_id = ${id} AND ${there}
    LIMIT 100`)
}
