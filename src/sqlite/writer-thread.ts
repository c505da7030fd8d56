import { parentPort, workerData } from 'node:worker_threads'
import { toPlain } from '../plain-error.ts'
import type { Stores } from '../stores.ts'
import type { Reply, Request } from './messages.ts'
import { openInProcess } from './open.ts'
import { warmUp } from './warm-up.ts'

/* The thread that writes: it opens the database for itself and answers each call with what the store answered. */

const port = parentPort
if (!port) throw new Error('This file runs in a worker thread.')
const { path, lockPatience } = workerData as { path: string; lockPatience: number }

let stores: Stores
try {
  stores = await openInProcess(path, { lockPatience })
  port.postMessage({ id: 0, value: null } satisfies Reply)
  port.on('message', answer)
  /* The write that it was started for comes first. */
  setTimeout(warmUp, 500).unref()
} catch (error) {
  port.postMessage({ id: 0, error: toPlain(error) } satisfies Reply)
}

async function answer({ id, store, method, args }: Request): Promise<void> {
  if (store === 'close') {
    await stores.close()
    port?.close()
    return
  }
  try {
    const methods = stores[store] as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
    const value = await methods[method]?.(...args)
    port?.postMessage({ id, value } satisfies Reply)
  } catch (error) {
    port?.postMessage({ id, error: toPlain(error) } satisfies Reply)
  }
}
