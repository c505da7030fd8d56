import type { Article } from '../../schemas/articles.ts'
import type { Body, BodyInput } from '../../schemas/body.ts'
import { readBody, writeBody } from '../body/formats.ts'
import type { ItemQuery } from '../list-query.ts'
import { rangesOf } from '../quotes/ranges.ts'
import type { StoredDraft } from './store.ts'

/** Makes the body of a draft, whatever it was written in, Portable Text. */
export async function toStoredDraft({ body, ...draft }: Partial<StoredDraft>): Promise<Partial<StoredDraft>> {
  if (body === undefined) return draft
  return { ...draft, body: body === null ? null : await writeBody(body as unknown as BodyInput) }
}

/** The article with its body in the format asked for, the words of quotes marked in it when that is. */
export async function presentArticle(
  { quotes, ...article }: Article,
  { body, quotes: mark, include = '' }: ItemQuery,
): Promise<Article> {
  const marked = mark === 'marked' ? rangesOf(quotes ?? []) : []
  const asked = quotes && (mark !== 'marked' || include.includes('quotes'))
  return {
    ...article,
    ...(await readBody(article.body as Body | string | undefined, body, marked)),
    ...(asked && { quotes }),
  }
}
