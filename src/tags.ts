import { uuidsIn } from './json-bytes.ts'
import type { Document, Found } from './store.ts'

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
export function idsOf(found: Found<unknown>): string[] {
  return found.document ? idsInDocument(found.document) : idsIn(found.item)
}

/** The same of a document. */
export function idsInDocument({ json }: Document): string[] {
  return ['id', 'articleId'].flatMap((member) => uuidsIn(json, member).map(({ id }) => id))
}
