import { Worker } from 'node:worker_threads'
import { Failure } from '../errors.ts'
import type { StoreOptions } from '../stores.ts'
import { fromPlain, type Reply, type Request, type StoreName } from './messages.ts'

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
  'revoke',
  'setAdminKey',
])

/** A thread that writes to the database, so that neither its fsync nor its waiting for a lock stalls a read. */
export interface WriterThread {
  secret: string
  /** The same store with its writes sent to the thread. */
  attach<T extends object>(name: StoreName, store: T): T
  /** Whether it still runs. */
  alive(): boolean
  /** Lets the writes in progress finish, and ends. */
  close(): Promise<void>
}

/**
 * Starts the thread; it has opened and migrated the database when the promise
 * resolves, and rejects with what kept it from that.
 */
export async function startWriterThread(path: string, { lockPatience = 5000 }: StoreOptions): Promise<WriterThread> {
  const file = import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js'
  const worker = new Worker(new URL(file, import.meta.url), { workerData: { path, lockPatience } })
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
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
  worker.once('exit', () => {
    alive = false
    for (const { reject } of pending.values()) reject(gone())
    pending.clear()
  })

  const secret = await new Promise<string>((resolve, reject) => {
    pending.set(0, { resolve: resolve as (value: unknown) => void, reject })
  })

  const call = (store: StoreName, method: string, args: unknown[]) =>
    new Promise((resolve, reject) => {
      if (!alive) return reject(gone())
      last++
      pending.set(last, { resolve, reject })
      worker.postMessage({ id: last, store, method, args } satisfies Request)
    })

  return {
    secret,
    alive: () => alive,
    attach: (name, store) =>
      Object.fromEntries(
        Object.entries(store).map(([method, local]) => [
          method,
          writing.has(method) ? (...args: unknown[]) => call(name, method, args) : local,
        ]),
      ) as typeof store,
    async close() {
      worker.postMessage({ id: 0, store: 'close', method: '', args: [] } satisfies Request)
      await exited
    },
  }
}

function gone(): Failure {
  return new Failure('unavailable', 'The thread that writes has ended; the server has to be started again.', {
    retryAfter: 10,
  })
}
