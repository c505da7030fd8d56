import type { Request } from 'autocannon'
import type { Addresses } from './addresses.ts'
import { type Load, medians, type Result, sample, warmUp } from './measure.ts'
import type { Servers } from './servers.ts'

/** One question to several servers. */
interface Case {
  name: string
  paths: string[]
  headers?: (path: string) => Record<string, string>
  status?: number
  of: (keyof Servers)[]
}

/** By the name of the question and the server. */
export type Results = Record<string, Partial<Record<keyof Servers, Result>>>

const all: (keyof Servers)[] = ['raw', 'fastify', 'minimal', 'cached', 'uncached']

/** What is asked: reads of all servers, and each form of an article and each feed next to its JSON. */
export async function createCases(
  servers: Servers,
  { ids, articles, lists, deepest, quotes }: Addresses,
): Promise<Case[]> {
  const etags = new Map<string, string>()
  for (const path of articles) {
    const answer = await fetch(servers.cached.url + path, { headers: { 'accept-encoding': 'identity' } })
    etags.set(path, answer.headers.get('etag') as string)
    await answer.arrayBuffer()
  }
  const held = (path: string) => ({ 'if-none-match': etags.get(path) as string })
  const forms = ['', '.jsonld', '.ninjs', '.md', '.txt', '.html']
  const feeds = ['.rss', '.atom', '.json']
  return [
    { name: 'article', paths: articles, of: all },
    { name: 'list', paths: lists, of: all },
    { name: 'deepest', paths: deepest, of: all },
    { name: 'quotes', paths: quotes, of: all },
    { name: 'unmodified', paths: articles, headers: held, status: 304, of: ['raw', 'fastify', 'cached', 'uncached'] },
    ...forms.map(
      (form): Case => ({
        name: `article${form || '.json'}`,
        paths: ids.slice(0, 100).map((id) => `/v1/articles/${id}${form}`),
        of: ['cached'],
      }),
    ),
    ...feeds.map((feed): Case => ({ name: `feed${feed}`, paths: [`/v1/feeds/articles${feed}`], of: ['cached'] })),
  ]
}

/** Asks every question of every server it is for, one after another, round after round; the first only warms up. */
export async function interleave(
  cases: Case[],
  servers: Servers,
  rounds: number,
  load: Load,
  told: (what: string) => void,
): Promise<Results> {
  const samples = new Map<string, Parameters<typeof medians>[0]>()
  for (let round = 0; round <= rounds; round++) {
    for (const { name, paths, headers, status, of } of cases) {
      const requests: Request[] = paths.map((path) => ({ path, headers: headers?.(path) ?? {} }))
      for (const which of of) {
        told(`round ${round} of ${rounds}: ${name} from ${which}`)
        if (round === 0) await warmUp(servers[which], requests)
        const seconds = round === 0 ? Math.min(1, load.seconds / 2) : load.seconds
        const one = await sample(servers[which], requests, { ...load, seconds }, status)
        const key = `${name} ${which}`
        if (round > 0) samples.set(key, [...(samples.get(key) ?? []), one])
      }
    }
  }
  const results: Results = {}
  for (const [key, found] of samples) {
    const [name = '', which = ''] = key.split(' ')
    results[name] = { ...results[name], [which]: medians(found) }
  }
  return results
}
