import type { Document, Found, Page, PageDocument } from '../store.ts'

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

/** A page, as a document. */
export function pageOfDocument<T>(
  document: PageDocument,
  rest: Pick<Page<T>, 'next' | 'total' | 'visibleUntil'>,
): Page<T> {
  let items: T[] | undefined
  return {
    ...rest,
    document,
    get items() {
      items ??= parse<T[]>(document)
      return items
    },
  }
}

/** What the JSON says. */
export function parse<T>({ json }: Pick<Document, 'json'>): T {
  return JSON.parse(json.toString())
}
