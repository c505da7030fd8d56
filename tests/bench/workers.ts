import type { Request } from 'autocannon'
import { sample, sum } from './measure.ts'
import { allCores, type Server, startIsnad } from './process.ts'

/** What so many workers did with these reads. */
interface Worked {
  rate: number
  /** Requests for a second of processor time of the server. */
  perSecondOfCpu: number
  /** The processor time of each process, as a share of one core; the first one only looks after the others. */
  cores: number[]
}

/**
 * One worker next to two, on all cores. Load and server share the cores here, so
 * what one server could do is its rate for each second of processor time, times
 * the cores it could have had: the share of the load is subtracted.
 */
export async function compareWorkers(database: string, paths: string[], seconds: number) {
  const [one, two] = await Promise.all([start(database, 1), start(database, 2)])
  await load(one, paths, 1)
  await load(two, paths, 1)
  const ofOne = await load(one, paths, seconds)
  const ofTwo = await load(two, paths, seconds)
  await Promise.all([one.stop(), two.stop()])
  return {
    one: ofOne,
    two: ofTwo,
    ratio: (2 * ofTwo.perSecondOfCpu) / ofOne.perSecondOfCpu,
    rates: ofTwo.rate / ofOne.rate,
  }
}

function start(database: string, workers: number): Promise<Server> {
  return startIsnad(database, { env: { CACHE_MB: '0' }, args: ['--workers', String(workers)], on: allCores })
}

async function load(server: Server, paths: string[], seconds: number): Promise<Worked> {
  const requests: Request[] = paths.map((path) => ({ path }))
  const before = server.cpu()
  const { rate, cpu } = await sample(server, requests, { connections: 32, seconds })
  const used = server.cpu().map((after, index) => after - (before[index] ?? 0))
  return {
    rate,
    perSecondOfCpu: 1e6 / cpu,
    cores: used.map((one) => Number((((one / sum(used)) * (rate * cpu)) / 1e6).toFixed(2))),
  }
}
