import { setImmediate as nextTurn } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { type Test, test } from 'tap'
import { createEntries, type Representation } from '../src/cache/entries.ts'
import { createResponseCache } from '../src/cache/response-cache.ts'
import type { News } from '../src/cache/store.ts'
import { admin, type Request, type World, world } from './helper.ts'

const article = (externalId: string, more: object = {}) => ({
  externalId,
  lang: 'ar',
  title: `الماء لا ينتظر ${externalId}`,
  status: 'published',
  publishAt: '2025-01-01T00:00:00Z',
  sourceId: 'ext:s',
  body: { format: 'text', content: 'يقول الطويل: "الماء لا ينتظر أحدا". '.repeat(30) },
  ...more,
})

const indirect = (externalId: string, more: object = {}) => ({
  externalId,
  kind: 'indirect',
  text: 'قال إن الماء قليل',
  analystId: 'ext:a',
  ...more,
})

/** A source, an analyst with an affiliation, and an article that quotes them. */
async function filled(t: Test): Promise<World> {
  const server = await world(t)
  await server.create('sources', { externalId: 's', name: 'ساحل', kind: 'outlet' })
  await server.create('sources', { externalId: 'other', name: 'ميناء', kind: 'company' })
  const roles = [{ title: 'باحث', affiliation: 'ext:other' }]
  await server.create('analysts', { externalId: 'a', name: 'سالم الطويل', roles })
  await server.create('articles', article('1', { quotes: [indirect('q')] }))
  return server
}

/** Whether the answer came without any question to the database but the one whether anything was written. */
async function isHit({ expect, statements }: World, url: string, request: Request = {}): Promise<boolean> {
  statements()
  await expect(200, url, request)
  return statements().every((sql) => /total_changes|data_version/.test(sql))
}

const reads = [
  '/v1/articles/ext:1?include=source,quotes',
  '/v1/articles/ext:1?include=quotes.analyst',
  '/v1/articles/ext:1.html',
  '/v1/articles?limit=1',
  '/v1/quotes/ext:q?include=article,analyst',
  '/v1/analysts/ext:a',
  '/v1/analysts/ext:a/quotes',
  '/v1/sources?kind=outlet',
  '/v1/stats/voices?groupBy=analyst',
  '/sitemap.xml',
]

test('a second read of anything public is answered from the cache, byte for byte, HEAD as well', async (t) => {
  const server = await filled(t)
  for (const url of reads) {
    const first = await server.expect(200, url)
    const second = await server.expect(200, url)
    t.same(comparable(second), comparable(first), url)
    t.ok(await isHit(server, url), url)
    const head = await server.expect(200, url, { method: 'HEAD' })
    t.same(comparable(head).headers, comparable(first).headers, `HEAD ${url}`)
  }
})

test('a request is the same however it is spelled, and another when anything is asked otherwise', async (t) => {
  const server = await filled(t)
  await server.expect(200, '/v1/articles?limit=5&lang=ar')
  t.ok(await isHit(server, '/v1/articles?lang=ar&limit=5'))
  t.ok(await isHit(server, '/v1/articles?lang=%61r&limit=5'))
  t.notOk(await isHit(server, '/v1/articles?lang=ar&limit=6'))
  const { body } = await server.expect(200, '/v1/articles/ext:1')
  await server.expect(200, `/v1/articles/${encodeURIComponent(body.slug)}`)
  t.ok(await isHit(server, `/v1/articles/${encodeURIComponent(body.slug).toLowerCase()}`))
  const html = { headers: { accept: 'text/html' } }
  t.notOk(await isHit(server, '/v1/articles/ext:1', html))
  t.match((await server.expect(200, '/v1/articles/ext:1', html)).headers['content-type'], /html/)
  t.match((await server.expect(200, '/v1/articles/ext:1')).headers['content-type'], /json/)
})

test('a write to anything that an answer holds or depends on is in the next answer', async (t) => {
  const server = await filled(t)
  const write = (method: Request['method']) => ({ as: admin, method, ...(method !== 'POST' && { ifMatch: '*' }) })
  const writes: [Request['method'], string, unknown, (string | [string, RegExp])[]][] = [
    [
      'PATCH',
      '/v1/articles/ext:1?force=true',
      { title: 'عنوان جديد' },
      [
        [reads[0]!, /عنوان جديد/],
        [reads[2]!, /عنوان جديد/],
        [reads[3]!, /عنوان جديد/],
        [reads[4]!, /عنوان جديد/],
      ],
    ],
    [
      'PATCH',
      '/v1/sources/ext:s',
      { name: 'ساحل نيوز' },
      [
        [reads[0]!, /ساحل نيوز/],
        [reads[7]!, /ساحل نيوز/],
      ],
    ],
    [
      'PATCH',
      '/v1/analysts/ext:a',
      { bio: 'سيرة' },
      [
        [reads[1]!, /سيرة/],
        [reads[4]!, /سيرة/],
        [reads[5]!, /سيرة/],
      ],
    ],
    [
      'PATCH',
      '/v1/quotes/ext:q',
      { cue: 'زعم' },
      [
        [reads[0]!, /زعم/],
        [reads[6]!, /زعم/],
      ],
    ],
    [
      'POST',
      '/v1/quotes',
      indirect('q2', { articleId: 'ext:1', toldToId: 'ext:other', cue: 'أضاف' }),
      [
        [reads[0]!, /أضاف/],
        [reads[6]!, /أضاف/],
        [reads[8]!, /"quotes":2/],
      ],
    ],
    ['DELETE', '/v1/quotes/ext:q2', undefined, [[reads[8]!, /"quotes":1/]]],
    ['POST', '/v1/quotes/ext:q2/restoration', undefined, [[reads[0]!, /أضاف/]]],
    ['POST', '/v1/articles', article('2'), [[reads[3]!, /"externalId":"2"/]]],
    ['DELETE', '/v1/articles/ext:2?purge=true', undefined, [[reads[3]!, /"externalId":"1"/]]],
  ]
  for (const [method, url, body, seen] of writes) {
    for (const [read] of seen as [string, RegExp][]) await server.expect(200, read)
    const { status } = await server.ask(url, { ...write(method), body })
    t.ok(status < 300, `${method} ${url}: ${status}`)
    for (const [read, text] of seen as [string, RegExp][]) {
      t.match((await server.expect(200, read)).text, text, `${method} ${url}, ${read}`)
    }
  }
})

test('an affiliation appears when something public refers to the source, and goes with it', async (t) => {
  const server = await filled(t)
  const affiliation = async () => (await server.expect(200, '/v1/analysts/ext:a')).body.roles[0].affiliation
  t.equal(await affiliation(), null)
  await server.expect(404, '/v1/sources/ext:other')
  const { id } = await server.create('articles', article('2', { sourceId: 'ext:other' }))
  const { body } = await server.expect(200, '/v1/sources/ext:other')
  t.equal(await affiliation(), body.id)
  await server.expect(204, `/v1/articles/${id}`, { method: 'DELETE', as: admin, ifMatch: '*' })
  t.equal(await affiliation(), null)
  await server.expect(404, '/v1/sources/ext:other')
})

test('a translation names its original from the moment that this is public', async (t) => {
  const server = await filled(t)
  const original = await server.create('articles', article('o', { lang: 'fr', status: 'draft' }))
  await server.create('articles', article('t', { translationOf: 'ext:o' }))
  const named = async () => (await server.expect(200, '/v1/articles/ext:t')).body.translationOf
  t.equal(await named(), null)
  const publish = { method: 'PATCH' as const, as: admin, ifMatch: '*', body: { status: 'published' } }
  await server.expect(200, '/v1/articles/ext:o', publish)
  t.equal(await named(), original.id)
})

test('two records that are merged, and parted again, are read so at once', async (t) => {
  const server = await filled(t)
  await server.create('analysts', { externalId: 'b', name: 'سالم طويل' })
  await server.create('articles', article('2', { quotes: [indirect('qb', { analystId: 'ext:b' })] }))
  const total = async () => (await server.expect(200, '/v1/analysts/ext:a/quotes?count=true')).body.total
  t.equal(await total(), 1)
  await server.expect(200, '/v1/analysts/ext:b')
  const merge = { method: 'POST' as const, as: admin, body: { into: 'ext:a' } }
  await server.expect(200, '/v1/analysts/ext:b/merge', merge)
  t.equal(await total(), 2)
})

test('what is published, embargoed or expires by the clock changes at that moment, whichever way it goes', async (t) => {
  const server = await filled(t)
  const { expect, setTime, create } = server
  setTime('2026-01-01T00:00:00.000Z')
  const embargoUntil = '2026-02-01T00:00:00.000Z'
  await create('articles', article('x', { embargoUntil, expireAt: '2026-02-01T00:00:30.000Z' }))
  const count = async () => (await expect(200, '/v1/articles?count=true')).body.total
  t.equal(await count(), 1)
  setTime('2026-01-31T23:59:59.999Z')
  t.equal(await count(), 1)
  setTime('2026-02-01T00:00:00.000Z')
  t.equal(await count(), 2)
  t.match((await expect(200, '/v1/articles/ext:x')).headers['cache-control'], /s-maxage=30\b/)
  setTime('2026-02-01T00:00:20.000Z')
  t.match((await expect(200, '/v1/articles/ext:x')).headers['cache-control'], /s-maxage=10\b/)
  setTime('2026-02-01T00:00:30.000Z')
  t.equal(await count(), 1)
  await expect(404, '/v1/articles/ext:x')
  setTime('2026-01-01T00:00:00.000Z')
  t.equal(await count(), 1)
  setTime('2026-02-01T00:00:10.000Z')
  t.equal(await count(), 2)
})

test('what a key is answered is never kept, and never comes from what the public was answered', async (t) => {
  const server = await filled(t)
  await server.create('articles', article('draft', { status: 'draft' }))
  const url = '/v1/articles?limit=10'
  const before = await server.expect(200, url)
  const keyed = await server.expect(200, url, { as: admin })
  const after = await server.expect(200, url)
  t.equal(keyed.body.items.length, 2)
  t.match(keyed.headers, { 'cache-control': 'private, no-store', vary: /Authorization/ })
  t.same(comparable(after), comparable(before))
  t.notOk(await isHit(server, url, { as: admin }))
  const draft = await server.expect(200, '/v1/articles/ext:draft', { as: admin })
  const held = { headers: { 'if-none-match': draft.etag } }
  await server.expect(404, '/v1/articles/ext:draft', held)
  await server.expect(401, url, { as: 'isn_not_a_key_of_this_server' })
})

test('headers that are not part of the key never change what is answered', async (t) => {
  const server = await filled(t)
  const url = '/v1/articles?limit=1'
  const odd = {
    'x-forwarded-host': 'evil.example',
    'accept-version': '2.x',
    'x-original-url': '/',
    origin: 'https://x.example',
  }
  const first = await server.expect(200, url, { headers: odd })
  const second = await server.expect(200, url)
  t.equal(second.text, first.text)
  t.notMatch(JSON.stringify(second.headers), /evil|x\.example/)
})

test('a body with a GET is refused, kept answer or not', async (t) => {
  const server = await filled(t)
  await server.expect(200, '/v1/articles')
  await server.expect(400, '/v1/articles', { raw: 'x', headers: { 'content-type': 'application/json' } })
})

test('errors and redirects are not kept', async (t) => {
  const server = await filled(t)
  await server.expect(404, '/v1/articles/ext:later')
  await server.create('articles', article('later', { slug: 'first' }))
  await server.expect(200, '/v1/articles/ext:later')
  const rename = { method: 'PATCH' as const, as: admin, ifMatch: '*', body: { slug: 'second' } }
  await server.expect(200, '/v1/articles/first')
  await server.expect(200, '/v1/articles/first', rename)
  await server.expect(308, '/v1/articles/first')
  await server.expect(308, '/v1/articles/first')
})

test('a kept answer that the client holds is 304, with the headers of the answer', async (t) => {
  const server = await filled(t)
  const { etag, headers } = await server.expect(200, reads[0]!)
  const request = { headers: { 'if-none-match': etag } }
  const { text, headers: again } = await server.expect(304, reads[0]!, request)
  t.equal(text, '')
  for (const name of ['etag', 'cache-control', 'cache-tag', 'vary', 'content-language'])
    t.equal(again[name], headers[name], name)
})

test('what is large enough is sent compressed, each coding with a tag of its own, and If-Match takes any', async (t) => {
  const server = await filled(t)
  const url = '/v1/articles/ext:1?body=text'
  const plain = await server.expect(200, url)
  const tags = [plain.etag]
  for (const coding of ['br', 'gzip'] as const) {
    for (const turn of ['made', 'kept']) {
      const response = await server.app.inject({ url, headers: { 'accept-encoding': `${coding}, *;q=0` } })
      const { headers, rawPayload } = response
      const decoded = coding === 'br' ? brotliDecompressSync(rawPayload) : gunzipSync(rawPayload)
      t.equal(decoded.toString(), plain.text, turn)
      t.match(headers, { 'content-encoding': coding, vary: /Accept-Encoding/ })
      if (turn === 'kept') tags.push(String(headers.etag))
    }
  }
  t.equal(new Set(tags).size, 3)
  const small = await server.app.inject({ url: '/v1/articles/ext:1?fields=id', headers: { 'accept-encoding': 'br' } })
  t.notOk(small.headers['content-encoding'])
  const stale = { method: 'PATCH' as const, as: admin, ifMatch: tags[1]!, body: { section: 'اقتصاد' } }
  await server.expect(200, '/v1/articles/ext:1', stale)
  await server.expect(412, '/v1/articles/ext:1', stale)
})

test('requests that wait for one answer share it', async (t) => {
  const server = await filled(t)
  server.statements()
  await server.expect(200, reads[0]!)
  const alone = content(server.statements()).length
  await server.expect(200, '/v1/sources/ext:s', {
    method: 'PATCH',
    as: admin,
    ifMatch: '*',
    body: { url: 'https://example.org/' },
  })
  server.statements()
  const answers = await Promise.all(Array.from({ length: 20 }, () => server.app.inject(reads[0]!)))
  t.equal(new Set(answers.map(({ body }) => body)).size, 1)
  t.ok(content(server.statements()).length <= alone)
})

test('when the one that others wait for fails, each of them asks for itself', async (t) => {
  const cache = createResponseCache({ news: async () => null }, 1e6, () => new Date(0))
  const task = await cache.find('k')
  const waiting = [cache.find('k'), cache.find('k')]
  await nextTurn()
  if ('giveUp' in task) task.giveUp()
  for (const found of await Promise.all(waiting)) t.ok('giveUp' in found)
})

test('an answer is not kept when what it holds was changed while it was made, nor given to who asks after that', async (t) => {
  let news: News | null = null
  const cache = createResponseCache({ news: async () => news }, 1e6, () => new Date(0))
  const task = await cache.find('k')
  const early = cache.find('k')
  await nextTurn()
  news = { mark: { commit: 1, sequence: 1 }, changed: ['x'], nextMoment: null }
  const late = await cache.find('k')
  news = null
  t.ok('giveUp' in late, 'it makes its own')
  if ('giveUp' in task) await task.keep(representation('old', ['x']))
  t.match(await early, { etag: 'old' })
  if ('giveUp' in late) await late.keep(representation('new', ['x']))
  t.match(await cache.find('k'), { etag: 'new' })
})

test('the entries take no more bytes than they may, and what was asked for last stays', async (t) => {
  const entries = createEntries(100_000)
  for (let n = 0; n < 500; n++) {
    entries.set(`key ${n}`, representation(String(n), [`tag ${n}`, 'all'], 5000))
    entries.get('key 0')
    t.ok(entries.size() <= 100_000)
  }
  t.ok(entries.get('key 0'))
  t.ok(entries.get('key 499'))
  t.notOk(entries.get('key 1'))
  entries.set('large', representation('large', [], 90_000))
  t.notOk(entries.get('large'), 'one answer alone does not take it all')
  entries.drop(['tag 499'])
  t.notOk(entries.get('key 499'))
  t.ok(entries.get('key 0'))
  entries.drop(['all'])
  t.equal(entries.size(), 0)
})

function representation(etag: string, tags: string[], length = 10): Representation {
  const bytes = Buffer.alloc(length)
  return {
    bytes,
    coding: 'identity',
    etag,
    head: [],
    description: [],
    visibleUntil: null,
    tags,
  }
}

/** The statements that read content. */
const content = (statements: string[]) => statements.filter((sql) => !/changes|data_version|min\(moment\)/.test(sql))

function comparable({ status, text, headers }: Awaited<ReturnType<World['ask']>>) {
  const { 'x-request-id': _, date: __, ...others } = headers
  return { status, text, headers: others }
}
