import { readdir, stat } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { UsageError } from './exit-code.ts'

/** A file that was named, or found in a folder that was. */
export interface FoundFile {
  /** As it is shown: from where the person stands. */
  path: string
  /** The folder that was named, else the one the file is in. */
  folder: string
}

/** The endings of Markdown files. */
export const articleEndings = ['.md', '.markdown']

/** Names with the files of each folder in place of it; what is no folder stays, as it may be a ref. */
export async function expandFolders(names: string[], from: string, endings: string[]): Promise<string[]> {
  const expanded = names.map(async (name) => {
    const what = await stat(resolve(from, name)).catch(() => null)
    return what?.isDirectory() ? (await findFiles([name], from, endings)).map(({ path }) => path) : [name]
  })
  return (await Promise.all(expanded)).flat()
}

/**
 * The files with one of the endings in the files and folders named, in order.
 * Hidden ones are passed over, and so are folders behind links, which may lead
 * around in a circle. Throws a `UsageError` for what is not there.
 */
export async function findFiles(names: string[], from: string, endings: string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  for (const name of names) {
    const path = resolve(from, name)
    const what = await stat(path).catch(() => null)
    if (!what) throw new UsageError(`There is no file or folder '${name}'.`)
    if (what.isDirectory()) found.push(...(await within(name, path, path, endings)))
    else if (endings.includes(extname(name).toLowerCase())) found.push({ path: name, folder: dirname(path) })
    else throw new UsageError(`'${name}' is none of ${endings.join(', ')}.`)
  }
  const seen = new Set<string>()
  return found.filter(({ path }) => !seen.has(resolve(from, path)) && seen.add(resolve(from, path)))
}

async function within(shown: string, path: string, folder: string, endings: string[]): Promise<FoundFile[]> {
  const entries = await readdir(path, { withFileTypes: true })
  const found: FoundFile[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry
    if (name.startsWith('.') || name === 'node_modules') continue
    const [as, at] = [join(shown, name), join(path, name)]
    if (entry.isDirectory()) found.push(...(await within(as, at, folder, endings)))
    else if (endings.includes(extname(name).toLowerCase()) && (await stat(at).catch(() => null))?.isFile())
      found.push({ path: as, folder })
  }
  return found
}
