import { writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { type Addresses, findAddresses } from './addresses.ts'
import type { Kept, Spec } from './limits.ts'
import { type Server, startIsnad, startModule } from './process.ts'

/** What is measured: ours with its cache and without it, and the limits. */
export type Servers = Record<'raw' | 'fastify' | 'minimal' | 'cached' | 'uncached', Server>

/** Starts all of them on one database. */
export async function startServers(database: string): Promise<{ servers: Servers; addresses: Addresses }> {
  const uncached = await startIsnad(database, { env: { CACHE_MB: '0' } })
  const cached = await startIsnad(database)
  const addresses = await findAddresses(cached.url, database)
  const answers = `${database}.answers.json`
  const { articles, lists, deepest, quotes } = addresses
  const kept = await Promise.all([...articles, ...lists, ...deepest, ...quotes].map((path) => ask(uncached, path)))
  writeFileSync(answers, JSON.stringify(kept))
  const raw = await startLimit('raw', { answers })
  const fastify = await startLimit('fastify', { answers })
  const minimal = await startLimit('minimal', { database })
  for (const path of [articles[0], lists[0], deepest[0], quotes[0]] as string[]) await compare(uncached, minimal, path)
  return { servers: { raw, fastify, minimal, cached, uncached }, addresses }
}

/** A limit, on the same core as ours. */
export function startLimit(which: 'raw' | 'fastify' | 'minimal', spec: Spec, on = '0'): Promise<Server> {
  return startModule('./limits.ts', [which, JSON.stringify(spec)], { on })
}

async function ask(server: Server, path: string): Promise<Kept> {
  const answer = await fetch(server.url + path, { headers: { 'accept-encoding': 'identity' } })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
  return [path, answer.headers.get('etag') ?? '', text]
}

/** Throws when two servers do not say the same, cursors aside: then they did not do the same work. */
async function compare(one: Server, other: Server, path: string): Promise<void> {
  const [a, b] = (await Promise.all([ask(one, path), ask(other, path)])).map(([, , text]) => JSON.parse(text))
  const differing = Object.keys({ ...a, ...b }).filter((name) => !isDeepStrictEqual(a[name], b[name]))
  const wrong = differing.filter((name) => name !== 'nextCursor')
  if (wrong.length > 0) throw new Error(`The minimal server answers ${path} with another ${wrong.join(', ')}.`)
}
