import { open, rm } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { replaceFile } from './replace-file.ts'
import { countContent, refuseFaults } from './soundness.ts'

/** All pages in one step: a copy that took several would begin again whenever a server writes meanwhile. */
const allPages = 2 ** 31 - 1

/**
 * Writes one state of a database to a file, while servers read and write it
 * (SQLite's online backup). The file appears whole and checked, or not at all;
 * only its owner can read it, as it holds the hashes of keys. Answers what it holds.
 */
export async function backUp(path: string, to: string): Promise<Record<string, number>> {
  const source = new Database(path, { readonly: true, fileMustExist: true })
  try {
    return await replaceFile(to, async (aside) => {
      await copy(source, aside)
      return check(aside)
    })
  } finally {
    source.close()
  }
}

/** One state of an open database as a file of its own, without a log beside it. */
export async function copy(source: Database.Database, to: string): Promise<void> {
  await (await open(to, 'w', 0o600)).close()
  await source.backup(to, { progress: () => allPages })
  const made = new Database(to)
  made.pragma('journal_mode = DELETE')
  made.close()
  for (const suffix of ['-wal', '-shm']) await rm(to + suffix, { force: true })
}

function check(path: string): Record<string, number> {
  const made = new Database(path, { readonly: true })
  try {
    refuseFaults(made, 'The copy')
    return countContent(made)
  } finally {
    made.close()
  }
}
