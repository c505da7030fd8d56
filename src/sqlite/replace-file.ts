import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Lets `make` write a file aside, in the same folder, and puts it into place once
 * it is whole and on the disk. When that fails the place is as it was.
 */
export async function replaceFile<T>(path: string, make: (aside: string) => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true })
  const aside = join(dirname(path), `.isnad-${randomUUID()}.tmp`)
  try {
    const made = await make(aside)
    await sync(aside)
    await rename(aside, path)
    await sync(dirname(path))
    return made
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) await rm(aside + suffix, { force: true })
  }
}

/** A rename is durable once the folder is. */
async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
