import { test } from 'tap'
import { openStores } from '../../src/stores.ts'

const editor = { keyId: 'k', keyName: 'k', scopes: ['admin' as const] }

test('writes that wait share a transaction, and one that fails takes none of the others with it', async (t) => {
  const statements: string[] = []
  const stores = await openStores(`file:${t.testdir()}/isnad.db`, { onStatement: (sql) => void statements.push(sql) })
  t.teardown(() => stores.close())
  statements.length = 0
  const writes = Array.from({ length: 20 }, (_, i) =>
    stores.sources.create(editor, { name: `مصدر ${i}`, externalId: i % 5 === 4 ? 'same' : `s${i}` }),
  )
  const outcomes = await Promise.allSettled(writes)
  t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 17)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') t.match(outcome.reason, { code: 'duplicate-external-id' })
  }
  const commits = statements.filter((sql) => sql === 'COMMIT').length
  t.ok(commits < 10, `${commits} commits for 17 writes`)
  const request = {
    filters: {},
    sort: { field: 'name', descending: false },
    limit: 100,
    after: null,
    count: true,
    trashed: false,
    include: [],
    body: false,
  }
  t.equal((await stores.sources.list(editor, request)).total, 17)
})

test('a thread that writes answers as the store does, finishes what it has begun, and is missed when it ends', async (t) => {
  const stores = await openStores(`file:${t.testdir()}/isnad.db`, { writerThread: true })
  const know = { ifMatch: '*' as const, createOnly: false }
  const reading = { include: [], trashed: false, body: false }
  t.equal(await stores.ready(), true)
  const { item } = await stores.sources.create(editor, { name: 'مصدر', externalId: 's' })
  t.same((await stores.sources.read(editor, item.id, reading)).item, item)
  const renamed = await stores.sources.patch(editor, 'ext:s', { slug: 'jadid' }, know)
  t.match(renamed.item, { version: 2, slug: 'jadid' })
  await t.rejects(stores.sources.patch(editor, 'مصدر', {}, know), { name: 'Moved' })
  await t.rejects(stores.sources.create(editor, { name: 'x', externalId: 's' }), {
    code: 'duplicate-external-id',
    faults: [{ pointer: '/externalId' }],
  })
  const pending = stores.sources.create(editor, { name: 'آخر' })
  await stores.close()
  t.match(await pending, { item: { name: 'آخر' } })
  await t.rejects(stores.sources.create(editor, { name: 'ثالث' }), { code: 'unavailable' })
})
