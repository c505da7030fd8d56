import type { Analyst } from '../../schemas/analysts.ts'
import { sortKey } from '../text/names.ts'
import { slugKey } from '../text/slug.ts'
import type { analysts } from './tables/named.ts'

export type AnalystRow = typeof analysts.$inferSelect

/** The row as the members of an analyst. */
export function toAnalyst(row: AnalystRow): Analyst {
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
