import { Worker } from 'node:worker_threads'
import { Failure } from '../errors.ts'
import { fromPlain } from '../plain-error.ts'
import type { StoreOptions } from '../stores.ts'
import type { Reply, Request, StoreName } from './messages.ts'

/** The methods that write, of all stores: they run in the thread, everything else here. */
const writing = new Set([
  'create',
  'put',
  'patch',
  'trash',
  'restore',
  'purge',
  'revert',
  'merge',
  'correct',
  'withdraw',
  'discard',
  'publish',
  'revoke',
  'write',
])

/**
 * A thread that writes to the database, so that neither its fsync nor its waiting
 * for a lock stalls a read. It starts with the first write: a server that is only
 * read from does without its memory.
 */
interface WriterThread {
  /** The same store with its writes sent to the thread. */
  attach<T extends object>(name: StoreName, store: T): T
  /** Whether it can be written to: false once the thread has ended. */
  alive(): boolean
  /** Lets the writes in progress finish, and ends. */
  close(): Promise<void>
}

interface Running {
  call(store: StoreName, method: string, args: unknown[]): Promise<unknown>
  close(): Promise<void>
}

/** The thread for the database of a file that has been migrated. */
export function createWriterThread(path: string, { lockPatience = 5000 }: StoreOptions): WriterThread {
  let started: Promise<Running | null> | null = null
  let alive = true
  const ended = () => {
    alive = false
  }

  const call = async (name: StoreName, method: string, args: unknown[], local: (...args: unknown[]) => unknown) => {
    if (!alive) throw gone()
    started ??= start(path, lockPatience, ended).catch((error) => {
      if (isNotCompiled(error)) return null
      ended()
      throw error
    })
    const running = await started
    return running ? running.call(name, method, args) : local(...args)
  }

  return {
    alive: () => alive,
    attach: (name, store) =>
      Object.fromEntries(
        Object.entries(store).map(([method, local]) => [
          method,
          writing.has(method) ? (...args: unknown[]) => call(name, method, args, local) : local,
        ]),
      ) as typeof store,
    async close() {
      const running = await started?.catch(() => null)
      await running?.close()
      ended()
    },
  }
}

async function start(path: string, lockPatience: number, ended: () => void): Promise<Running> {
  const file = import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js'
  const worker = new Worker(new URL(file, import.meta.url), { workerData: { path, lockPatience } })
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let last = 0
  let alive = true

  worker.on('message', (reply: Reply) => {
    const waiting = pending.get(reply.id)
    pending.delete(reply.id)
    if ('error' in reply) waiting?.reject(fromPlain(reply.error))
    else waiting?.resolve(reply.value)
  })
  worker.on('error', (error) => {
    for (const { reject } of pending.values()) reject(pending.has(0) ? error : gone())
    pending.clear()
  })
  const exited = new Promise<void>((resolve) =>
    worker.once('exit', () => {
      alive = false
      for (const { reject } of pending.values()) reject(gone())
      pending.clear()
      resolve()
    }),
  )
  await new Promise((resolve, reject) => {
    pending.set(0, { resolve, reject })
  })
  void exited.then(ended)

  return {
    call: (store, method, args) =>
      new Promise((resolve, reject) => {
        if (!alive) return reject(gone())
        last++
        pending.set(last, { resolve, reject })
        worker.postMessage({ id: last, store, method, args } satisfies Request)
      }),
    async close() {
      worker.postMessage({ id: 0, store: 'close', method: '', args: [] } satisfies Request)
      await exited
    },
  }
}

/** From source, under a loader of TypeScript that does not reach threads: then the store writes here. */
function isNotCompiled(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ERR_UNKNOWN_FILE_EXTENSION'
}

function gone(): Failure {
  return new Failure('unavailable', 'The thread that writes has ended; the server has to be started again.', {
    retryAfter: 10,
  })
}
