import { type Test, test } from 'tap'
import { admin, world } from './helper.ts'

const now = '2026-03-01T08:00:00.000Z'
const soon = '2026-03-01T08:00:10.000Z'
const later = '2026-03-01T08:00:20.000Z'
const words = 'الماء لا ينتظر أحدا في هذا الساحل الطويل'

/** Two sources and an analyst, and how to write an article that needs them and to ask how long an answer is fresh. */
async function archive(t: Test) {
  const { setTime, create, expect } = await world(t)
  setTime(now)
  for (const externalId of ['s', 's2']) await create('sources', { externalId, name: externalId, kind: 'agency' })
  await create('analysts', { externalId: 'a', name: 'سالم' })
  const quote = { kind: 'direct', spans: [{ text: words }], analystId: 'ext:a', toldToId: 'ext:s2' }
  const write = (externalId: string, more: object) =>
    create('articles', {
      externalId,
      lang: 'ar',
      title: externalId,
      status: 'published',
      sourceId: 'ext:s',
      body: { format: 'text', content: `قال سالم: "${words}".` },
      quotes: [{ ...quote, externalId }],
      ...more,
    })
  const fresh = async (url: string) =>
    Number(/s-maxage=(\d+)/.exec((await expect(200, url)).headers['cache-control'] ?? '')?.[1])
  return { setTime, create, expect, write, fresh }
}

const named = [
  '/v1/analysts/ext:a',
  '/v1/analysts',
  '/v1/analysts?count=true&limit=1',
  '/v1/analysts/ext:a.jsonld',
  '/v1/sources/ext:s',
  '/v1/sources/ext:s2',
  '/v1/sources',
  '/v1/sources?count=true',
]

test('sources and analysts are cached no longer than the last article they depend on', async (t) => {
  const { write, fresh, setTime, expect } = await archive(t)
  await write('one', { expireAt: soon })
  for (const url of named) t.equal(await fresh(url), 10, url)
  for (const url of named) {
    const { headers } = await expect(200, url, { as: admin })
    t.equal(headers['cache-control'], 'private, no-store')
  }

  await write('two', { expireAt: later })
  for (const url of named) t.equal(await fresh(url), 20, `${url} lives on with another`)

  await write('draft', { status: 'draft' })
  await write('embargoed', { embargoUntil: '2026-03-01T09:00:00Z' })
  for (const url of named) t.equal(await fresh(url), 20, `${url} does not live on with what is not public`)

  await write('three', {})
  for (const url of named) t.equal(await fresh(url), 60, `${url} does not end`)

  await expect(204, '/v1/articles/ext:three', { method: 'DELETE', as: admin, ifMatch: '*' })
  for (const url of named) t.equal(await fresh(url), 20, `${url} ends where the endless one is in the trash`)

  setTime(later)
  for (const url of ['/v1/analysts/ext:a', '/v1/sources/ext:s', '/v1/sources/ext:s2']) await expect(404, url)
  for (const url of ['/v1/analysts?count=true', '/v1/sources?count=true'])
    t.match((await expect(200, url)).body, { total: 0 })
})

test('a source that speaks ends with what it said', async (t) => {
  const { write, fresh } = await archive(t)
  const quotes = [{ kind: 'direct', spans: [{ text: words }], sourceId: 'ext:s2' }]
  await write('one', { sourceId: null, quotes, expireAt: soon })
  t.equal(await fresh('/v1/sources/ext:s2'), 10)
})

test('the same words elsewhere are cached no longer than the articles they stand in', async (t) => {
  const { write, fresh, setTime, expect } = await archive(t)
  await write('lasting', {})
  t.equal(await fresh('/v1/quotes/ext:lasting/occurrences'), 60)
  await write('later', { expireAt: later })
  await write('soon', { expireAt: soon })
  const url = '/v1/quotes/ext:lasting/occurrences'
  t.equal((await expect(200, url)).body.items.length, 2)
  t.equal(await fresh(url), 10)
  setTime(soon)
  t.equal((await expect(200, url)).body.items.length, 1)
  t.equal(await fresh(url), 10)
})

test('a total is cached no longer than all that is counted', async (t) => {
  const { write, fresh } = await archive(t)
  await write('lasting', { publishAt: '2026-02-01T00:00:00Z' })
  await write('soon', { publishAt: '2026-01-01T00:00:00Z', expireAt: soon })
  for (const url of [
    '/v1/articles?limit=1',
    '/v1/quotes?limit=1',
    '/v1/sources?limit=1',
    '/v1/analysts?limit=1&count=true',
  ])
    t.equal(await fresh(url), 60, url)
  for (const url of ['/v1/articles?limit=1&count=true', '/v1/quotes?limit=1&count=true'])
    t.equal(await fresh(url), 10, url)
})

test('an analyst is cached no longer than the sources that the roles name are public', async (t) => {
  const { write, fresh, create, expect, setTime } = await archive(t)
  await create('sources', { externalId: 's3', name: 's3', kind: 'ngo' })
  const roles = [{ title: 'مستشار', affiliation: 'ext:s3' }]
  await expect(200, '/v1/analysts/ext:a', { method: 'PATCH', as: admin, ifMatch: '*', body: { roles } })
  await write('lasting', {})
  const urls = [
    '/v1/analysts/ext:a',
    '/v1/analysts',
    '/v1/analysts/ext:a.jsonld',
    '/v1/quotes/ext:lasting?include=analyst',
    '/v1/quotes?include=analyst',
    '/v1/articles/ext:lasting?include=quotes.analyst',
  ]
  for (const url of urls) t.equal(await fresh(url), 60, `${url} while the source is not public`)
  await write('soon', { sourceId: 'ext:s3', quotes: [], expireAt: soon })
  for (const url of urls) t.equal(await fresh(url), 10, url)
  setTime(soon)
  t.equal((await expect(200, '/v1/analysts/ext:a')).body.roles[0].affiliation, null)
  for (const url of urls) t.equal(await fresh(url), 60, `${url} when the source is not public any more`)
})
