import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Logger, pino } from 'pino'
import { type Test, test } from 'tap'
import { buildApp } from '../src/app.ts'
import { hashKey } from '../src/auth.ts'
import { type Config, readConfig } from '../src/config.ts'
import { openStores } from '../src/stores.ts'

const key = 'isn_front_0123456789abcdefghijklmn'
const path = '/v1/articles/ext:one?include=source,quotes'

/** A server on a port, which is what answers before the framework does, with an article, and the lines of its log. */
async function listening(t: Test, config: Partial<Config> = {}) {
  const lines: Record<string, unknown>[] = []
  const seen: string[] = []
  const stores = await openStores('file::memory:', { onStatement: (sql) => void seen.push(sql) })
  const logger = pino({}, { write: (line) => void lines.push(JSON.parse(line)) })
  const settings = { ...readConfig({}), PUBLIC_URL: 'http://localhost:3000', RATE_LIMIT: 0, ...config }
  const app = await buildApp({ stores, config: settings, logger: logger as Logger })
  await app.listen({ port: 0 })
  t.teardown(async () => {
    app.server.closeAllConnections()
    await app.close()
    await stores.close()
  })
  await stores.keys.create({ name: 'front', scopes: ['admin'] }, hashKey(key))
  const { port } = app.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const write = (method: string, to: string, body: object, type = 'application/json') =>
    fetch(url + to, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': type, 'if-match': '*' },
      body: JSON.stringify(body),
    })
  await write('POST', '/v1/articles', { externalId: 'one', lang: 'ar', title: 'الماء', status: 'published' })
  return { app, url, port, lines, seen, write }
}

const told = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => !/^(x-request-id|date|keep-alive|connection)$/.test(name)))

test('what was asked before is answered as it was the first time, without a statement to make it', async (t) => {
  const { url, seen } = await listening(t)
  for (const asked of [path, '/v1/articles?limit=5', '/v1/articles/ext:one.html', '/v1/feeds/articles.rss']) {
    const first = await fetch(url + asked)
    const bytes = await first.text()
    seen.length = 0
    const again = await fetch(url + asked)
    t.equal(await again.text(), bytes, asked)
    t.same(told(again.headers), told(first.headers))
    const head = await fetch(url + asked, { method: 'HEAD' })
    t.same(told(head.headers), told(first.headers), `HEAD ${asked}`)
    t.ok(seen.every((sql) => /total_changes/.test(sql)))
    t.not(again.headers.get('x-request-id'), first.headers.get('x-request-id'))
  }
})

test('what the client holds is 304, with what caches go by and who may read it', async (t) => {
  const { url } = await listening(t)
  const { headers } = await fetch(url + path)
  const again = await fetch(url + path, { headers: { 'if-none-match': headers.get('etag') as string } })
  t.equal(again.status, 304)
  t.equal(await again.text(), '')
  for (const name of ['etag', 'cache-control', 'cache-tag', 'vary', 'content-language', 'access-control-allow-origin'])
    t.equal(again.headers.get(name), headers.get(name), name)
})

test('it is never older than a write that was acknowledged, however many ask at once', async (t) => {
  const { url, write } = await listening(t)
  for (let number = 0; number < 20; number++) {
    const title = `الماء ${number}`
    const patched = await write('PATCH', '/v1/articles/ext:one', { title }, 'application/merge-patch+json')
    t.equal(patched.status, 200)
    const answers = await Promise.all(Array.from({ length: 8 }, async () => (await fetch(url + path)).json()))
    t.same(
      answers.map((answer) => (answer as { title: string }).title),
      answers.map(() => title),
    )
  }
})

test('it is logged and counted as any other, with the id and the trace that the client sent', async (t) => {
  const { url, lines } = await listening(t)
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  await (await fetch(url + path)).text()
  const again = await fetch(url + path, { headers: { 'x-request-id': 'mine', traceparent } })
  t.equal(again.headers.get('x-request-id'), 'mine')
  await again.text()
  const [first, second] = lines.filter((line) => line.url === path)
  t.match(second, { reqId: 'mine', method: 'GET', status: 200, ip: '127.0.0.1', traceparent, msg: 'request' })
  t.same(Object.keys(second ?? {}).sort(), [...Object.keys(first ?? {}), 'traceparent'].sort())
  const metrics = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${key}` } })).text()
  t.match(metrics, 'http_request_duration_seconds_count{route="/v1/articles/:ref",method="GET",status="200"} 2')
})

test('it counts against the limit, for the address that a trusted proxy forwards', async (t) => {
  const { url, lines } = await listening(t, { RATE_LIMIT: 4, TRUST_PROXY: ['127.0.0.1'] })
  const ask = (ip: string) => fetch(url + path, { headers: { 'x-forwarded-for': ip } })
  const statuses: number[] = []
  for (let asked = 0; asked < 6; asked++) statuses.push((await ask('192.0.2.1')).status)
  t.same(statuses, [200, 200, 200, 200, 429, 429])
  const other = await ask('192.0.2.2')
  t.equal(other.status, 200)
  t.match(other.headers.get('ratelimit'), /^"minute";r=3;t=\d+$/)
  t.equal(lines.findLast((line) => line.url === path)?.ip, '192.0.2.2')
})

test('a request that is not in order is refused, although its answer is kept', async (t) => {
  const { url, port } = await listening(t)
  await (await fetch(url + path)).text()
  const send = (head: string) => {
    const socket = connect(port, '127.0.0.1')
    socket.end(`GET ${path} HTTP/1.1\r\n${head}Connection: close\r\n\r\n`)
    return text(socket)
  }
  t.match(await send('Host: a\r\n'), /^HTTP\/1\.1 200 /)
  t.match(await send('Host: a\r\nHost: b\r\n'), /^HTTP\/1\.1 400 /)
  t.match(await send(''), /^HTTP\/1\.1 400 /)
  t.match(await send('Host: a\r\nAuthorization: Bearer isn_nobody_0123456789abcdefgh\r\n'), /^HTTP\/1\.1 401 /)
})

test('a client that has gone before it is answered stops nothing', async (t) => {
  const { app, url, port } = await listening(t, { RATE_LIMIT: 100_000, TRUST_PROXY: ['127.0.0.1'] })
  const asked = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n`
  for (let n = 0; n < 2; n++) await text(connect(port, '127.0.0.1').end(`${asked}Connection: close\r\n\r\n`))
  app.server.prependOnceListener('request', ({ socket }) => socket.destroy())
  t.equal(await text(connect(port, '127.0.0.1').end(`${asked}\r\n`)), '')
  t.equal((await fetch(url + path)).status, 200)
})
