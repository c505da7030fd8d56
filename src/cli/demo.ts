import { mkdirSync, rmSync } from 'node:fs'
import { readConfig } from '../config.ts'
import { serveFrom } from './serve.ts'
import type { Verb } from './verb.ts'

export const demo: Verb = {
  summary: 'serve sample content from a fresh database',
  help: `Usage: isnad demo

Loads sample content (fiction) into a fresh database in data/demo.db, serves it,
and prints addresses to open and a key to write with. Each start begins afresh.

  -h, --help       show this
`,
  options: {},
  async run(terminal) {
    const database = 'data/demo.db'
    mkdirSync('data', { recursive: true })
    for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true })
    const settings = { LOG_LEVEL: 'warn', READER: 'true', ...terminal.env, DATABASE_URL: `file:${database}` }
    const config = readConfig(settings)
    const [{ loadDemo }, { pictureRoutes }] = await Promise.all([
      import('../demo/load.ts'),
      import('../demo/pictures.ts'),
    ])
    await serveFrom(terminal, config, { load: loadDemo, routes: pictureRoutes })
    return 0
  },
}
