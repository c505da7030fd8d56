import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { readBytes, writeWhole } from './write-file.ts'

/** What a folder remembers of one of its files: how it was when it and the server last agreed. */
export interface Remembered {
  /** From the folder on, with `/`. */
  path: string
  server: string
  id: string
  etag: string
  /** The state of the working copy that was made of it last. */
  draft?: string
  /** The whole file. */
  text: string
}

const folderName = '.isnad'

/** The memory of a folder, in its subfolder `.isnad`, one small file for each. It may be deleted at any time. */
export interface Memory {
  root: string
  /** The path from the folder on, with `/` and in NFC: the same on every system. */
  keyOf(path: string): string
  recall(path: string): Promise<Remembered | null>
  remember(path: string, what: Omit<Remembered, 'path' | 'server'>): Promise<void>
  /** Everything that is remembered of this server. */
  all(): Promise<Remembered[]>
}

/** The memory that a file belongs to: of the nearest folder above that has one, else of `otherwise`. */
export async function memoryOf(folder: string, otherwise: string, server: string): Promise<Memory> {
  const root = (await nearest(resolve(folder))) ?? resolve(otherwise)
  const placeOf = (key: string) =>
    join(root, folderName, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`)
  const keyOf = (path: string) => relative(root, resolve(path)).split(sep).join('/').normalize('NFC')
  return {
    root,
    keyOf,
    async recall(path) {
      const found = await read(placeOf(keyOf(path)))
      return found?.server === server ? found : null
    },
    async remember(path, what) {
      const key = keyOf(path)
      await writeWhole(join(root, folderName, '.gitignore'), '*\n')
      const draft = (await read(placeOf(key)))?.draft
      await writeWhole(placeOf(key), `${JSON.stringify({ path: key, server, draft, ...what })}\n`)
    },
    async all() {
      const names = await readdir(join(root, folderName)).catch(() => [])
      const found = await Promise.all(
        names.filter((name) => name.endsWith('.json')).map((name) => read(join(root, folderName, name))),
      )
      return found.filter((one): one is Remembered => one?.server === server)
    },
  }
}

async function nearest(folder: string): Promise<string | null> {
  const found = await stat(join(folder, folderName)).catch(() => null)
  if (found?.isDirectory()) return folder
  return dirname(folder) === folder ? null : nearest(dirname(folder))
}

/** What cannot be read is forgotten. */
async function read(path: string): Promise<Remembered | null> {
  try {
    const text = await readBytes(path)
    return text && (JSON.parse(text.toString()) as Remembered)
  } catch {
    return null
  }
}
