import { readConfig } from '../config.ts'
import type { Verb } from './verb.ts'

export const migrate: Verb = {
  summary: 'bring the database to the newest schema',
  help: `Usage: isnad migrate [options]

Brings the database behind DATABASE_URL to the newest schema, or leaves it
exactly as it was. Serving does the same at its start.

  -n, --dry-run    say how many steps are missing, and change nothing
  -h, --help       show this
`,
  options: { 'dry-run': { type: 'boolean', short: 'n' } },
  async run({ env, out }, given) {
    const { inspectStores, openStores } = await import('../stores.ts')
    const config = readConfig(env)
    if (given.has('dry-run')) {
      const { missing } = await inspectStores(config.DATABASE_URL)
      await out(`${config.DATABASE_URL} is ${missing === 0 ? 'at' : `${missing} steps behind`} the newest schema.\n`)
      return 0
    }
    const stores = await openStores(config.DATABASE_URL)
    await stores.close()
    await out(`${config.DATABASE_URL} is at the newest schema.\n`)
    return 0
  },
}
