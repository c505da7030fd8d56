import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { bodyOf, createClient } from './clients.ts'
import type { Server } from './process.ts'
import { newDraft } from './writes.ts'

/** What one client that reads all the time sees. */
interface Seen {
  rate: number
  /** Milliseconds. */
  p99: number
  max: number
}

/** Reads from one client, alone and while eight write as fast as they can from a process of their own. */
export async function readBesideWriters(server: Server, path: string, seconds: number) {
  const alone = await readFor(server.url, path, seconds)
  const writers = fork(pathOf('./writers.ts'), [server.url, '8', String(seconds)], { execArgv: tsx() })
  const [{ started }] = (await once(writers, 'message')) as [{ started: true }]
  if (!started) throw new Error('The writers did not start.')
  const beside = await readFor(server.url, path, seconds)
  const [{ rate }] = (await once(writers, 'message')) as [{ rate: number }]
  return { alone, beside, written: rate, ratio: beside.rate / alone.rate }
}

/** Reads and writes while another process holds the lock of the database for three seconds. */
export async function readWhileLocked(server: Server, database: string, path: string) {
  const holder = fork(pathOf('./hold-lock.ts'), [database, '3000'], { execArgv: tsx() })
  await once(holder, 'message')
  let isHeld = true
  once(holder, 'exit').then(() => {
    isHeld = false
  })
  const statuses: Record<string, number> = {}
  const write = async () => {
    const client = createClient(server.url)
    while (isHeld) {
      const { status, headers } = await client.write('POST', '/v1/articles', newDraft())
      const name = status === 503 && headers['retry-after'] ? '503 with Retry-After' : String(status)
      statuses[name] = (statuses[name] ?? 0) + 1
    }
    client.close()
  }
  const [reads] = await Promise.all([readFor(server.url, path, 3), write(), write(), write(), write()])
  return { reads, writes: statuses }
}

async function readFor(url: string, path: string, seconds: number): Promise<Seen> {
  const client = createClient(url)
  const times: number[] = []
  const until = performance.now() + seconds * 1000
  while (performance.now() < until) {
    const answer = await client.read(path)
    bodyOf(answer)
    times.push(answer.took)
  }
  client.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] as number
  return { rate: times.length / seconds, p99: at(0.99), max: at(1) }
}

function pathOf(module: string): string {
  return fileURLToPath(new URL(module, import.meta.url))
}

function tsx(): string[] {
  return ['--import', import.meta.resolve('tsx')]
}
