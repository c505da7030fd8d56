import { getTableColumns } from 'drizzle-orm'
import type { Analyst } from '../../schemas/analysts.ts'
import { sortKey } from '../text/names.ts'
import { slugKey } from '../text/slug.ts'
import { analysts } from './tables.ts'

export type AnalystRow = typeof analysts.$inferSelect

/** The row as the members of an analyst. */
export function toAnalyst(row: AnalystRow): Analyst {
  return {
    id: row.id,
    externalId: row.externalId,
    slug: row.slug,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    name: row.name,
    names: row.names,
    aliases: row.aliases,
    roles: row.roles,
    country: row.country,
    topics: row.topics,
    bio: row.bio,
    image: row.image,
    sameAs: row.sameAs,
  }
}

/** The members of an analyst as columns. */
export function toAnalystRow(analyst: Analyst) {
  return { ...analyst, slugKey: slugKey(analyst.slug), nameSort: sortKey(analyst.name) }
}

const {
  actor: _actor,
  trashedAt: _trashedAt,
  mergedInto: _mergedInto,
  slugKey: _slugKey,
  nameSort: _nameSort,
  ...columns
} = getTableColumns(analysts)

/** The columns that members are made of. */
export const analystColumns = columns
