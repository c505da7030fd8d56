/** `npm run bench`: measures ours next to the limits of the platform, as the README says. */
import { statSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { prepare, type Size } from './database.ts'
import { type Point, plot } from './plot.ts'
import { isPinned, pinLoad } from './process.ts'
import { createCases, interleave } from './reads.ts'
import { startServers } from './servers.ts'
import { table } from './table.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '1000,100000,1000000' },
    folder: { type: 'string', default: 'data/bench' },
  },
})
const { quick, folder } = values
const rounds = quick ? 1 : 5
const seconds = quick ? 1 : 5

/** Large articles, and a million small ones. */
const sizes = (quick ? '1000' : values.sizes).split(',').map(
  (count): Size => ({
    articles: Number(count),
    ...(Number(count) < 1_000_000 ? { bytes: 5000, quotes: 10 } : { bytes: 1000, quotes: 2 }),
  }),
)

const report: (Point & Record<string, unknown>)[] = []
for (const size of sizes) {
  const database = await prepare(folder, size)
  const { servers, addresses } = await startServers(database)
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

const machine = {
  cores: availableParallelism(),
  model: cpus()[0]?.model,
  node: process.version,
  loadBefore: loadavg(),
  isPinned,
}
const result = { at: new Date().toISOString(), machine, rounds, seconds, report }
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
