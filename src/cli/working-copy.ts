import { toMarkdownFile } from '../articles/forms/markdown-file.ts'
import { type Article, dataOf, etagOf, isProblem } from '../client/index.ts'
import { type ArticleFile, readArticleFile } from './article-file.ts'
import type { Server } from './connect.ts'
import type { Remote } from './remote.ts'

/** The working copy of an article, as the server has it. */
export interface Copy {
  etag: string
  version: number
  /** Names this state of this working copy; its ETag changes with the article as well. */
  state: string
  /** The version of the article that it was begun from. */
  base: number
  isCurrent: boolean
  /** Who changed it last, and when, for a person. */
  by: string
  file: ArticleFile
}

/** What a folder remembers of a working copy that it has written. */
export function stateOf({ createdAt, version }: { createdAt: string; version: number }): string {
  return `${createdAt} ${version}`
}

/** Reads it; null when the article has none. */
export async function readCopy(server: Server, { id, slug }: Remote): Promise<Copy | null> {
  const found = await server.isnad
    .GET('/v1/articles/{ref}/draft', { params: { path: { ref: id } } })
    .catch((error: unknown) => {
      if (isProblem(error, 'not-found')) return null
      throw error
    })
  if (!found?.data) return null
  const { article, version, base, isCurrent, actor, updatedAt } = found.data
  const file = readArticleFile(Buffer.from(toMarkdownFile((await withVoices(server, article)) as never)), { key: slug })
  const by = `'${actor}' at ${updatedAt.slice(0, 16).replace('T', ' ')} UTC`
  return { etag: etagOf(found.response), version, state: stateOf(found.data), base, isCurrent, by, file }
}

/** With the source, and whom its quotes name: a file calls them by their own keys. */
async function withVoices({ isnad }: Server, article: Article): Promise<object> {
  const asked = new Map<string, Promise<object>>()
  const read = (path: '/v1/sources/{ref}' | '/v1/analysts/{ref}', ref: string | null) => {
    if (ref === null) return null
    const reading = asked.get(ref) ?? dataOf(isnad.GET(path, { params: { path: { ref } } }))
    asked.set(ref, reading)
    return reading
  }
  const quotes = (article.quotes ?? []).map(async (quote) => ({
    ...quote,
    analyst: await read('/v1/analysts/{ref}', quote.analystId),
    source: await read('/v1/sources/{ref}', quote.sourceId),
    toldTo: await read('/v1/sources/{ref}', quote.toldToId),
  }))
  return { ...article, source: await read('/v1/sources/{ref}', article.sourceId), quotes: await Promise.all(quotes) }
}
