import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Caller } from '../../src/caller.ts'
import { openStores, type Stores } from '../../src/stores.ts'
import { analystDraft, articleDraft, type Shape, sourceDraft } from './content.ts'
import { createProgress } from './progress.ts'

/** A database of generated content. */
export interface Size extends Shape {
  articles: number
}

const editor: Caller = { keyId: 'bench', keyName: 'bench', scopes: ['admin'] }
const options = { mode: 'each', dryRun: false, preserve: false, onDrift: 'refuse', force: false } as const

/** How many lines are stored in one transaction. */
const together = 500

/** The path of the database of that size, which is loaded through the store unless it is there from an earlier run. */
export async function prepare(folder: string, size: Size): Promise<string> {
  const path = `${folder}/${size.articles}-${size.bytes}-${size.quotes}.db`
  if (existsSync(path)) return path
  const unfinished = `${path}.part`
  removeDatabase(unfinished)
  mkdirSync(dirname(path), { recursive: true })
  const stores = await openStores(`file:${unfinished}`)
  await load(stores, size)
  await stores.close()
  renameSync(unfinished, path)
  return path
}

/** Removes a database with its log. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
}

async function load(stores: Stores, size: Size): Promise<void> {
  const analysts = Math.min(2000, Math.max(20, Math.ceil(size.articles / 50)))
  const sources = analysts / 10
  await create(stores, 'source', sources, sourceDraft)
  await create(stores, 'analyst', analysts, analystDraft)
  await create(stores, 'article', size.articles, (index) => articleDraft(index, size, { sources, analysts }))
}

async function create(stores: Stores, type: string, count: number, draft: (index: number) => object): Promise<void> {
  const progress = createProgress(`${type}s`, count)
  for (let from = 0; from < count; from += together) {
    const lines = Array.from({ length: Math.min(together, count - from) }, (_, offset) => ({
      number: from + offset + 1,
      bytes: Buffer.from(JSON.stringify({ op: 'create', type, body: draft(from + offset) })),
    }))
    for (const result of await stores.bulk.write(editor, lines, options)) {
      if ('error' in result) throw new Error(`${type} ${result.number}: ${JSON.stringify(result.error)}`)
    }
    progress(from + lines.length)
  }
}
