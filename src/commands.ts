import { mkdirSync, rmSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Scope } from '../schemas/keys.ts'
import { hashKey, newKey } from './auth.ts'
import { type Config, readConfig } from './config.ts'
import type { Stores } from './stores.ts'
import { welcome } from './welcome.ts'

/** What a command may use of the process. */
interface Process {
  args: string[]
  env: Record<string, string | undefined>
  print(text: string): void
  /** Resolves with the first signal to stop. */
  stopped: Promise<string>
  exit(code: number): void
  /** From now on the heap stays near what is in use. */
  keepHeapSmall(): void
}

/** The commands by name. What they need is loaded when they run. */
export const commands: Record<string, (process: Process) => Promise<void>> = {
  serve(process) {
    const config = readConfig(process.env)
    const count = workersOf(process.args)
    return count === null ? serve(process, config) : serveFromWorkers(process, config, count)
  },

  async migrate({ env, print }) {
    const { openStores } = await import('./stores.ts')
    const config = readConfig(env)
    const stores = await openStores(config.DATABASE_URL)
    await stores.close()
    print(`${config.DATABASE_URL} is at the newest schema.\n`)
  },

  async keys({ args: [verb, ...rest], env, print }) {
    const { openStores } = await import('./stores.ts')
    const stores = await openStores(readConfig(env).DATABASE_URL)
    try {
      if (verb === 'list') {
        for (const { id, name, scopes, revokedAt } of await stores.keys.list()) {
          print(`${id}  ${revokedAt ? 'revoked' : 'valid  '}  ${scopes.join(',')}  ${name}\n`)
        }
      } else if (verb === 'create' && rest[0]) {
        const key = newKey()
        await stores.keys.create({ name: rest[0], scopes: scopesOf(rest.slice(1)) }, hashKey(key))
        print(`${key}\n`)
      } else if (verb === 'revoke' && rest[0]) {
        await stores.keys.revoke(rest[0])
        print(`${rest[0]} is revoked.\n`)
      } else throw new Error('keys takes list, create NAME SCOPE… or revoke ID.')
    } finally {
      await stores.close()
    }
  },

  async demo(process) {
    const database = 'data/demo.db'
    mkdirSync('data', { recursive: true })
    for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true })
    const config = readConfig({ LOG_LEVEL: 'warn', READER: 'true', ...process.env, DATABASE_URL: `file:${database}` })
    const [{ loadDemo }, { pictureRoutes }] = await Promise.all([
      import('./demo/load.ts'),
      import('./demo/pictures.ts'),
    ])
    await serve(process, config, { load: loadDemo, routes: pictureRoutes })
  },

  async openapi({ print }) {
    const [{ buildApp }, { openStores }, { openapiYaml }] = await Promise.all([
      import('./app.ts'),
      import('./stores.ts'),
      import('./server-routes.ts'),
    ])
    const stores = await openStores('file::memory:')
    const app = await buildApp({ stores, config: { ...readConfig({}), PUBLIC_URL: 'http://localhost:3000' } })
    print(await openapiYaml(app))
    await app.close()
    await stores.close()
  },
}

/** Sample content, which names addresses of this server, and what it is served with. */
interface Demo {
  load(stores: Stores, publicUrl: string): Promise<void>
  routes(app: FastifyInstance): void
}

/** Serves until a signal, then lets requests in flight finish and closes the database. */
async function serve({ print, stopped, exit, keepHeapSmall }: Process, config: Config, demo?: Demo): Promise<void> {
  const [{ startServer }, { openStores }] = await Promise.all([import('./server.ts'), import('./stores.ts')])
  const stores = await openStores(config.DATABASE_URL, { writerThread: true })
  try {
    await stores.keys.setAdminKey(config.ADMIN_KEY === '' ? null : hashKey(config.ADMIN_KEY))
    const server = await startServer(stores, config, demo?.routes)
    try {
      await demo?.load(stores, config.PUBLIC_URL || server.url)
      keepHeapSmall()
      print(welcome(server.url, await firstKey(stores), { demo: demo !== undefined, reader: config.READER }))
      await stopped
    } finally {
      setTimeout(() => exit(1), 6_000).unref()
      await server.stop()
    }
  } finally {
    await stores.close()
  }
}

/** The same from several processes, each with its own limits and cache; this one migrates, and looks after them. */
async function serveFromWorkers(process: Process, config: Config, count: number): Promise<void> {
  const { asWorker, startWorkers } = await import('./workers.ts')
  const worker = asWorker()
  if (worker) return serveAsWorker(process, config, worker)
  if (config.DATABASE_URL === 'file::memory:') throw new Error('Workers share a file, and DATABASE_URL names none.')
  const { openStores } = await import('./stores.ts')
  const stores = await openStores(config.DATABASE_URL)
  try {
    await stores.keys.setAdminKey(config.ADMIN_KEY === '' ? null : hashKey(config.ADMIN_KEY))
    const workers = await startWorkers(count)
    process.print(welcome(workers.url, await firstKey(stores), { demo: false, reader: config.READER }))
    await process.stopped
    setTimeout(() => process.exit(1), 8_000).unref()
    await workers.stop()
  } finally {
    await stores.close()
  }
}

async function serveAsWorker(
  { stopped, exit, keepHeapSmall }: Process,
  config: Config,
  worker: NonNullable<ReturnType<typeof import('./workers.ts').asWorker>>,
): Promise<void> {
  const [{ startServer }, { openStores }] = await Promise.all([import('./server.ts'), import('./stores.ts')])
  try {
    const stores = await openStores(config.DATABASE_URL, { writerThread: true })
    try {
      const server = await startServer(stores, config)
      keepHeapSmall()
      worker.listens(server.url)
      await stopped
      setTimeout(() => exit(1), 6_000).unref()
      await server.stop()
    } finally {
      await stores.close()
    }
    worker.end()
  } catch (error) {
    worker.failed(error as Error)
  }
}

/** null without the option. */
function workersOf(args: string[]): number | null {
  if (args.length === 0) return null
  const [option, given = ''] = args.flatMap((arg) => arg.split('='))
  const count = Number(given)
  if (option === '--workers' && /^\d+$/.test(given) && count >= 1 && count <= 64) return count
  throw new Error('serve takes --workers and a number from 1 to 64.')
}

/** A key made now because there is none yet, once it is sure to be printed; null when keys exist. */
async function firstKey(stores: Stores): Promise<string | null> {
  if (await stores.keys.any()) return null
  const key = newKey()
  await stores.keys.create({ name: 'first admin key', scopes: ['admin'] }, hashKey(key))
  return key
}

const known: Scope[] = ['drafts:read', 'content:write', 'content:publish', 'admin']

function scopesOf(given: string[]): Scope[] {
  const scopes = given.filter((scope): scope is Scope => known.includes(scope as Scope))
  if (scopes.length === 0 || scopes.length < given.length) throw new Error(`scopes are ${known.join(', ')}.`)
  return scopes
}
