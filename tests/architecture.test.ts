import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'tap'
import { parse } from 'yaml'
import { world } from './helper.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

interface File {
  path: string
  text: string
  /** What it imports, as paths from the root or as names of packages. */
  imports: { of: string; typeOnly: boolean; lazy: boolean }[]
}

const files = ['src', 'schemas', 'tests'].flatMap((folder) =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(join(folder, name))),
)
const ours = files.filter(({ path }) => !path.startsWith('tests/'))

test('the contract imports nothing but the contract', async (t) => {
  t.same(
    importsWhere(inFolder('schemas'), (of) => !inFolder('schemas')(of) && of !== 'typebox'),
    [],
  )
})

test('nobody but src/stores.ts imports an engine', async (t) => {
  t.same(
    importsWhere((path) => !inFolder('src/sqlite')(path) && path !== 'src/stores.ts', inFolder('src/sqlite')),
    [],
  )
})

test('an engine knows no HTTP, and only an engine knows the database', async (t) => {
  const http = (of: string) =>
    /^(fastify|@fastify\/.*|node:https?)$/.test(of) || /(routes|\/app|\/server|\/cli|\/commands)\.ts$/.test(of)
  t.same(importsWhere(inFolder('src/sqlite'), http), [])
  const database = (of: string) => /^(better-sqlite3|drizzle-orm)/.test(of)
  t.same(
    importsWhere((path) => !inFolder('src/sqlite')(path), database),
    [],
  )
})

test('only src/cli.ts touches the process', async (t) => {
  const touching = ours.filter(({ path, text }) => path !== 'src/cli.ts' && /(?<![.\w])process\./.test(text))
  t.same(
    touching.map(({ path }) => path),
    [],
  )
  t.same(
    importsWhere(
      (path) => inFolder('src')(path),
      (of) => /^(node:)?process$/.test(of),
    ),
    [],
  )
})

test('no file imports itself, however far around', async (t) => {
  const next = new Map(
    ours.map(({ path, imports }) => [path, imports.filter(({ typeOnly, lazy }) => !typeOnly && !lazy)]),
  )
  const done = new Set<string>()
  const walk = (path: string, from: string[]): string[] => {
    if (from.includes(path)) return [[...from.slice(from.indexOf(path)), path].join(' → ')]
    if (done.has(path)) return []
    const cycles = (next.get(path) ?? []).flatMap(({ of }) => walk(of, [...from, path]))
    done.add(path)
    return cycles
  }
  t.same(
    ours.flatMap(({ path }) => walk(path, [])),
    [],
  )
})

/* What the package exports is for others, and so is all that is generated from the document. */
const forOthers = ['src/client/index.ts', 'src/client/openapi.ts']

test('whatever is exported is used in another file', async (t) => {
  const inside = ours.filter(({ path }) => !forOthers.includes(path))
  const unused = inside.flatMap(({ path, text }) => {
    const names = [...text.matchAll(/^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm)].map(
      ([, name]) => name,
    )
    const users = files.filter(({ imports }) => imports.some(({ of }) => of === path))
    return names
      .filter((name) => !users.some((user) => new RegExp(`\\b${name}\\b`).test(user.text)))
      .map((name) => `${path} ${name}`)
  })
  t.same(unused, [])
})

test('every package that is imported is declared, and every one that is declared is used', async (t) => {
  const { dependencies, devDependencies, scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  const imported = new Set(
    ours
      .flatMap(({ imports }) => imports.map(({ of, typeOnly }) => ({ name: packageOf(of), typeOnly })))
      .filter(({ name, typeOnly }) => name !== null && !(typeOnly && name in devDependencies))
      .map(({ name }) => name as string),
  )
  t.same(
    [...imported].filter((name) => !(name in dependencies)),
    [],
    'not declared',
  )
  t.same(
    Object.keys(dependencies).filter((name) => !imported.has(name)),
    [],
    'not used',
  )
  const forTests = new Set(
    [...files, read('build.ts')].flatMap(({ imports }) => imports.map(({ of }) => packageOf(of))),
  )
  const tools = Object.keys(devDependencies).filter((name) => !name.startsWith('@types/') && !forTests.has(name))
  const commands: Record<string, RegExp> = {
    typescript: /\btsc\b/,
    '@biomejs/biome': /\bbiome\b/,
    '@redocly/cli': /\bredocly\b/,
  }
  const isRun = (name: string) =>
    (commands[name] ?? new RegExp(`\\b${name}\\b`)).test(Object.values(scripts).join('\n'))
  t.same(
    tools.filter((name) => !isRun(name)),
    [],
    'no tool that no script runs',
  )
})

/* A list of tables is one thing, however many there are; the types of the client are generated. */
const long = ['src/client/openapi.ts']

test('a file holds one idea in at most 250 lines', async (t) => {
  const lines = ours
    .filter(({ path }) => !long.includes(path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
  t.same(
    lines.filter((file) => file.lines > 250),
    [],
  )
})

test('openapi.yaml is what the server says of itself', async (t) => {
  const { app } = await world(t)
  const committed = JSON.stringify(parse(readFileSync(`${root}openapi.yaml`, 'utf8')))
  t.ok(committed === JSON.stringify(app.swagger()), 'npm run openapi writes it anew')
})

function read(path: string): File {
  const text = readFileSync(root + path, 'utf8')
  const statics = [...text.matchAll(/^(?:import|export)( type)?\s[^'"]*?from '([^']+)'/gm)]
  const lazies = [...text.matchAll(/\bimport\('([^']+)'\)/g)]
  const imports = [
    ...statics.map(([, type, from]) => ({
      of: target(path, from as string),
      typeOnly: type !== undefined,
      lazy: false,
    })),
    ...lazies.map(([, from]) => ({ of: target(path, from as string), typeOnly: false, lazy: true })),
  ]
  return { path, text, imports }
}

function target(path: string, from: string): string {
  return from.startsWith('.') ? relative('.', join(dirname(path), from)) : from
}

function inFolder(folder: string) {
  return (path: string) => path.startsWith(`${folder}/`)
}

function importsWhere(importer: (path: string) => boolean, imported: (of: string) => boolean): string[] {
  const matching = ours.filter(({ path }) => importer(path))
  return matching.flatMap(({ path, imports }) =>
    imports.filter(({ of }) => imported(of)).map(({ of }) => `${path} imports ${of}`),
  )
}

function packageOf(of: string): string | null {
  if (of.startsWith('node:') || builtinModules.includes(of) || existsSync(root + of)) return null
  return of
    .split('/')
    .slice(0, of.startsWith('@') ? 2 : 1)
    .join('/')
}
