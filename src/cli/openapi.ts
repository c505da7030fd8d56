import { readConfig } from '../config.ts'
import type { Verb } from './verb.ts'

export const openapi: Verb = {
  summary: 'print the OpenAPI document as YAML',
  help: `Usage: isnad openapi

Prints the OpenAPI document of this version as YAML. It needs no database.

  -h, --help       show this
`,
  options: {},
  async run({ out }) {
    const [{ buildApp }, { openStores }, { openapiYaml }] = await Promise.all([
      import('../app.ts'),
      import('../stores.ts'),
      import('../server-routes.ts'),
    ])
    const stores = await openStores('file::memory:')
    const app = await buildApp({ stores, config: { ...readConfig({}), PUBLIC_URL: 'http://localhost:3000' } })
    await out(await openapiYaml(app))
    await app.close()
    await stores.close()
    return 0
  },
}
