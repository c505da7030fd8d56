import type { FastifyInstance } from 'fastify'
import { hashKey, newKey } from '../auth.ts'
import { type Config, readConfig } from '../config.ts'
import type { Stores } from '../stores.ts'
import { welcome } from '../welcome.ts'
import { UsageError } from './exit-code.ts'
import type { Terminal } from './terminal.ts'
import type { Verb } from './verb.ts'

export const serve: Verb = {
  summary: 'serve the API, the database migrated first',
  help: `Usage: isnad serve [--workers N]

Serves the API on DATABASE_URL, migrated first, until Ctrl-C or SIGTERM. The
first start makes an admin key and prints it this once.

  --workers N      serve from N processes on one file, from 1 to 64
  -h, --help       show this

The other settings are environment variables: HOST, PORT, DATABASE_URL,
PUBLIC_URL, ADMIN_KEY, … The README has the table.
`,
  options: { workers: { type: 'string' } },
  async run(terminal, given) {
    const config = readConfig(terminal.env)
    const workers = given.value('workers')
    await (workers === undefined ? serveFrom(terminal, config) : serveFromWorkers(terminal, config, countOf(workers)))
    return 0
  },
}

/** Sample content, which names addresses of this server, and what it is served with. */
interface Demo {
  load(stores: Stores, publicUrl: string): Promise<void>
  routes(app: FastifyInstance): void
}

/** Serves until a signal, then lets requests in flight finish and closes the database. */
export async function serveFrom(terminal: Terminal, config: Config, demo?: Demo): Promise<void> {
  const [{ addressFor, startServer }, { openStores }] = await Promise.all([
    import('../server.ts'),
    import('../stores.ts'),
  ])
  const stores = await openStores(config.DATABASE_URL, { writerThread: true })
  try {
    await stores.keys.setAdminKey(config.ADMIN_KEY === '' ? null : hashKey(config.ADMIN_KEY))
    /* Whoever finds the demo listening finds all of it, unless its address is not known before. */
    const address = config.PUBLIC_URL || addressFor(config)
    if (address !== null) await demo?.load(stores, address)
    const server = await startServer(stores, config, demo?.routes)
    try {
      if (address === null) await demo?.load(stores, server.url)
      terminal.keepHeapSmall()
      const key = await firstKey(stores)
      await terminal.out(welcome(server.url, key, { demo: demo !== undefined, reader: config.READER }))
      await stopped(terminal)
    } finally {
      setTimeout(() => terminal.exit(1), 6_000).unref()
      await server.stop()
    }
  } finally {
    await stores.close()
  }
}

/** The same from several processes, each with its own limits and cache; this one migrates, and looks after them. */
async function serveFromWorkers(terminal: Terminal, config: Config, count: number): Promise<void> {
  const { asWorker, startWorkers } = await import('../workers.ts')
  const worker = asWorker()
  if (worker) return serveAsWorker(terminal, config, worker)
  if (config.DATABASE_URL === 'file::memory:') throw new Error('Workers share a file, and DATABASE_URL names none.')
  const { openStores } = await import('../stores.ts')
  const stores = await openStores(config.DATABASE_URL)
  try {
    await stores.keys.setAdminKey(config.ADMIN_KEY === '' ? null : hashKey(config.ADMIN_KEY))
    const workers = await startWorkers(count)
    await terminal.out(welcome(workers.url, await firstKey(stores), { demo: false, reader: config.READER }))
    await stopped(terminal)
    setTimeout(() => terminal.exit(1), 8_000).unref()
    await workers.stop()
  } finally {
    await stores.close()
  }
}

async function serveAsWorker(
  terminal: Terminal,
  config: Config,
  worker: NonNullable<ReturnType<typeof import('../workers.ts').asWorker>>,
): Promise<void> {
  const [{ startServer }, { openStores }] = await Promise.all([import('../server.ts'), import('../stores.ts')])
  try {
    const stores = await openStores(config.DATABASE_URL, { writerThread: true })
    try {
      const server = await startServer(stores, config)
      terminal.keepHeapSmall()
      worker.listens(server.url)
      await stopped(terminal)
      setTimeout(() => terminal.exit(1), 6_000).unref()
      await server.stop()
    } finally {
      await stores.close()
    }
    worker.end()
  } catch (error) {
    worker.failed(error as Error)
  }
}

function stopped({ stop }: Terminal): Promise<void> {
  if (stop.aborted) return Promise.resolve()
  return new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }))
}

function countOf(given: string): number {
  const count = Number(given)
  if (/^\d+$/.test(given) && count >= 1 && count <= 64) return count
  throw new UsageError('--workers takes a number from 1 to 64.')
}

/** A key made now because there is none yet, once it is sure to be printed; null when keys exist. */
async function firstKey(stores: Stores): Promise<string | null> {
  if (await stores.keys.any()) return null
  const key = newKey()
  await stores.keys.create({ name: 'first admin key', scopes: ['admin'] }, hashKey(key))
  return key
}
