import { setTimeout } from 'node:timers/promises'
import { bodyOf, type Client, createClient } from './clients.ts'
import { removeDatabase } from './database.ts'
import { allCores, type Server, startIsnad } from './process.ts'

const workers = 2

/** Writes through one worker, reads at once through every other, and counts the answers older than what was acknowledged. */
export async function countStale(folder: string, tries: number) {
  const database = `${folder}/stale.db`
  removeDatabase(database)
  const server = await startIsnad(database, { args: ['--workers', String(workers)], on: allCores, keepOutput: true })
  const [writer, ...readers] = await clientsOfEach(server)
  const { id } = bodyOf<{ id: string }>(
    await (writer as Client).write('POST', '/v1/articles', { title: '0', lang: 'ar', status: 'published' }),
  )
  const paths = [`/v1/articles/${id}`, `/v1/articles/${id}.txt`, '/v1/articles?limit=20']
  let stale = 0
  let tried = 0
  while (tried < tries) {
    const title = `title ${tried}.`
    bodyOf(await (writer as Client).write('PATCH', `/v1/articles/${id}`, { title }))
    const answers = await Promise.all(readers.flatMap((reader) => paths.map((path) => reader.read(path))))
    stale += answers.filter(({ body }) => !body.includes(title)).length
    tried += answers.length
  }
  for (const client of [writer as Client, ...readers]) client.close()
  await server.stop()
  return { workers, tries: tried, stale }
}

/** A client connected to each of the workers, which the log tells: each request in it has its process. */
async function clientsOfEach(server: Server): Promise<Client[]> {
  const clients = new Map<number, Client>()
  for (let number = 0; clients.size < workers; number++) {
    const client = createClient(server.url)
    await client.read('/v1/sources', { 'x-request-id': `client-${number}` })
    const process = await processOf(server, `client-${number}`)
    if (clients.has(process)) client.close()
    else clients.set(process, client)
  }
  return [...clients.values()]
}

async function processOf(server: Server, id: string): Promise<number> {
  for (;;) {
    const line = server
      .output()
      .split('\n')
      .find((one) => one.startsWith('{') && one.endsWith('}') && one.includes(`"${id}"`))
    if (line) return (JSON.parse(line) as { pid: number }).pid
    await setTimeout(5)
  }
}
