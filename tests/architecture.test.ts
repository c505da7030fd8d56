import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'tap'
import { parse } from 'yaml'
import { world } from './helper.ts'

const top = fileURLToPath(new URL('..', import.meta.url))

/** Every source file with the files of ours and the packages that it imports. */
const imports = ['schemas', 'src'].flatMap((folder) =>
  readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const file = join(folder, name)
      const named = readFileSync(join(top, file), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)
      const targets = [...named].map(([, target = '']) =>
        target.startsWith('.') ? relative(top, join(top, dirname(file), target)) : target,
      )
      return { file, targets }
    }),
)

test('schemas import nothing of ours but schemas', async (t) => {
  for (const { file, targets } of imports.filter(({ file }) => file.startsWith('schemas/')))
    for (const target of targets) t.notMatch(target, /^src\//, file)
})

test('nobody but stores.ts imports the engine', async (t) => {
  for (const { file, targets } of imports.filter(({ file }) => !file.startsWith('src/sqlite/')))
    if (file !== 'src/stores.ts') for (const target of targets) t.notMatch(target, /^src\/sqlite\//, file)
})

test('the engine knows nothing of HTTP', async (t) => {
  for (const { file, targets } of imports.filter(({ file }) => file.startsWith('src/sqlite/')))
    for (const target of targets) t.notMatch(target, /^fastify$|^@fastify\/|routes\.ts$|^src\/app\.ts$/, file)
})

test('openapi.yaml is what the routes say', async (t) => {
  const { app } = await world(t)
  const committed = parse(readFileSync(join(top, 'openapi.yaml'), 'utf8'))
  t.strictSame(committed, JSON.parse(JSON.stringify(app.swagger())))
})
