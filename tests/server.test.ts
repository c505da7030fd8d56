import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'
import { type Test, test } from 'tap'
import { hashKey } from '../src/auth.ts'
import { openStores } from '../src/stores.ts'
import { world } from './helper.ts'
import { finished, get, isnad, send, serving } from './process.ts'

const key = 'isn_key_of_this_test_0123456789'
const admin = { authorization: `Bearer ${key}` }

test('every variable with a value it cannot have is named at once, without a secret', async (t) => {
  const env = { PORT: '99999', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud', ADMIN_KEY: 'short', RATE_LIMIT: '-1' }
  const { code, errors } = await finished(isnad(t, ['serve'], env))
  t.equal(code, 1)
  for (const name of Object.keys(env)) t.match(errors, new RegExp(`^  ${name} must be `, 'm'))
  t.notMatch(errors, /short|\bat .*:\d+/)
})

test('help, and a command that does not exist, say what there is', async (t) => {
  const cwd = t.testdir()
  const [wrong, help] = await Promise.all(['srve', 'help'].map((name) => finished(isnad(t, [name], {}, cwd))))
  t.match(wrong, { code: 2, errors: /no command 'srve'[\s\S]*isnad --help/ })
  t.match(help, { code: 0, printed: /isnad <command>/ })
})

test('a port that is taken gives one clear line, and makes no key that nobody saw', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const PORT = String((other.address() as AddressInfo).port)
  const folder = t.testdir()
  const { code, errors, printed } = await finished(isnad(t, ['serve'], { PORT, LOG_LEVEL: 'fatal' }, folder))
  t.equal(code, 1)
  t.equal(errors, `isnad: Port ${PORT} of 127.0.0.1 is taken. Stop what listens there, or set PORT to another.\n`)
  t.equal(printed, '')
  const stores = await openStores(`file:${folder}/data/isnad.db`)
  t.teardown(() => stores.close())
  t.equal(await stores.keys.any(), false)
})

test('the demo serves sample content that says it is fiction, and prints a key that works', async (t) => {
  const child = isnad(t, ['demo'], { LOG_LEVEL: 'warn' })
  const { url, printed } = await serving(child)
  const [first] = /^ {2}curl -s '(\S+)'/m.exec(printed)?.slice(1) ?? []
  const article = await get(first as string)
  t.equal(article.status, 200)
  t.ok(JSON.parse(article.body).quotes.length > 3)
  t.equal((await get(JSON.parse(article.body).image.url)).status, 200, 'with its picture')
  t.match(printed, /fiction/)
  t.equal((await get(`${url}/docs`)).status, 200)
  const authorization = `Bearer ${/ISNAD_KEY=(\S+)/.exec(printed)?.[1]}`
  t.equal((await get(`${url}/v1/keys`, { authorization })).status, 200)
  const problem = JSON.parse((await get(`${url}/v1/articles/none`)).body)
  t.equal((await get(problem.type)).status, 200, 'the type of a problem resolves to its page')
})

test('told to stop, it finishes the request in flight, ends silent sockets, and leaves one whole file', async (t) => {
  const folder = t.testdir()
  const child = isnad(t, ['serve'], { ADMIN_KEY: key, LOG_LEVEL: 'warn' }, folder)
  const { url, port } = await serving(child)
  const silent = await Promise.all([1, 2, 3].map(() => opened(t, port)))
  const headers = { ...admin, 'content-type': 'application/json', expect: '100-continue' }
  const inFlight = request(`${url}/v1/sources`, { method: 'POST', headers })
  const answered = once(inFlight, 'response')
  inFlight.flushHeaders()
  await once(inFlight, 'continue')
  inFlight.write('{"name": "ساحل ن')
  const ended = silent.map((socket) => once(socket, 'close'))
  const result = finished(child)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGTERM'] as const) child.kill(signal)
  while (await listens(port)) await get(`${url}/healthz`).catch(() => {})
  inFlight.end('يوز", "kind": "outlet"}')
  const [response] = await answered
  t.equal(response.statusCode, 201)
  t.equal(JSON.parse(await text(response)).name, 'ساحل نيوز')
  t.match(await result, { code: 0, errors: '' })
  await Promise.all(ended)
  t.notOk(existsSync(`${folder}/data/isnad.db-wal`), 'the log is in the database')
  t.ok(statSync(`${folder}/data/isnad.db`).size > 0)
})

test('killed in a storm of writes, it has every article that it acknowledged, whole', async (t) => {
  const folder = t.testdir()
  const child = isnad(t, ['serve'], { ADMIN_KEY: key, LOG_LEVEL: 'silent', RATE_LIMIT: '0' }, folder)
  const { url } = await serving(child)
  const acknowledged = new Map<string, unknown>()
  const result = finished(child)
  const client = async (name: string) => {
    for (let n = 0; n < 200; n++) {
      const body = JSON.stringify(article(`${name}-${n}`))
      const headers = { ...admin, 'content-type': 'application/json' }
      const answer = await send('POST', `${url}/v1/articles`, headers, body).catch(() => null)
      if (!answer) return
      if (answer.status === 201) acknowledged.set(`ext:${name}-${n}`, JSON.parse(answer.body))
      if (acknowledged.size === 60) child.kill('SIGKILL')
    }
  }
  await Promise.all(['a', 'b', 'c', 'd'].map(client))
  t.match(await result, { signal: 'SIGKILL' })
  t.ok(acknowledged.size >= 60)
  const path = `${folder}/data/isnad.db`
  const stores = await openStores(`file:${path}`)
  t.teardown(() => stores.close())
  const caller = { keyId: 'k', keyName: 'k', scopes: ['admin' as const] }
  const options = { include: ['quotes'], trashed: false, body: true }
  const changed: string[] = []
  for (const [ref, said] of acknowledged) {
    if (!isDeepStrictEqual((await stores.articles.read(caller, ref, options)).item, said)) changed.push(ref)
  }
  t.same(changed, [], 'each is as it was acknowledged')
  const database = new Database(path, { readonly: true })
  t.teardown(() => database.close())
  t.equal(database.pragma('integrity_check', { simple: true }), 'ok')
  t.same(database.pragma('foreign_key_check'), [])
  const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  t.equal(count('quotes'), count('articles') * 2, 'what was not acknowledged is there whole or not at all')
  t.equal(count('changes'), count('articles') * 3)
})

test('headers and bodies that do not arrive in time are answered 408 with a problem', async (t) => {
  const { app, stores } = await world(t)
  const { headersTimeout, requestTimeout } = app.server
  t.ok(headersTimeout > 0 && headersTimeout <= 10_000 && requestTimeout > 0 && requestTimeout <= 15_000)
  app.server.headersTimeout = 50
  app.server.requestTimeout = 100
  await app.listen({ port: 0, host: '127.0.0.1' })
  await stores.keys.create({ name: 'k', scopes: ['admin'] }, hashKey(key))
  const { port } = app.server.address() as AddressInfo
  const slowHeaders = await opened(t, port)
  slowHeaders.write('GET /v1/articles HTTP/1.1\r\nHost: x\r\n')
  const slowBody = await opened(t, port)
  const headers = `Host: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 99`
  slowBody.write(`POST /v1/articles HTTP/1.1\r\n${headers}\r\n\r\n{`)
  for (const answer of await Promise.all([text(slowHeaders), text(slowBody)])) {
    t.match(answer, /^HTTP\/1\.1 408 /)
    t.match(JSON.parse(answer.split('\r\n\r\n')[1] as string), { code: 'request-timeout' })
  }
})

function article(externalId: string) {
  const words = `الماء لا ينتظر ${externalId}`
  return {
    externalId,
    title: externalId,
    lang: 'ar',
    body: { format: 'text', content: `يقول الطويل: "${words}".` },
    quotes: [
      { kind: 'direct', text: words },
      { kind: 'indirect', text: 'قال إن الماء قليل' },
    ],
  }
}

async function opened(t: Test, port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise((resolve) => {
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
