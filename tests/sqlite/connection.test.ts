import Database from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { type Test, test } from 'tap'
import { openConnection } from '../../src/sqlite/connection.ts'
import { openStores } from '../../src/stores.ts'
import { admin, world } from '../helper.ts'

const outlet = (name: string) => ({ name, kind: 'outlet' })

test('a file is opened with a write-ahead log, synced at every commit, with foreign keys', async (t) => {
  const connection = openConnection(`${t.testdir()}/isnad.db`)
  t.teardown(() => connection.close())
  await connection.write((db) => {
    const pragma = (name: string) => Object.values(db.get<object>(sql.raw(`PRAGMA ${name}`)))[0]
    t.equal(pragma('journal_mode'), 'wal')
    t.equal(pragma('synchronous'), 2, 'FULL: the default of WAL loses acknowledged writes on a power cut')
    t.equal(pragma('foreign_keys'), 1)
    t.equal(pragma('busy_timeout'), 0, 'waiting for a lock in the driver would stall every read')
  })
})

test('a transaction that throws is rolled back, and the next one works', async (t) => {
  const connection = openConnection(':memory:')
  t.teardown(() => connection.close())
  const insert = (name: string) => sql`INSERT INTO settings VALUES (${name}, '')`
  const failing = connection.write((db) => {
    db.run(insert('a'))
    throw new Error('half way')
  })
  const next = connection.write((db) => db.run(insert('b')))
  await t.rejects(failing, { message: 'half way' })
  await next
  t.same(connection.reader.all(sql`SELECT name FROM settings`), [{ name: 'b' }])
})

test('an empty file, and one that is no database, are refused and left as they are', async (t) => {
  const folder = t.testdir({
    'empty.db': '',
    'text.db': 'not a database, but long enough to be taken for one'.repeat(30),
  })
  t.throws(() => openConnection(`${folder}/empty.db`), { message: /empty\.db is empty\. Restore it/ })
  t.throws(() => openConnection(`${folder}/text.db`), { code: 'SQLITE_NOTADB' })
})

test('while another process writes, reads answer and a write waits its turn', async (t) => {
  const { ask, create, other } = await besideAnother(t)
  await create('sources', outlet('first'))
  other.exec('BEGIN IMMEDIATE')
  let done = false
  const write = ask('/v1/sources', { method: 'POST', as: admin, body: outlet('second') }).finally(() => {
    done = true
  })
  for (let i = 0; i < 5; i++) t.equal((await ask('/v1/sources', { as: admin })).body.items.length, 1)
  t.notOk(done, 'the write waits')
  other.exec('COMMIT')
  t.equal((await write).status, 201)
})

test('a write whose patience ends while another process writes is 503 with Retry-After', async (t) => {
  const { ask, create, expect, other } = await besideAnother(t, 0)
  await create('sources', outlet('first'))
  other.exec('BEGIN IMMEDIATE')
  const { headers, body } = await expect(503, '/v1/sources', { method: 'POST', as: admin, body: outlet('second') })
  t.match(body, { code: 'unavailable', detail: /Another process is writing/ })
  t.equal(headers['retry-after'], '1')
  t.equal((await ask('/v1/sources', { as: admin })).body.items.length, 1)
  other.exec('COMMIT')
  await create('sources', outlet('second'))
})

test('when the disk is full, writes are unavailable and reads are not, until there is room', async (t) => {
  const connection = openConnection(`${t.testdir()}/isnad.db`)
  t.teardown(() => connection.close())
  const limitPages = (pages: number) => connection.write((db) => db.get(sql.raw(`PRAGMA max_page_count = ${pages}`)))
  const fill = () =>
    connection.write((db) => {
      for (let i = 0; i < 100; i++) db.run(sql`INSERT INTO settings VALUES (${i}, ${'x'.repeat(5000)})`)
    })
  await limitPages(1)
  await t.rejects(fill(), { code: 'unavailable', retryAfter: 10 })
  t.same(connection.reader.all(sql`SELECT name FROM settings`), [], 'nothing was stored')
  await limitPages(1_000_000)
  await fill()
  t.match(connection.reader.get(sql`SELECT count(*) AS n FROM settings`), { n: 100 })
})

test('a disk that fails is 503 with Retry-After to the client, without a word of SQL', async (t) => {
  let code: string | null = null
  const { create, expect, stores } = await world(t, {
    onStatement(statement) {
      if (code && /^insert into "?changes\b/i.test(statement))
        throw Object.assign(new Error('the disk failed'), { code })
    },
  })
  await create('sources', outlet('first'))
  for (code of ['SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_IOERR_FSYNC']) {
    const request = { method: 'POST' as const, as: admin, body: outlet('second') }
    const { headers, body, text } = await expect(503, '/v1/sources', request)
    t.match(body, { code: 'unavailable' }, code)
    t.equal(headers['retry-after'], '10')
    t.notMatch(text, /sqlite|insert|disk failed/i)
    t.equal((await expect(200, '/v1/sources?count=true', { as: admin })).body.total, 1)
    t.equal(await stores.ready(), true)
  }
  code = null
  await create('sources', outlet('second'))
})

test('every write is logged, and the state before it kept, in its own transaction', async (t) => {
  const path = `${t.testdir()}/isnad.db`
  const stores = await openStores(`file:${path}`)
  t.teardown(() => stores.close())
  const database = new Database(path, { readonly: true })
  t.teardown(() => database.close())
  const editor = { keyId: 'k1', keyName: 'desk', scopes: ['admin' as const] }
  const know = { ifMatch: '*' as const, createOnly: false }
  const { item } = await stores.sources.create(editor, { externalId: 's', name: 'ساحل', kind: 'outlet' })
  await stores.sources.patch(editor, 'ext:s', { name: 'ساحل نيوز' }, know)
  await stores.sources.patch(editor, 'ext:s', {}, know)
  await stores.sources.trash(editor, 'ext:s', know)
  await stores.sources.restore(editor, 'ext:s')
  await t.rejects(stores.sources.create(editor, { externalId: 's', name: 'x', kind: 'outlet' }))
  const log = () =>
    database.prepare('SELECT action, version, id, actor, actor_name FROM changes ORDER BY sequence').all()
  const by = { id: item.id, actor: 'k1', actor_name: 'desk' }
  const expected = ['create', 'update', 'trash', 'restore'].map((action, i) => ({ action, version: i + 1, ...by }))
  t.same(log(), expected, 'one entry a change, none for what changed nothing or was refused')
  const kept = database.prepare("SELECT version, state ->> 'name' AS name FROM revisions ORDER BY version").all()
  t.same(kept, [
    { version: 1, name: 'ساحل' },
    { version: 2, name: 'ساحل نيوز' },
    { version: 3, name: 'ساحل نيوز' },
  ])
  await stores.sources.purge(editor, 'ext:s', know)
  t.same(log(), [...expected, { action: 'purge', version: 5, ...by }], 'the log outlives what it tells of')
  t.same(database.prepare('SELECT count(*) FROM revisions').pluck().get(), 0)
})

test('a change to a quote is logged with its article, and one to an article with each quote it touches', async (t) => {
  const path = `${t.testdir()}/isnad.db`
  const { create, expect } = await world(t, { databaseUrl: `file:${path}` })
  const body = { format: 'text', content: 'قال: "الماء لا ينتظر أحدا".' }
  const quotes = [{ kind: 'direct', text: 'الماء لا ينتظر أحدا' }]
  const article = await create('articles', { title: 'ماء', lang: 'ar', body, quotes })
  await expect(204, `/v1/articles/${article.id}`, { method: 'DELETE', as: admin, ifMatch: '*' })
  const database = new Database(path, { readonly: true })
  t.teardown(() => database.close())
  const rows = database.prepare('SELECT resource, action, article_id FROM changes').all() as Record<string, string>[]
  const told = rows.map(({ resource, action, article_id }) => `${action} ${resource} ${article_id ?? '-'}`).sort()
  const of = article.id
  t.same(told, [`create articles -`, `create quotes ${of}`, `trash articles -`, `trash quotes ${of}`])
})

/** A server on a file, and a second connection to it as another process has one. */
async function besideAnother(t: Test, lockPatience?: number) {
  const path = `${t.testdir()}/isnad.db`
  const server = await world(t, { databaseUrl: `file:${path}`, lockPatience })
  const other = new Database(path, { timeout: 0 })
  t.teardown(() => other.close())
  return { ...server, other }
}
