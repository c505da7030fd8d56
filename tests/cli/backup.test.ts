import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type Test, test } from 'tap'
import { openStores } from '../../src/stores.ts'
import { admin, world } from '../helper.ts'
import { local } from './helper.ts'

/** A served database in a file, with some articles. */
async function served(t: Test, count = 3) {
  const { folder, isnad } = local(t)
  const at = await world(t, { databaseUrl: `file:${folder}/live.db` })
  for (let n = 1; n <= count; n++) await at.create('articles', { lang: 'en', title: `N ${n}` })
  const titles = async (file: string) => {
    await (await openStores(`file:${join(folder, file)}`)).close()
    const database = new Database(join(folder, file), { readonly: true })
    const found = database.prepare('SELECT title FROM articles ORDER BY title').pluck().all()
    database.close()
    return found
  }
  const on = (file: string) => ({ DATABASE_URL: `file:${folder}/${file}` })
  return { ...at, folder, isnad, titles, on }
}

test('a backup of a running server is one whole file, and restores what was there', async (t) => {
  const { isnad, on, folder, create, titles } = await served(t)
  const made = await isnad(['backup', 'nightly.db'], on('live.db'))
  t.match(made, { code: 0, out: 'nightly.db holds 3 articles, 0 sources, 0 analysts, 0 quotes.\n' })
  t.same(
    readdirSync(folder).filter((name) => !name.startsWith('live')),
    ['nightly.db'],
  )
  t.equal(statSync(join(folder, 'nightly.db')).mode & 0o777, 0o600, 'it holds the hashes of keys')
  await create('articles', { lang: 'en', title: 'N 4' })
  t.match(await isnad(['restore', 'nightly.db', '--json'], on('new/isnad.db')), { code: 0, out: '"articles":3' })
  t.same(await titles('new/isnad.db'), ['N 1', 'N 2', 'N 3'])
  t.match(await isnad(['backup', 'nightly.db'], on('live.db')), { code: 2, err: 'exists. --force replaces it' })
  t.match(await isnad(['backup', '--force', 'nightly.db'], on('live.db')), { code: 0, out: '4 articles' })
})

test('backups taken while others write hold whole states', async (t) => {
  const { isnad, on, create, folder } = await served(t, 0)
  const quoted = (n: number) => ({
    lang: 'en',
    title: `N ${n}`,
    body: { format: 'text', content: `He said "words ${n}".` },
    quotes: [{ kind: 'direct', text: `words ${n}` }],
  })
  let writing = true
  const writer = (async () => {
    for (let n = 1; writing; n++) await create('articles', quoted(n))
  })()
  for (const name of ['a.db', 'b.db', 'c.db']) t.equal((await isnad(['backup', name], on('live.db'))).code, 0)
  writing = false
  await writer
  for (const name of ['a.db', 'b.db', 'c.db']) {
    const database = new Database(join(folder, name), { readonly: true })
    const count = (kind: string) => database.prepare(`SELECT count(*) FROM ${kind}`).pluck().get()
    t.equal(count('articles'), count('quotes'), 'no article without its quote')
    database.close()
  }
})

test('a restore is refused while a server has the database open, however idle', async (t) => {
  const { isnad, on, expect } = await served(t)
  await isnad(['backup', 'nightly.db'], on('live.db'))
  for (const words of [
    ['restore', 'nightly.db'],
    ['restore', '--force', 'nightly.db'],
    ['restore', '-n', 'nightly.db'],
  ])
    t.match(await isnad(words, on('live.db')), { code: 1, err: 'A server is using' })
  await expect(200, '/v1/articles', { as: admin })
})

test('a database with content is replaced only by force, and kept beside', async (t) => {
  const { isnad, on, titles, folder } = await served(t)
  await isnad(['backup', 'nightly.db'], on('live.db'))
  await isnad(['restore', 'nightly.db'], on('other.db'))
  const other = new Database(join(folder, 'other.db'))
  other.prepare("UPDATE articles SET title = 'Changed' WHERE title = 'N 1'").run()
  other.close()
  t.match(await isnad(['restore', 'nightly.db'], on('other.db')), { code: 1, err: 'holds 3 articles. --force' })
  t.match(await isnad(['restore', '--force', '-n', 'nightly.db'], on('other.db')), { code: 0, out: 'would hold 3' })
  t.match(await titles('other.db'), ['Changed', 'N 2', 'N 3'])
  const { code, out } = await isnad(['restore', '--force', 'nightly.db'], on('other.db'))
  t.equal(code, 0)
  const former = /kept in .*\/(other\.db\.before-\w+)\./.exec(out)?.[1] as string
  t.same(await titles('other.db'), ['N 1', 'N 2', 'N 3'])
  t.same(await titles(former), ['Changed', 'N 2', 'N 3'])
  t.ok((await isnad(['migrate'], on('empty.db'))).code === 0)
  t.match(await isnad(['restore', 'nightly.db'], on('empty.db')), { code: 0 }, 'an empty one needs no force')
})

test('what is no sound backup of this version changes nothing', async (t) => {
  const { isnad, on, folder } = await served(t)
  await isnad(['backup', 'nightly.db'], on('live.db'))
  const whole = readFileSync(join(folder, 'nightly.db'))
  const write = (name: string, content: Buffer | string) => writeFileSync(join(folder, name), content)
  write('text.db', 'not a database, but long enough to be looked at by SQLite as if it were one'.repeat(20))
  new Database(join(folder, 'foreign.db')).exec('CREATE TABLE a (b)').close()
  write('cut.db', whole)
  truncateSync(join(folder, 'cut.db'), whole.length - 9000)
  write('newer.db', whole)
  new Database(join(folder, 'newer.db')).exec("INSERT INTO migrations VALUES ('later', 1)").close()
  const refused = {
    'text.db': 'no backup of Isnad',
    'foreign.db': 'no backup of Isnad',
    'cut.db': 'cut.db is damaged',
    'newer.db': 'newer version',
  }
  for (const [name, why] of Object.entries(refused))
    t.match(await isnad(['restore', name], on('new.db')), { code: 1, err: why }, name)
  t.notOk(existsSync(join(folder, 'new.db')))
  t.match(await isnad(['restore', 'none.db'], on('new.db')), { code: 3 })
  t.same(
    readdirSync(folder).filter((name) => name.endsWith('.tmp')),
    [],
  )
})

test('what cannot be meant is said', async (t) => {
  const { isnad, on } = await served(t, 0)
  t.match(await isnad(['backup'], on('live.db')), { code: 2 })
  t.match(await isnad(['backup', 'live.db'], on('live.db')), { code: 2, err: 'the database itself' })
  t.match(await isnad(['restore'], on('live.db')), { code: 2 })
  t.match(await isnad(['backup', 'x.db'], { DATABASE_URL: 'file::memory:' }), { code: 1, err: 'no file' })
  t.match(await isnad(['backup', 'x.db'], on('none.db')), { code: 1 })
  t.match(await isnad(['keys', 'create', 'x', 'amdin'], on('live.db')), { code: 2, err: "no scope 'amdin'" })
})

test('keys are listed, made and revoked on the database', async (t) => {
  const { isnad, on, ask } = await served(t, 0)
  const { out } = await isnad(['keys', 'create', 'night desk', 'drafts:read', 'content:write'], on('live.db'))
  t.equal((await ask('/v1/articles', { as: out.trim() })).status, 200)
  const { lines } = await isnad(['keys', 'list', '--json'], on('live.db'))
  const { id } = lines.find(({ name }) => name === 'night desk')
  t.match(await isnad(['keys', 'list'], on('live.db')), {
    out: `${id}  valid    drafts:read,content:write  night desk`,
  })
  t.match(await isnad(['keys', 'revoke', id], on('live.db')), { code: 0, out: 'is revoked' })
  t.equal((await ask('/v1/articles', { as: out.trim() })).status, 401)
})

test('a dry run of backup, migrate and keys says what would be done, and does nothing', async (t) => {
  const { isnad, on, folder } = await served(t)
  const live = on('live.db')
  t.match(await isnad(['backup', '-n', 'nightly.db'], live), { code: 0, out: 'nightly.db would hold 3 articles' })
  t.match(await isnad(['backup', '-n', 'nightly.db'], on('none.db')), { code: 1, err: 'no database' })
  t.match(await isnad(['migrate', '-n'], live), { code: 0, out: 'live.db is at the newest schema.' })
  t.match(await isnad(['migrate', '-n'], on('none.db')), {
    code: 0,
    out: /none\.db is \d+ steps behind the newest schema/,
  })
  t.match(await isnad(['keys', '-n', 'create', 'desk', 'admin'], live), {
    out: "A key 'desk' with admin would be made.",
  })
  const listed = async () => (await isnad(['keys', 'list', '--json'], live)).lines
  const before = await listed()
  await isnad(['keys', 'create', 'desk', 'admin'], live)
  const [made] = await listed()
  t.equal((await listed()).length, before.length + 1)
  t.match(await isnad(['keys', '-n', 'revoke', made.id], live), { code: 0, out: `${made.id} would be revoked.` })
  t.equal((await listed())[0].revokedAt, null)
  const codes = []
  for (const words of [
    ['keys', 'revoke', 'none'],
    ['keys', '-n', 'revoke', 'none'],
  ])
    codes.push((await isnad(words, live)).code)
  t.equal(codes[0], codes[1])
  t.same(
    readdirSync(folder).filter((name) => !name.startsWith('live')),
    [],
  )
})
