import type { Document, Found, Page } from '../store.ts'

/** What was found, as a document. */
export function foundDocument<T>(document: Document, rest: Pick<Found<T>, 'quotesVersion' | 'visibleUntil'>): Found<T> {
  let item: T | undefined
  return {
    ...rest,
    document,
    get item() {
      item ??= parse<T>(document)
      return item
    },
  }
}

/** A page of documents. */
export function pageOfDocuments<T>(
  documents: Document[],
  rest: Pick<Page<T>, 'next' | 'total' | 'visibleUntil'>,
): Page<T> {
  let items: T[] | undefined
  return {
    ...rest,
    documents,
    get items() {
      items ??= documents.map(parse<T>)
      return items
    },
  }
}

/** The resource itself. */
export function parse<T>({ json }: Pick<Document, 'json'>): T {
  return JSON.parse(json.toString())
}
