import { dirname, resolve } from 'node:path'
import { type ArticleFile, readArticleFile } from './article-file.ts'
import { type Memory, memoryOf, type Remembered } from './memory.ts'
import { readBytes } from './write-file.ts'

/** An article as it stands in a file, and what its folder remembers of it. */
export interface LocalArticle {
  path: string
  text: string
  file: ArticleFile
  memory: Memory
  remembered: Remembered | null
  /** The ETag of what the person has seen of the server's article; null when nothing is known of it. */
  seen: string | null
  /** What it is on the server. */
  ref: string
}

/**
 * Reads the file; null when there is none. `folder` is where its folder's memory
 * begins, when none above it has one yet. Throws `invalid-content`.
 */
export async function readLocal(
  path: string,
  { server, folder = dirname(path), lang }: { server: string; folder?: string; lang?: string },
): Promise<LocalArticle | null> {
  const bytes = await readBytes(path)
  if (!bytes) return null
  const memory = await memoryOf(dirname(path), folder, server)
  const file = readArticleFile(bytes, { key: keyOfPath(memory.keyOf(path)), lang })
  const remembered = await memory.recall(path)
  /* A file without front matter that was pushed before is what it was then, under whatever key. */
  const ref = file.plain && remembered ? remembered.id : file.ref
  return { path, text: bytes.toString(), file, memory, remembered, seen: file.etag ?? remembered?.etag ?? null, ref }
}

/** The article in the file that is named; null when the name can only be a ref. */
export async function localNamed(name: string, from: string, server: string): Promise<LocalArticle | null> {
  return name.startsWith('ext:') ? null : readLocal(resolve(from, name), { server })
}

/** An external key made of a path; controls and signs that nobody sees cannot stand in one. */
function keyOfPath(path: string): string {
  return path
    .replace(/\.(?:md|markdown)$/iu, '')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\p{Cc}/gu, '_')
    .trim()
}

/** Whether a file was pulled or pushed before. */
export async function isKnown(path: string, server: string): Promise<boolean> {
  const memory = await memoryOf(dirname(path), dirname(path), server)
  if (await memory.recall(path)) return true
  return (await readLocal(path, { server }).catch(() => null))?.seen != null
}

/** What the article in a file is on the server, even when the file cannot be read as one any more; null when there is no file. */
export async function refOfFile(path: string, server: string): Promise<string | null> {
  const memory = await memoryOf(dirname(path), dirname(path), server)
  const remembered = await memory.recall(path)
  return remembered?.id ?? (await readLocal(path, { server }))?.ref ?? null
}
