import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageError } from './exit-code.ts'

/** Writes a whole file or nothing: whoever reads it meanwhile, or after a crash, sees the old one or the new one. */
export async function writeWhole(path: string, content: string): Promise<void> {
  const target = await realpath(path).catch(() => path)
  await mkdir(dirname(target), { recursive: true })
  const temporary = join(dirname(target), `.isnad-${randomUUID()}.tmp`)
  try {
    const file = await open(temporary, 'wx')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** The bytes of a file; null when there is none. Throws a `UsageError` for a folder and what else cannot be read. */
export async function readBytes(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR')
      return null
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`)
  }
}

/** The same as text. */
export async function readText(path: string): Promise<string | null> {
  return (await readBytes(path))?.toString() ?? null
}
