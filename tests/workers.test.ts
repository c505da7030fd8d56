import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { test } from 'tap'
import { finished, get, isnad, send, serving } from './process.ts'

const key = 'isn_key_of_this_test_0123456789'
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }

test('workers on one file serve what any of them has written at once, are replaced, and stop cleanly', async (t) => {
  const folder = t.testdir()
  const env = { ADMIN_KEY: key, RATE_LIMIT: '0' }
  const child = isnad(t, ['serve', '--workers', '2'], env, folder)
  const { url } = await serving(child)
  const logs = logged(child)
  for (let n = 0; n < 20; n++) {
    const body = JSON.stringify({ externalId: `a${n}`, lang: 'ar', title: `${n}`, status: 'published' })
    t.equal((await send('POST', `${url}/v1/articles`, headers, body)).status, 201)
    const lists = await Promise.all([1, 2, 3, 4].map(() => get(`${url}/v1/articles?count=true`)))
    for (const list of lists) t.equal(JSON.parse(list.body).total, n + 1)
  }
  const [pid] = logs.pids()
  process.kill(pid as number, 'SIGKILL')
  while (logs.pids().size < 3) await get(`${url}/healthz`).catch(() => {})
  const article = JSON.parse((await get(`${url}/v1/articles/ext:a1`)).body)
  t.equal(article.title, '1')
  const result = finished(child)
  child.kill('SIGTERM')
  t.match(await result, { code: 0, errors: '' })
  t.notOk(existsSync(`${folder}/data/isnad.db-wal`), 'the log is in the database')
})

test('workers that cannot listen say so once, and none is left', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const PORT = String((other.address() as AddressInfo).port)
  const env = { PORT, LOG_LEVEL: 'fatal' }
  const { code, errors } = await finished(isnad(t, ['serve', '--workers=2'], env))
  t.equal(code, 1)
  t.match(errors, /^isnad: Port \d+ of 127\.0\.0\.1 is taken\.[^\n]*\n$/)
})

test('a number of workers that makes no sense is refused', async (t) => {
  const folder = t.testdir()
  const run = (n: string) => finished(isnad(t, ['serve', '--workers', n], {}, folder))
  const results = await Promise.all(['0', 'x', '-1'].map(run))
  for (const result of results) t.match(result, { code: 2, errors: /--workers takes a number/ })
})

/** The processes that have logged anything. */
function logged(child: ReturnType<typeof isnad>) {
  const seen = new Set<number>()
  child.stdout?.on('data', (chunk) => {
    for (const [, pid] of String(chunk).matchAll(/"pid":(\d+)/g)) seen.add(Number(pid))
  })
  return { pids: () => seen }
}
