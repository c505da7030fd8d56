import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readConfig } from '../config.ts'
import { sum } from './backup.ts'
import { exitCode, UsageError } from './exit-code.ts'
import type { Verb } from './verb.ts'

export const restore: Verb = {
  summary: 'make a backup the database again',
  help: `Usage: isnad restore [options] FILE

Checks a backup, brings a copy of it to the newest schema, and makes that the
database behind DATABASE_URL. Nothing changes when the backup is damaged or of a
newer version, while a server has the database open, or when it holds articles.

  --force          replace a database that holds content, or is damaged; it is
                   kept beside the new one
  -n, --dry-run    check everything, and change nothing
  --json           the result as JSON
  -h, --help       show this

Exit code 3: no such file. 1: refused, with the reason.
`,
  options: { force: { type: 'boolean' }, 'dry-run': { type: 'boolean', short: 'n' }, json: { type: 'boolean' } },
  async run({ env, folder, out, err }, given) {
    const [name, ...more] = given.names
    if (name === undefined || more.length > 0) throw new UsageError('Name the one backup to restore.')
    const path = resolve(folder, name)
    if (!existsSync(path)) {
      err(`isnad: There is no file ${name}.\n`)
      return exitCode.notFound
    }
    const { DATABASE_URL } = readConfig(env)
    const { restoreStores } = await import('../stores.ts')
    const dryRun = given.has('dry-run')
    const options = { force: given.has('force'), dryRun, now: new Date() }
    const { content, former } = await restoreStores(path, DATABASE_URL, options)
    if (given.has('json')) await out(`${JSON.stringify({ dryRun, ...content, former })}\n`)
    else {
      await out(`${DATABASE_URL} ${dryRun ? 'would hold' : 'holds'} ${sum(content)}.\n`)
      if (former) await out(`What was there before ${dryRun ? 'would be kept' : 'is kept'} in ${former}.\n`)
    }
    return exitCode.ok
  },
}
