import type { Article } from '../../schemas/articles.ts'
import type { Body } from '../../schemas/body.ts'
import type { Fault } from '../../schemas/problem.ts'
import { checkBlocks } from '../body/check.ts'
import { bodyText } from '../body/text.ts'
import { invalidContent } from '../errors.ts'
import { toUtc } from '../formats.ts'
import type { Kind } from '../store.ts'
import { directionOf } from '../text/direction.ts'
import { countWords, readingMinutes } from '../text/words.ts'

const times = ['createdAt', 'updatedAt', 'publishAt', 'embargoUntil', 'expireAt', 'publishedAt']

/**
 * A resource as it was read, for the store to keep as it is: its times in the one
 * form, and what is derived of it derived anew. Throws `invalid-content` for a
 * body that no client could have written.
 */
export function preserved(kind: Kind, item: object): object {
  const timely = Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, times.includes(name) && value !== null ? toUtc(value) : value]),
  )
  if (kind !== 'articles') return timely
  const { body, quotes, corrections, ...article } = timely as Article & { body: Body }
  const faults: Fault[] = checkBlocks(body)
  if (faults.length > 0) throw invalidContent(faults.map((fault) => ({ ...fault, pointer: `/body${fault.pointer}` })))
  const wordCount = countWords(bodyText(body))
  return {
    ...article,
    body,
    dir: directionOf(article.lang),
    wordCount,
    readingMinutes: readingMinutes(wordCount),
    corrections: corrections.map(({ at, note }) => ({ at: toUtc(at), note })),
    ...(quotes && { quotes: quotes.map((quote) => preserved('quotes', quote)) }),
  }
}
