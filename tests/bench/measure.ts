import autocannon, { type Request } from 'autocannon'
import { createClient } from './clients.ts'
import type { Server } from './process.ts'

/** What one round of load showed. */
interface Sample {
  /** Requests answered in a second. */
  rate: number
  /** Microseconds of processor time of the server for each. */
  cpu: number
  /** Milliseconds. */
  p99: number
  max: number
  /** Bytes of a response with its head. */
  bytes: number
}

/** Medians of several rounds. */
export interface Result extends Sample {
  rounds: number
}

/** How much load, for how long. */
export interface Load {
  connections: number
  seconds: number
}

/** Loads a server for some seconds. Throws when an answer has another status than expected. */
export async function sample(server: Server, requests: Request[], load: Load, status = 200): Promise<Sample> {
  const before = sum(server.cpu())
  let turn = 0
  const found = await autocannon({
    url: server.url,
    connections: load.connections,
    duration: load.seconds,
    requests,
    /* Each connection asks all of them in turn, and begins elsewhere than the others. */
    setupClient: (client) => client.setRequests(rotated(requests, turn++ * 31)),
  })
  const { total } = found.requests
  const statuses = Object.keys(found.statusCodeStats ?? {})
  if (total === 0 || found.errors > 0 || statuses.some((one) => Number(one) !== status)) {
    throw new Error(`${server.url}${requests[0]?.path}: ${found.errors} errors, statuses ${statuses.join(', ')}`)
  }
  return {
    rate: total / found.duration,
    cpu: ((sum(server.cpu()) - before) / total) * 1e6,
    p99: found.latency.p99,
    max: found.latency.max,
    bytes: found.throughput.total / total,
  }
}

/** Asks everything twice, so that what a server keeps is kept before it is measured. */
export async function warmUp(server: Server, requests: Request[]): Promise<void> {
  const client = createClient(server.url)
  for (const { path = '/', headers } of [...requests, ...requests])
    await client.read(path, headers as Record<string, string>)
  client.close()
}

function rotated<T>(list: T[], by: number): T[] {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

/** The medians of samples. */
export function medians(samples: Sample[]): Result {
  return { ...medianOf(samples), rounds: samples.length }
}

/** The median of each member. */
export function medianOf<T extends { [name in keyof T]: number }>(samples: T[]): T {
  const names = Object.keys(samples[0] ?? {}) as (keyof T)[]
  return Object.fromEntries(names.map((name) => [name, median(samples.map((one) => one[name]))])) as T
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number
}

/** All of them together. */
export function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
