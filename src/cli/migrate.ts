import { readConfig } from '../config.ts'
import type { Verb } from './verb.ts'

export const migrate: Verb = {
  summary: 'bring the database to the newest schema',
  help: `Usage: isnad migrate

Brings the database behind DATABASE_URL to the newest schema, or leaves it
exactly as it was. Serving does the same at its start.

  -h, --help       show this
`,
  options: {},
  async run({ env, out }) {
    const { openStores } = await import('../stores.ts')
    const config = readConfig(env)
    const stores = await openStores(config.DATABASE_URL)
    await stores.close()
    await out(`${config.DATABASE_URL} is at the newest schema.\n`)
    return 0
  },
}
