import { test } from 'tap'
import { admin, type World, world } from './helper.ts'

const key = { as: admin }
const reason = 'تبيّن أن الوثيقة غير صحيحة.'
const said = 'الماء لا ينتظر أحدا'

async function published(w: World, externalId = 'well') {
  w.setTime('2026-03-01T08:00:00.000Z')
  const article = await w.create('articles', {
    externalId,
    slug: `${externalId}-first`,
    lang: 'ar',
    title: 'البئر',
    status: 'published',
    body: { format: 'text', content: `قال سالم: "${said}".` },
    sourceId: (await w.create('sources', { name: 'ساحل' })).id,
    quotes: [{ kind: 'direct', text: said, analystId: (await w.create('analysts', { name: 'سالم' })).id }],
  })
  return { article, url: `/v1/articles/ext:${externalId}` }
}

const patch = (body: object) => ({ ...key, method: 'PATCH' as const, ifMatch: '*', body })
const post = (body: object, more: object = {}) => ({ ...key, method: 'POST' as const, body, ...more })

test('a correction is added to those that stand, with its time, and without If-Match', async (t) => {
  const w = await world(t)
  const { url } = await published(w)
  for (const [note, time] of [
    ['صُحح الاسم.', '2026-03-02T08:00:00.000Z'],
    ['وصُحح التاريخ.', '2026-03-03T08:00:00.000Z'],
  ] as const) {
    w.setTime(time)
    const { body, etag } = await w.expect(200, `${url}/corrections`, post({ note }, { as: ['content:publish'] }))
    t.match(body.corrections.at(-1), { at: time, note })
    await w.expect(412, `${url}/corrections`, post({ note: 'x' }, { ifMatch: etag.replace(/-v\d+/, '-v1') }))
  }
  const { body } = await w.expect(200, url)
  t.strictSame(
    body.corrections.map(({ note }: any) => note),
    ['صُحح الاسم.', 'وصُحح التاريخ.'],
  )
  t.equal(body.version, 3)
})

test('a correction of what is live needs content:publish, of a draft content:write, and a note', async (t) => {
  const w = await world(t)
  const { url } = await published(w)
  await w.create('articles', { externalId: 'draft', lang: 'ar', title: 'مسودة' })
  const note = { note: 'صُحح.' }
  await w.expect(401, `${url}/corrections`, post(note, { as: undefined }))
  await w.expect(403, `${url}/corrections`, post(note, { as: ['content:write'] }))
  await w.expect(200, '/v1/articles/ext:draft/corrections', post(note, { as: ['content:write'] }))
  await w.expect(404, '/v1/articles/ext:none/corrections', post(note))
  for (const body of [{}, { note: ' ' }, { note: 'x', at: '2026-03-01T08:00:00Z' }])
    await w.expect(400, `${url}/corrections`, post(body))
})

test('what was withdrawn answers 410 with the reason, whatever it is asked for and under whatever ref', async (t) => {
  const w = await world(t)
  const { article, url } = await published(w)
  await w.expect(200, url, patch({ slug: 'second' }))
  w.setTime('2026-03-02T08:00:00.000Z')
  await w.expect(403, `${url}/withdrawal`, post({ reason }, { as: ['content:write'] }))
  const { body } = await w.expect(200, `${url}/withdrawal`, post({ reason }, { as: ['content:publish'] }))
  t.match(body, { status: 'withdrawn', withdrawnReason: reason })

  for (const ref of [article.id, 'second', 'ext:well'])
    for (const address of ['', '.html', '.md', '.txt', '.jsonld', '.ninjs', '/related', '/quotes', '?body=html']) {
      for (const as of [undefined, ['content:write' as const]]) {
        const refused = await w.expect(410, `/v1/articles/${ref}${address}`, { as })
        t.match(refused.body, { code: 'withdrawn', reason, withdrawnAt: '2026-03-02T08:00:00.000Z' })
        t.equal(refused.headers['cache-control'], 'no-store')
      }
    }
  t.equal((await w.expect(308, '/v1/articles/well-first')).headers.location, '/v1/articles/second')
  t.match((await w.expect(200, url, { as: ['drafts:read'] })).body, { status: 'withdrawn' })

  for (const gone of [
    `quotes/${article.quotes[0].id}`,
    `analysts/${article.quotes[0].analystId}`,
    `sources/${article.sourceId}`,
  ])
    await w.expect(404, `/v1/${gone}`)
  for (const list of ['articles', 'quotes', 'sources', 'analysts'])
    t.strictSame((await w.expect(200, `/v1/${list}`)).body.items, [], list)
  for (const address of ['feeds/articles.rss', 'feeds/articles.atom', 'feeds/articles.json', 'feeds/quotes.rss'])
    t.notOk((await w.expect(200, `/v1/${address}`)).text.includes(article.id), address)
  const { items } = (await w.expect(200, '/v1/changes?type=article')).body
  t.match(items.at(-1), { id: article.id, action: 'disappear', at: '2026-03-02T08:00:00.000Z' })
})

test('what was withdrawn is listed for all, the latest first, without a word of what it said', async (t) => {
  const w = await world(t)
  const articles = []
  for (const name of ['a', 'b', 'c']) articles.push((await published(w, name)).article)
  for (const [day, name] of [
    [2, 'b'],
    [3, 'a'],
    [4, 'c'],
  ] as const) {
    w.setTime(`2026-03-0${day}T08:00:00.000Z`)
    await w.expect(200, `/v1/articles/ext:${name}/withdrawal`, post({ reason: `سبب ${name}` }))
  }
  const first = await w.expect(200, '/v1/removed?limit=2&count=true')
  t.match(first.body, { total: 3, items: [{ reason: 'سبب c' }, { reason: 'سبب a' }] })
  t.strictSame(first.body.items[1], {
    id: articles[0].id,
    slug: 'a-first',
    lang: 'ar',
    publishedAt: '2026-03-01T08:00:00.000Z',
    withdrawnAt: '2026-03-03T08:00:00.000Z',
    reason: 'سبب a',
  })
  const next = /<([^>]*)>; rel="next"/.exec(first.headers.link ?? '')?.[1] as string
  t.match((await w.expect(200, next)).body, { items: [{ reason: 'سبب b' }], nextCursor: null })
})

test('what is withdrawn by a patch is withdrawn all the same, and is there again once it is published', async (t) => {
  const w = await world(t)
  const { article, url } = await published(w)
  await w.expect(200, url, patch({ status: 'withdrawn' }))
  t.equal((await w.expect(410, url)).body.reason, null)
  await w.expect(200, url, patch({ status: 'published' }))
  t.match((await w.expect(200, url)).body, { id: article.id, withdrawnReason: null })
  t.strictSame((await w.expect(200, '/v1/removed')).body.items, [])
})

test('what never was public, or is in the trash, answers as nothing does', async (t) => {
  const w = await world(t)
  w.setTime('2026-03-01T08:00:00.000Z')
  for (const [externalId, more] of [
    ['draft', {}],
    ['scheduled', { status: 'published', publishAt: '2026-03-05T08:00:00.000Z' }],
    ['embargoed', { status: 'published', embargoUntil: '2026-03-05T08:00:00.000Z' }],
  ] as const) {
    await w.create('articles', { externalId, lang: 'ar', title: 'البئر', ...more })
    await w.expect(200, `/v1/articles/ext:${externalId}/withdrawal`, post({ reason }))
    await w.expect(404, `/v1/articles/ext:${externalId}`)
  }
  const { url } = await published(w)
  await w.expect(200, `${url}/withdrawal`, post({ reason }))
  await w.expect(410, url)
  await w.expect(204, url, { ...key, method: 'DELETE', ifMatch: '*' })
  await w.expect(404, url)
  t.strictSame((await w.expect(200, '/v1/removed')).body.items, [])
})

test('what had expired before it was withdrawn was public, and is listed', async (t) => {
  const w = await world(t)
  w.setTime('2026-03-01T08:00:00.000Z')
  await w.create('articles', {
    externalId: 'a',
    lang: 'ar',
    title: 'البئر',
    status: 'published',
    expireAt: '2026-03-02T08:00:00.000Z',
  })
  w.setTime('2026-03-03T08:00:00.000Z')
  await w.expect(404, '/v1/articles/ext:a')
  await w.expect(200, '/v1/articles/ext:a/withdrawal', post({ reason }))
  await w.expect(410, '/v1/articles/ext:a')
})

test('the reading page of what was withdrawn says why, with the status of the API', async (t) => {
  const w = await world(t, { config: { READER: true } })
  await published(w)
  await w.expect(200, '/v1/articles/ext:well/withdrawal', post({ reason: '<b>لا</b> يصح' }))
  const { statusCode, body, headers } = await w.app.inject({
    url: '/read/well-first',
    headers: { 'accept-language': 'ar' },
  })
  t.equal(statusCode, 410)
  t.match(body, 'سُحبت هذه المادة')
  t.match(body, '<blockquote dir="auto">&#60;b&#62;لا&#60;/b&#62; يصح</blockquote>')
  t.match(body, '<meta name="robots" content="noindex">')
  t.equal(headers['cache-control'], 'no-store')
})
