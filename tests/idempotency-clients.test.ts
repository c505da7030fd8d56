import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { isnad, serving } from './process.ts'

const adminKey = 'isn_0123456789abcdefghijklmnopqrstuvwxyz'
const count = 200

test('eight connections that send the same 200 POSTs with the same keys make 200 resources', async (t) => {
  const { url } = await serving(isnad(t, ['serve'], { ADMIN_KEY: adminKey, RATE_LIMIT: '0', LOG_LEVEL: 'silent' }))
  const clients = await Promise.all(Array.from({ length: 8 }, () => sendAll(t, url)))
  for (const ids of clients) t.same(ids, clients[0], 'each is answered the same ids')
  t.equal(new Set(clients.flat()).size, count)
  const { body } = await ask(new Agent(), `${url}/v1/sources?count=true&limit=1`, 'GET', {})
  t.equal(body.total, count)
})

/** What one client does, over one connection of its own; it sends what is in progress elsewhere again. */
async function sendAll(t: Test, url: string): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  const ids: string[] = []
  while (ids.length < count) {
    const draft = JSON.stringify({ name: `مصدر ${ids.length}`, kind: 'outlet' })
    const headers = { 'content-type': 'application/json', 'idempotency-key': `"k${ids.length}"` }
    const { status, body } = await ask(agent, `${url}/v1/sources`, 'POST', headers, draft)
    if (status === 201) ids.push(body.id)
    else if (body.code === 'idempotency-key-in-use') await nextTurn()
    else throw new Error(`${status} ${body.code}: ${body.detail}`)
  }
  return ids
}

async function ask(agent: Agent, url: string, method: string, headers: Record<string, string>, body?: string) {
  const asked = request(url, { agent, method, headers: { authorization: `Bearer ${adminKey}`, ...headers } })
  asked.end(body)
  const [response] = await once(asked, 'response')
  return { status: response.statusCode as number, body: (await json(response)) as any }
}
