/** `npm run bench`: measures ours next to the limits of the platform, as the README says. */
import { statSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Addresses } from './addresses.ts'
import { prepare, type Size } from './database.ts'
import { type Point, plot } from './plot.ts'
import { allCores, isPinned, pinLoad } from './process.ts'
import { createCases, interleave } from './reads.ts'
import { startServers } from './servers.ts'
import { countStale } from './stale.ts'
import { table } from './table.ts'
import { compareWorkers } from './workers.ts'
import { measureWrites, tableOfWrites } from './writing.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '1000,100000,1000000' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    folder: { type: 'string', default: 'data/bench' },
  },
})
const { quick, folder } = values
const rounds = Number(values.rounds ?? (quick ? 1 : 5))
const seconds = Number(values.seconds ?? (quick ? 1 : 5))

/** Large articles, and a million small ones. */
const sizes = (quick ? '1000' : values.sizes).split(',').map(
  (count): Size => ({
    articles: Number(count),
    ...(Number(count) < 1_000_000 ? { bytes: 5000, quotes: 10 } : { bytes: 1000, quotes: 2 }),
  }),
)

const report: (Point & Record<string, unknown>)[] = []
let first: { database: string; addresses: Addresses } | undefined
for (const size of sizes) {
  const database = await prepare(folder, size)
  const { servers, addresses } = await startServers(database)
  first ??= { database, addresses }
  pinLoad()
  const cases = await createCases(servers, addresses)
  const results = await interleave(cases, servers, rounds, { connections: 32, seconds }, tell)
  const { cached, uncached } = servers
  const about = {
    ...size,
    megabytes: mebibytes(statSync(database).size),
    memory: { cached: mebibytes(cached.memory()), uncached: mebibytes(uncached.memory()) },
    startedIn: Math.round(uncached.startedIn),
  }
  await Promise.all(Object.values(servers).map((server) => server.stop()))
  report.push({ ...about, results })
  tell('')
  print(
    `${size.articles} articles of ${size.bytes} bytes with ${size.quotes} quotes: file ${about.megabytes} MiB, started in ${about.startedIn} ms,`,
  )
  print(
    `memory ${about.memory.cached} MiB with the cache and ${about.memory.uncached} MiB without\n\n${table(results)}`,
  )
}

pinLoad(allCores)
tell('writes')
const writes = await measureWrites(folder, quick ? 1 : 3, quick ? 2 : 5)
print(tableOfWrites(writes))
tell('stale answers')
const stale = await countStale(folder, quick ? 500 : 10_000)
print(`${stale.stale} stale answers in ${stale.tries} reads through one worker right after a write through another`)
tell('workers')
const workers = await compareWorkers(first?.database ?? '', first?.addresses.articles ?? [], quick ? 2 : 10)
print(
  `two workers: ${workers.ratio.toFixed(2)} times one, the share of the load subtracted (${workers.rates.toFixed(2)} with it)`,
)

const machine = {
  cores: availableParallelism(),
  model: cpus()[0]?.model,
  node: process.version,
  loadBefore: loadavg(),
  isPinned,
}
const result = { at: new Date().toISOString(), machine, rounds, seconds, report, writes, stale, workers }
writeFileSync(`${folder}/result.json`, JSON.stringify(result, null, 2))
writeFileSync(`${folder}/cost.svg`, plot(report))
print(`${folder}/result.json has all figures, ${folder}/cost.svg the cost against the size.`)
process.exit(0)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function tell(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${what.padEnd(78)}${what === '' ? '\r' : ''}`)
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20)
}
