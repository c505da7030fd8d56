import { readBesideWriters, readWhileLocked } from './beside.ts'
import { bodyOf, createClient } from './clients.ts'
import { removeDatabase } from './database.ts'
import { medianOf } from './measure.ts'
import { allCores, type Server, startIsnad } from './process.ts'
import { startLimit } from './servers.ts'
import { aligned } from './table.ts'
import { createArticles, patchArticles, type Written, writeNamed } from './writes.ts'

/** Creates and patches next to the minimal server in turns, and reads while others write or hold the lock; servers have all cores. */
export async function measureWrites(folder: string, rounds: number, seconds: number) {
  const database = `${folder}/writes.db`
  for (const path of [database, `${database}.minimal`]) removeDatabase(path)
  const ours = await startIsnad(database, { on: allCores })
  const minimal = await startLimit('minimal', { database }, allCores)
  await writeNamed(ours.url)
  const samples = { create: [] as Written[], minimal: [] as Written[], patch: [] as Written[] }
  for (let round = 0; round < rounds; round++) {
    samples.create.push(await createArticles(ours, 32, seconds))
    samples.minimal.push(await createArticles(minimal, 32, seconds))
    samples.patch.push(await patchArticles(ours, await idsOf(ours), 32, seconds))
  }
  await minimal.stop()
  const [id] = await idsOf(ours)
  const article = `/v1/articles/${id}`
  const result = {
    create: medianOf(samples.create),
    minimal: medianOf(samples.minimal),
    patch: medianOf(samples.patch),
    article: await readBesideWriters(ours, article, seconds),
    list: await readBesideWriters(ours, '/v1/articles?limit=20', seconds),
    locked: await readWhileLocked(ours, database, article),
    memory: Math.round(ours.memory() / 2 ** 20),
  }
  await ours.stop()
  return result
}

/** What was measured, in lines. */
export function tableOfWrites({
  create,
  minimal,
  patch,
  article,
  list,
  locked,
}: Awaited<ReturnType<typeof measureWrites>>): string {
  const written = (name: string, { rate, cpu, p99, refused }: Written) => [
    name,
    '',
    `${rate.toFixed(0)}/s`,
    `${cpu.toFixed(0)} µs of CPU`,
    `p99 ${p99.toFixed(0)} ms`,
    `${refused} refused`,
  ]
  const beside = (name: string, { alone, beside, ratio, written }: typeof article) => [
    `${name}, one client`,
    '',
    `${alone.rate.toFixed(0)}/s alone`,
    `${beside.rate.toFixed(0)}/s beside 8 writers (${ratio.toFixed(2)})`,
    `p99 ${beside.p99.toFixed(1)} ms`,
    `${written.toFixed(0)} written/s`,
  ]
  const { reads, writes } = locked
  return aligned([
    written('create, 32 clients', create),
    written('create, minimal server', minimal),
    written('patch, 32 clients', patch),
    beside('article', article),
    beside('list', list),
    [
      'lock held elsewhere for 3 s',
      '',
      `${reads.rate.toFixed(0)} reads/s`,
      `slowest ${reads.max.toFixed(1)} ms`,
      'writes',
      JSON.stringify(writes),
    ],
  ])
}

async function idsOf(server: Server): Promise<string[]> {
  const client = createClient(server.url)
  const { items } = bodyOf<{ items: { id: string }[] }>(await client.read('/v1/articles?limit=100&fields=id'))
  client.close()
  return items.map(({ id }) => id)
}
