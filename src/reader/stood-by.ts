import type { Quote } from '../../schemas/quotes.ts'

/** The statuses of a quote that an editor stands by: what is only proposed, or disputed, is no fact to show. */
export const stoodBy: Quote['status'][] = ['asserted', 'verified']

/** A body with `quotes=marked`, in which only the quotes to be shown are still marked; not a word is left out. */
export function markedOnly(body: string, isShown: (quoteId: string) => boolean): string {
  const open: boolean[] = []
  return body.replace(/<q data-quote="([^"]*)">|<\/q>/gu, (tag, id?: string) => {
    if (id !== undefined) open.push(isShown(id))
    const shown = id === undefined ? open.pop() : open.at(-1)
    return shown ? tag : ''
  })
}
