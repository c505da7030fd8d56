import cluster, { type Worker } from 'node:cluster'

/** One of several processes that serve the same address. */
export interface Workers {
  /** The address of the server, once all of them listen. */
  url: string
  /** Lets each of them finish its requests and close. */
  stop(): Promise<void>
}

/** What a worker says when it listens, or why it cannot. */
type Message = { url: string } | { failed: string }

/** A worker that ends sooner than this after its start is replaced only after as long, in milliseconds. */
const soon = 1000

/**
 * Starts `count` processes that run the same command and share one port. One that
 * dies is replaced. Throws what the first says that cannot start, with the
 * others stopped.
 */
export async function startWorkers(count: number): Promise<Workers> {
  const workers = new Set<Worker>()
  let stopping = false

  function start(): Promise<string> {
    const worker = cluster.fork()
    const startedAt = performance.now()
    workers.add(worker)
    return new Promise((resolve, reject) => {
      let listens = false
      worker.on('message', (message: Message) => {
        if ('failed' in message) return reject(new Error(message.failed))
        listens = true
        resolve(message.url)
      })
      worker.once('exit', (code, signal) => {
        workers.delete(worker)
        reject(new Error(`A worker ended with ${signal ?? code} before it listened.`))
        if (!listens || stopping) return
        const wait = performance.now() - startedAt < soon ? soon : 0
        setTimeout(() => !stopping && void again(), wait).unref()
      })
    })
  }

  /** Tries until one listens: why it does not may pass. */
  async function again(): Promise<void> {
    await start().catch(() => {
      if (!stopping) setTimeout(() => void again(), soon).unref()
    })
  }

  async function stop(): Promise<void> {
    stopping = true
    await Promise.all(
      [...workers].map((worker) => {
        const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
        worker.process.kill('SIGTERM')
        return ended
      }),
    )
  }

  try {
    const urls = await Promise.all(Array.from({ length: count }, start))
    return { url: urls[0] as string, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Of a process that was started so: what tells how it went, and ends it. null in any other. */
export function asWorker(): { listens(url: string): void; failed(error: Error): void; end(): void } | null {
  const { worker } = cluster
  if (!worker) return null
  return {
    listens: (url) => void worker.send({ url } satisfies Message),
    failed: ({ message }) => void worker.send({ failed: message } satisfies Message, () => worker.disconnect()),
    end: () => void worker.disconnect(),
  }
}
