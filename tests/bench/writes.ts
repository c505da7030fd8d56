import autocannon from 'autocannon'
import { bodyOf, createClient, headersOfWrite } from './clients.ts'
import { analystDraft, articleDraft, sourceDraft } from './content.ts'
import { sum } from './measure.ts'
import type { Server } from './process.ts'

/** What a load of writes showed. */
export interface Written {
  /** Acknowledged in a second, each durable. */
  rate: number
  /** Microseconds of processor time of the server for each. */
  cpu: number
  p99: number
  /** Those that were refused. */
  refused: number
}

const shape = { bytes: 1000, quotes: 2 }
const named = { sources: 1, analysts: 20 }
let last = 1

/** The source and the analysts that the articles written here refer to. */
export async function writeNamed(url: string): Promise<void> {
  const client = createClient(url)
  bodyOf(await client.write('POST', '/v1/sources', sourceDraft(0)))
  for (let index = 0; index < named.analysts; index++)
    bodyOf(await client.write('POST', '/v1/analysts', analystDraft(index)))
  client.close()
}

/** An article of 1 KB with two quotes that was not written yet. */
export function newDraft(): ReturnType<typeof articleDraft> {
  last++
  return articleDraft(last, shape, named)
}

/** So many clients create articles for some seconds, one in a request. */
export function createArticles(server: Server, clients: number, seconds: number): Promise<Written> {
  return write(server, clients, seconds, () => ({ method: 'POST', path: '/v1/articles', body: newDraft() }))
}

/** So many clients change the titles of these articles for some seconds. */
export function patchArticles(server: Server, ids: string[], clients: number, seconds: number): Promise<Written> {
  return write(server, clients, seconds, () => {
    last++
    return { method: 'PATCH', path: `/v1/articles/${ids[last % ids.length]}`, body: { title: `title ${last}` } }
  })
}

async function write(
  server: Server,
  clients: number,
  seconds: number,
  next: () => { method: 'POST' | 'PATCH'; path: string; body: object },
): Promise<Written> {
  const before = sum(server.cpu())
  const found = await autocannon({
    url: server.url,
    connections: clients,
    duration: seconds,
    requests: [
      {
        setupRequest(request) {
          const { method, path, body } = next()
          return { ...request, method, path, headers: headersOfWrite(method), body: JSON.stringify(body) }
        },
      },
    ],
  })
  return {
    rate: found['2xx'] / found.duration,
    cpu: ((sum(server.cpu()) - before) / found['2xx']) * 1e6,
    p99: found.latency.p99,
    refused: found.non2xx + found.errors,
  }
}
