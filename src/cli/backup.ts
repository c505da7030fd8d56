import { existsSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { readConfig } from '../config.ts'
import { UsageError } from './exit-code.ts'
import type { Verb } from './verb.ts'

export const backup: Verb = {
  summary: 'copy the database to a file, while it is served',
  help: `Usage: isnad backup [options] FILE

Copies one state of the database behind DATABASE_URL to a file. Servers may read
and write it meanwhile. The copy is checked, and appears whole or not at all. It
holds the hashes of keys: only its owner can read it.

  --force          replace FILE when it exists, as soon as the copy is whole
  -n, --dry-run    say what it would hold, and write nothing
  --json           the result as JSON
  -h, --help       show this
`,
  options: { force: { type: 'boolean' }, 'dry-run': { type: 'boolean', short: 'n' }, json: { type: 'boolean' } },
  async run({ env, folder, out }, given) {
    const [name, ...more] = given.names
    if (name === undefined || more.length > 0) throw new UsageError('Name the one file to write.')
    const path = resolve(folder, name)
    const { DATABASE_URL } = readConfig(env)
    if (existsSync(path)) {
      if (isDatabase(path, resolve(folder, DATABASE_URL.slice('file:'.length))))
        throw new UsageError(`${name} is the database itself.`)
      if (!given.has('force')) throw new UsageError(`${name} exists. --force replaces it.`)
    }
    const { backUpStores, inspectStores } = await import('../stores.ts')
    const dryRun = given.has('dry-run')
    const content = dryRun ? (await inspectStores(DATABASE_URL)).content : await backUpStores(DATABASE_URL, path)
    if (!content) throw new Error(`There is no database at ${DATABASE_URL}.`)
    await out(
      given.has('json')
        ? `${JSON.stringify({ file: path, dryRun, ...content })}\n`
        : `${name} ${dryRun ? 'would hold' : 'holds'} ${sum(content)}.\n`,
    )
    return 0
  },
}

function isDatabase(path: string, database: string): boolean {
  return existsSync(database) && realpathSync(path) === realpathSync(database)
}

/** How much of each kind, in words. */
export function sum(content: Record<string, number>): string {
  return Object.entries(content)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ')
}
