import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { type Test, test } from 'tap'
import { linesOf } from '../src/bulk/lines.ts'
import { admin, type World, world } from './helper.ts'

const line = (externalId: string) =>
  `${JSON.stringify({ op: 'put', type: 'source', externalId, body: { name: externalId, kind: 'outlet' } })}\n`

test('lines are the same however the bytes are cut, in the middle of a character too', async (t) => {
  const text = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }).map((one) => one.replace(/[\r\n\ufeff]/g, '')))
  const breaks = fc.constantFrom('\n', '\r\n')
  const cuts = fc.array(fc.nat(), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(text, breaks, cuts, fc.boolean(), async (lines, by, at, mark) => {
      const bytes = Buffer.from((mark ? '\ufeff' : '') + lines.join(by))
      const edges = [0, ...at.map((one) => one % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
      const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end))
      const found: [number, string][] = []
      for await (const { number, bytes } of linesOf(Readable.from(chunks), 100))
        found.push([number, Buffer.from(bytes ?? []).toString()])
      const wanted = lines.map((one, index) => [index + 1, one] as [number, string])
      t.same(
        found,
        wanted.filter(([, one]) => /[^ \t]/.test(one)),
      )
    }),
  )
})

test('a line that is too long is refused by its number, and those after it are taken', async (t) => {
  const chunks = ['12', '345', '6\n', '12345\n', '123456']
  const found = []
  for await (const { number, bytes } of linesOf(Readable.from(chunks.map((one) => Buffer.from(one))), 5))
    found.push([number, bytes === null])
  t.same(found, [
    [1, true],
    [2, false],
    [3, true],
  ])
})

test('a line is answered before the next one comes, however long the request has lasted', async (t) => {
  const w = await world(t)
  const { sent, answers } = await open(t, w)
  sent.write(line('a'))
  t.match(await answers.next(), { value: { line: 1, status: 201 } })
  const socket = [...sockets(w)][0]
  w.app.server.emit('clientError', Object.assign(new Error(), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket)
  sent.end(line('b'))
  t.match(await answers.next(), { value: { line: 2, status: 201 } })
  t.equal((await answers.next()).done, true)
})

test('a connection that breaks leaves the whole lines that were sent, and nothing of half a line', async (t) => {
  const w = await world(t)
  const { sent, answers } = await open(t, w)
  sent.write(line('a') + line('b').slice(0, 40))
  await answers.next()
  const gone = once(w.app.server, 'gone')
  sent.destroy()
  await gone
  t.equal((await w.expect(200, '/v1/sources?count=true', { as: admin })).body.total, 1)
})

test('a client has a minute to send or read something, and while its lines are written it is not waited for', async (t) => {
  const w = await world(t)
  const { write } = w.stores.bulk
  const limits: (number | undefined)[] = []
  w.stores.bulk.write = (...lines) => {
    limits.push(...limitsOf(w))
    return write(...lines)
  }
  const { sent, answers } = await open(t, w)
  sent.write(line('a'))
  await answers.next()
  limits.push(...limitsOf(w))
  sent.end(line('b'))
  await answers.next()
  t.same(limits, [0, 60_000, 0])
  t.equal((await answers.next()).done, true)
})

test('four requests run at once, one of them atomic, and the next is told to wait', async (t) => {
  const w = await world(t)
  await w.expect(200, '/v1/keys', { as: admin })
  const atomic = await open(t, w, '?mode=atomic', false)
  atomic.sent.write(line('z'))
  const running = [await open(t, w), await open(t, w), await open(t, w)]
  for (const [index, { sent, answers }] of running.entries()) {
    sent.write(line(`r${index}`))
    await answers.next()
  }
  const headers = { 'content-type': 'application/x-ndjson' }
  const refused = await w.ask('/v1/bulk', { method: 'POST', as: admin, raw: line('y'), headers })
  t.match(refused, { status: 429, headers: { 'retry-after': '5' }, body: { code: 'rate-limited' } })
  for (const { sent, answers } of running) {
    sent.end()
    t.equal((await answers.next()).done, true)
  }
  const second = await w.ask('/v1/bulk?mode=atomic', { method: 'POST', as: admin, raw: line('y'), headers })
  t.equal(second.status, 429)
  atomic.sent.end()
  t.match(await atomic.answers.next(), { value: { status: 201 } })
})

const listening = new WeakMap<World, { url: string; key: string; sockets: Set<unknown> }>()

/** How long each connection may be silent, in milliseconds. */
function limitsOf(w: World): (number | undefined)[] {
  return [...sockets(w)].map((socket) => (socket as Socket).timeout)
}

function sockets(w: World): Set<unknown> {
  return listening.get(w)?.sockets as Set<unknown>
}

/** Begins a bulk request over a connection, so that lines can be sent one by one. */
async function open(t: Test, w: World, query = '', answered = true) {
  if (!listening.has(w)) {
    const key = (
      await w.expect(201, '/v1/keys', {
        method: 'POST',
        as: admin,
        body: { name: 'stream', scopes: ['content:write'] },
      })
    ).body.key
    const open = new Set<unknown>()
    w.app.server.on('connection', (socket) => open.add(socket))
    w.app.server.on('request', (_request, response) =>
      response.once('close', () => setImmediate(() => w.app.server.emit('gone'))),
    )
    await w.app.listen({ port: 0 })
    listening.set(w, {
      url: `http://127.0.0.1:${(w.app.server.address() as AddressInfo).port}/v1/bulk`,
      key,
      sockets: open,
    })
  }
  const { url, key } = listening.get(w) as { url: string; key: string }
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' }
  const sent: ClientRequest = request(url + query, { method: 'POST', headers, agent: false })
  sent.on('error', () => {})
  t.teardown(() => sent.destroy())
  const response = once(sent, 'response').then(([message]) => message as IncomingMessage)
  async function* lines() {
    for await (const text of createInterface({ input: await response })) yield JSON.parse(text)
  }
  if (!answered) {
    const arrived = once(w.app.server, 'request')
    sent.flushHeaders()
    await arrived
  }
  return { sent, answers: lines() }
}
