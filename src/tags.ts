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
