import { uuidsIn } from './json-bytes.ts'
import type { Document, Found, Kind } from './store.ts'

type Embedding = {
  id?: string
  articleId?: string
  article?: unknown
  source?: unknown
  analyst?: unknown
  toldTo?: unknown
  quotes?: unknown
}

/** The ids of everything that stands in a representation, and of the articles its quotes stand in. */
export function idsIn(item: unknown): string[] {
  if (Array.isArray(item)) return item.flatMap(idsIn)
  if (item === null || typeof item !== 'object') return []
  const { id, articleId, article, source, analyst, toldTo, quotes } = item as Embedding
  return [id, articleId, ...[article, source, analyst, toldTo, quotes].flatMap(idsIn)].filter(
    (one) => one !== undefined,
  )
}

/** The same of what was found, from its document where it has one. */
export function idsOf(kind: Kind, found: Found<unknown>): string[] {
  return found.document ? idsInDocument(kind, found.document) : idsIn(found.item)
}

/** The same of a document. An article is the one that its quotes stand in. */
export function idsInDocument(kind: Kind, { json }: Pick<Document, 'json'>): string[] {
  const members = kind === 'quotes' ? ['id', 'articleId'] : ['id']
  return members.flatMap((member) => uuidsIn(json, member).map(({ id }) => id))
}
