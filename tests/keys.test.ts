import { readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { test } from 'tap'
import type { Scope } from '../schemas/keys.ts'
import { buildApp } from '../src/app.ts'
import { hashKey } from '../src/auth.ts'
import { readConfig } from '../src/config.ts'
import { admin, type Request, world } from './helper.ts'

const scopes: Scope[] = ['drafts:read', 'content:write', 'content:publish', 'admin']
const writes: Scope[] = ['content:write', 'content:publish', 'admin']

/** The scopes of which an operation needs one; null when the public may use it. A new address has to be said here unless it is one of these. */
function needed(method: string, path: string): Scope[] | null {
  if (path.startsWith('/v1/keys')) return ['admin']
  if (path.endsWith('/draft/publication')) return ['content:publish', 'admin']
  if (method !== 'GET') return /\/(merge|draft|previews)\b/.test(path) ? ['content:write', 'admin'] : writes
  return /\{ref\}\/(revisions|checks|duplicates|draft|previews)\b/.test(path) ? ['drafts:read', 'admin'] : null
}

test('every documented operation needs the scopes it should, and says so', async (t) => {
  const { app, ask } = await world(t)
  const paths = app.swagger().paths as Record<string, Record<string, { security?: unknown[] }>>
  for (const [path, operations] of Object.entries(paths)) {
    const url = path
      .replace('{n}', '1')
      .replace('{id}', '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b')
      .replace(/\{\w+\}/g, 'nobody')
    for (const [verb, { security }] of Object.entries(operations)) {
      const method = verb.toUpperCase() as NonNullable<Request['method']>
      const what = `${method} ${path}`
      const wanted = needed(method, path)
      t.equal(security !== undefined, wanted !== null, `${what} is documented with or without a key`)
      for (const as of [undefined, ...scopes.map((scope) => [scope])]) {
        const { status, headers, body } = await ask(url, { method, as })
        const may = wanted === null || wanted.some((scope) => as?.includes(scope))
        if (may) t.notOk([401, 403].includes(status), `${what} with ${as} answers ${status}`)
        else if (as) {
          t.match({ status, body }, { status: 403, body: { code: 'insufficient-scope' } }, `${what} with ${as}`)
          t.match(headers['www-authenticate'], 'error="insufficient_scope"')
        } else {
          t.match({ status, body }, { status: 401, body: { code: 'unauthorized' } }, `${what} without a key`)
          t.equal(headers['www-authenticate'], 'Bearer realm="isnad"')
        }
      }
    }
  }
})

test('the trash is for drafts:read and admin, and purging for admin, on every kind', async (t) => {
  const { expect } = await world(t)
  for (const kind of ['articles', 'sources', 'analysts', 'quotes']) {
    for (const as of [undefined, ...scopes.map((scope) => [scope])]) {
      const reads = as?.some((scope) => scope === 'drafts:read' || scope === 'admin')
      const refused = as ? 403 : 401
      await expect(reads ? 200 : refused, `/v1/${kind}?trashed=true`, { as })
      await expect(reads ? 404 : refused, `/v1/${kind}/nobody?trashed=true`, { as })
      const purge: Request = { method: 'DELETE', as, ifMatch: '*' }
      await expect(as?.includes('admin') ? 404 : refused, `/v1/${kind}/nobody?purge=true`, purge)
    }
  }
})

test('a key is shown once, when it is made, and stored as a hash only', async (t) => {
  const file = `${t.testdir()}/isnad.db`
  const { ask, expect } = await world(t, { databaseUrl: `file:${file}` })
  const body = { name: 'nightly push', scopes: ['content:write'] }
  const made = (await expect(201, '/v1/keys', { method: 'POST', as: admin, body })).body
  const other = (await expect(201, '/v1/keys', { method: 'POST', as: admin, body })).body
  t.match(made.key, /^isn_[\w-]{43}$/)
  t.not(made.key, other.key)
  const { text, headers } = await expect(200, '/v1/keys', { as: admin })
  t.equal(headers['cache-control'], 'private, no-store')
  const files = readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1')
  for (const stored of [text, files]) {
    t.match(stored, 'nightly push')
    t.notOk(stored.includes(made.key))
    t.notOk(stored.includes(made.key.slice(4)))
  }
  t.notMatch(text, hashKey(made.key))
  t.equal((await ask('/v1/articles', { as: made.key })).status, 200)
})

test('keys are listed with what they may do, the newest first', async (t) => {
  const { expect, setTime } = await world(t)
  setTime('2026-03-01T08:00:00.000Z')
  for (const [hour, name] of ['one', 'two'].entries()) {
    setTime(`2026-03-01T09:0${hour}:00.000Z`)
    const body = { name, scopes: ['drafts:read'], expiresAt: '2026-04-01T02:00:00+02:00' }
    await expect(201, '/v1/keys', { method: 'POST', as: admin, body })
  }
  const { items } = (await expect(200, '/v1/keys', { as: admin })).body
  t.strictSame(
    items.map(({ name }: { name: string }) => name),
    ['two', 'one', 'admin'],
  )
  t.match(items[0], { scopes: ['drafts:read'], expiresAt: '2026-04-01T00:00:00.000Z', revokedAt: null })
})

const faulty: [body: unknown, pointer: string][] = [
  [{ scopes: ['admin'] }, '/name'],
  [{ name: ' ', scopes: ['admin'] }, '/name'],
  [{ name: 'x'.repeat(201), scopes: ['admin'] }, '/name'],
  [{ name: 'x' }, '/scopes'],
  [{ name: 'x', scopes: [] }, '/scopes'],
  [{ name: 'x', scopes: 'admin' }, '/scopes'],
  [{ name: 'x', scopes: ['admin', 'admin'] }, '/scopes'],
  [{ name: 'x', scopes: ['everything'] }, '/scopes/0'],
  [{ name: 'x', scopes: ['admin'], expiresAt: 'tomorrow' }, '/expiresAt'],
  [{ name: 'x', scopes: ['admin'], key: 'isn_mine' }, '/key'],
  [{ name: 'x', scopes: ['admin'], id: 'mine' }, '/id'],
]

test('a key that is asked for wrongly is not made', async (t) => {
  const { expect } = await world(t)
  for (const [body, pointer] of faulty) {
    const { errors } = (await expect(400, '/v1/keys', { method: 'POST', as: admin, body })).body
    t.equal(errors[0].pointer, pointer)
  }
  t.equal((await expect(200, '/v1/keys', { as: admin })).body.items.length, 1)
})

test('whatever is sent as a key and is none is refused, on public reads too', async (t) => {
  const { expect } = await world(t)
  for (const authorization of [
    '',
    'Bearer',
    'Bearer ',
    'Bearer isn_nobody',
    'Bearer isn_a isn_b',
    'Bearer isn_a, Bearer isn_b',
    `Bearer ${'a'.repeat(5000)}`,
    'Basic YWRtaW46YWRtaW4=',
    'Token isn_nobody',
    'isn_nobody',
    "Bearer ' OR 1=1 --",
    'Bearer isn_é',
  ]) {
    for (const url of ['/', '/healthz', '/v1/articles', '/v1/articles/nobody', '/v1/nothing', '/v1/keys']) {
      const { headers, body } = await expect(401, url, { headers: { authorization } })
      t.equal(headers['www-authenticate'], 'Bearer realm="isnad", error="invalid_token"')
      t.equal(headers['cache-control'], 'no-store')
      t.equal(body.code, 'unauthorized')
    }
  }
})

test('the word Bearer is taken in any case', async (t) => {
  const { expect } = await world(t)
  const body = { name: 'x', scopes: ['admin'] }
  const { key } = (await expect(201, '/v1/keys', { method: 'POST', as: admin, body })).body
  for (const scheme of ['bearer', 'BEARER', 'Bearer  '])
    await expect(200, '/v1/keys', { headers: { authorization: `${scheme} ${key}` } })
})

test('a key is not taken from the query or from a cookie', async (t) => {
  const { expect } = await world(t)
  const body = { name: 'x', scopes: ['admin'] }
  const { key } = (await expect(201, '/v1/keys', { method: 'POST', as: admin, body })).body
  for (const name of ['access_token', 'key', 'token']) {
    await expect(401, `/v1/keys?${name}=${key}`)
    await expect(400, `/v1/articles?${name}=${key}`)
    await expect(401, '/v1/keys', { headers: { cookie: `${name}=${key}` } })
  }
})

test('a key ends at the moment it expires, on public reads too', async (t) => {
  const { expect, setTime } = await world(t)
  setTime('2026-03-01T08:00:00.000Z')
  const body = { name: 'x', scopes: ['drafts:read'], expiresAt: '2026-03-01T09:00:00Z' }
  const { key } = (await expect(201, '/v1/keys', { method: 'POST', as: admin, body })).body
  setTime('2026-03-01T08:59:59.999Z')
  await expect(200, '/v1/articles', { as: key })
  setTime('2026-03-01T09:00:00.000Z')
  t.equal((await expect(401, '/v1/articles', { as: key })).body.code, 'unauthorized')
})

test('a revoked key stays listed, is refused everywhere, and is revoked again without effect', async (t) => {
  const { expect, setTime } = await world(t)
  setTime('2026-03-01T08:00:00.000Z')
  const body = { name: 'x', scopes: ['drafts:read'] }
  const { key, id } = (await expect(201, '/v1/keys', { method: 'POST', as: admin, body })).body
  await expect(204, `/v1/keys/${id}`, { method: 'DELETE', as: admin })
  setTime('2026-03-01T09:00:00.000Z')
  await expect(204, `/v1/keys/${id}`, { method: 'DELETE', as: admin })
  const { items } = (await expect(200, '/v1/keys', { as: admin })).body
  t.equal(items.find((one: { id: string }) => one.id === id).revokedAt, '2026-03-01T08:00:00.000Z')
  for (const url of ['/', '/v1/articles', '/v1/articles/nobody', '/v1/nothing']) await expect(401, url, { as: key })
})

test('a key that does not exist cannot be revoked', async (t) => {
  const { expect } = await world(t)
  const revoke = { method: 'DELETE', as: admin } as const
  await expect(404, '/v1/keys/0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b', revoke)
  for (const id of ['1', 'x', '0', "'", '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b%20'])
    t.equal((await expect(400, `/v1/keys/${id}`, revoke)).body.errors[0].parameter, 'id')
})

test('a revoked key is refused on a connection that it has opened before', async (t) => {
  const { app, expect } = await world(t)
  const body = { name: 'x', scopes: ['drafts:read'] }
  const { key, id } = (await expect(201, '/v1/keys', { method: 'POST', as: admin, body })).body
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  const ask = () =>
    new Promise<{ status?: number; reused: boolean }>((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port,
        path: '/v1/articles',
        agent,
        headers: { authorization: `Bearer ${key}` },
      }
      const request = get(options, (response) => {
        response.resume()
        response.on('end', () => resolve({ status: response.statusCode, reused: request.reusedSocket }))
      })
      request.on('error', reject)
    })
  t.strictSame(await ask(), { status: 200, reused: false })
  await expect(204, `/v1/keys/${id}`, { method: 'DELETE', as: admin })
  t.strictSame(await ask(), { status: 401, reused: true })
})

test('ADMIN_KEY may do everything, until another takes its place or there is none', async (t) => {
  const { expect, stores } = await world(t)
  const [first, second] = ['first-admin-key-of-at-least-24', 'second-admin-key-of-at-least-24'] as const
  await stores.keys.setAdminKey(hashKey(first))
  await stores.keys.setAdminKey(hashKey(first))
  t.match((await expect(200, '/v1/keys', { as: first })).body.items, [{ name: 'ADMIN_KEY', scopes: ['admin'] }])
  await stores.keys.setAdminKey(hashKey(second))
  await expect(401, '/v1/keys', { as: first })
  await expect(200, '/v1/keys', { as: second })
  await stores.keys.setAdminKey(hashKey(first))
  await expect(200, '/v1/keys', { as: first })
  await expect(401, '/v1/keys', { as: second })
  await stores.keys.setAdminKey(null)
  for (const key of [first, second]) await expect(401, '/v1/keys', { as: key })
})

test('ADMIN_KEY leaves the other keys as they are', async (t) => {
  const { expect, stores } = await world(t)
  const body = { name: 'x', scopes: ['admin'] }
  const { key } = (await expect(201, '/v1/keys', { method: 'POST', as: admin, body })).body
  await stores.keys.setAdminKey(hashKey('first-admin-key-of-at-least-24'))
  await stores.keys.setAdminKey(null)
  await expect(200, '/v1/keys', { as: key })
})

test('the log names the key by its id and never holds the key', async (t) => {
  const { stores, expect } = await world(t)
  const lines: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const config = { ...readConfig({}), PUBLIC_URL: 'http://localhost:3000', RATE_LIMIT: 0 }
  const app = await buildApp({ stores, config, logger })
  t.teardown(() => app.close())
  const body = { name: 'x', scopes: ['admin'] }
  const { key, id } = (await expect(201, '/v1/keys', { method: 'POST', as: admin, body })).body
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  await app.inject({ url: '/v1/articles', headers })
  await app.inject({ url: '/v1/articles/%zz', headers })
  await app.inject({ url: '/v1/articles?limit=x', headers })
  await app.inject({ url: '/v1/keys', method: 'POST', headers, payload: JSON.stringify(body) })
  await app.inject({ url: '/v1/articles', headers: { authorization: `Basic ${key}` } })
  const log = lines.join('')
  t.match(log, id)
  t.notOk(log.includes(key))
  t.notMatch(log, /isn_/)
})
