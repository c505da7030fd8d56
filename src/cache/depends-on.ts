import type { Kind } from '../store.ts'

const everything: Kind[] = ['articles', 'sources', 'analysts', 'quotes']

/** The filters that no other kind than that of the list, and the articles of quotes, has a say in. */
const ownFilters: Partial<Record<Kind, { kinds: Kind[]; filters: string[] }>> = {
  articles: {
    kinds: ['articles'],
    filters: ['lang', 'section', 'tag', 'status', 'publishedFrom', 'publishedTo'],
  },
  quotes: {
    kinds: ['articles', 'quotes'],
    filters: ['article', 'lang', 'kind', 'status', 'anchor', 'from', 'to'],
  },
}

/**
 * The kinds of which a change to any one may change an answer, besides the
 * resources that it holds: a list may gain an item, and sources and analysts, and
 * the affiliations of these, are public because of articles and quotes elsewhere.
 */
export function dependsOn(kind: Kind, include: string[], filters: string[] | null): Kind[] {
  const own = ownFilters[kind]
  if (!own || include.some((name) => /\banalyst$/.test(name))) return everything
  if (filters === null) return []
  return filters.every((name) => own.filters.includes(name)) ? own.kinds : everything
}
