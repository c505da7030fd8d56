import { readFrontMatter } from '../articles/forms/from-markdown-file.ts'
import { dataOf, etagOf, isProblem } from '../client/index.ts'
import { type ArticleFile, readArticleFile } from './article-file.ts'
import type { Server } from './connect.ts'

/** An article as the server has it. */
export interface Remote {
  id: string
  slug: string
  version: number
  etag: string
  /** Its Markdown file. */
  text: string
  file: ArticleFile
}

/** The article that a ref means; null when there is none for this key. */
export async function readRemote({ isnad }: Server, ref: string): Promise<Remote | null> {
  const asked = { params: { path: { ref } }, headers: { accept: 'text/markdown' }, parseAs: 'text' } as const
  const found = await isnad.GET('/v1/articles/{ref}', asked).catch((error: unknown) => {
    if (isProblem(error, 'not-found')) return null
    throw error
  })
  if (!found) return null
  const text = found.data as unknown as string
  const members = readFrontMatter(text)?.members as { id: string; slug: string; version: number } | undefined
  if (!members?.id) throw new Error(`${found.response.url} did not answer an article as Markdown.`)
  const { id, slug, version } = members
  const file = readArticleFile(Buffer.from(text), { key: slug })
  return { id, slug, version, etag: etagOf(found.response), text, file }
}

/** Who changed it last, when and why, in one line; nothing where the key may not ask. */
export async function lastChange({ isnad }: Server, { id, version }: Remote): Promise<string> {
  const asked = { params: { path: { ref: id }, query: { limit: 1 } } }
  const page = await dataOf(isnad.GET('/v1/articles/{ref}/revisions', asked)).catch(() => null)
  const [last] = page?.items ?? []
  const by = last ? `, changed by '${last.actor}' at ${last.at.slice(0, 16).replace('T', ' ')} UTC` : ''
  return `The server has version ${version}${by}${last?.message ? `: ${last.message}` : ''}.`
}
