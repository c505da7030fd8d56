import { test } from 'tap'
import { admin, type World, world } from './helper.ts'

const paragraph = (text: string) => ({ _type: 'block', children: [{ _type: 'span', text }] })
const said = 'الماء لا ينتظر أحدا'

async function edited(w: World) {
  w.setTime('2026-03-01T08:00:00.000Z')
  const article = await w.create('articles', {
    externalId: 'well',
    lang: 'ar',
    title: 'البئر',
    body: [paragraph(`قال: "${said}".`)],
    quotes: [{ kind: 'direct', text: said }],
  })
  w.setTime('2026-03-02T08:00:00.000Z')
  const headers = { 'isnad-message': encodeURIComponent('صحح العنوان') }
  await w.expect(200, '/v1/articles/ext:well', {
    method: 'PATCH',
    as: ['content:write'],
    ifMatch: '*',
    headers,
    body: { title: 'البئر القديمة', slug: 'old-well' },
  })
  return article
}

test('every change is a version that says when, by whom, why and what', async (t) => {
  const w = await world(t)
  await edited(w)
  const { body } = await w.expect(200, '/v1/articles/old-well/revisions?count=true', { as: ['drafts:read'] })
  t.strictSame(body, {
    items: [
      {
        version: 2,
        at: '2026-03-02T08:00:00.000Z',
        actor: 'content:write',
        message: 'صحح العنوان',
        action: 'update',
        forced: false,
      },
      { version: 1, at: '2026-03-01T08:00:00.000Z', actor: 'admin', message: null, action: 'create', forced: false },
    ],
    nextCursor: null,
    total: 2,
  })
})

test('a version is read with its state, in the format asked for', async (t) => {
  const w = await world(t)
  await edited(w)
  const first = await w.expect(200, '/v1/articles/ext:well/revisions/1?body=text', { as: ['drafts:read'] })
  t.match(first.body, {
    version: 1,
    actor: 'admin',
    state: { version: 1, title: 'البئر', slug: 'البئر', body: `قال: "${said}".` },
  })
  t.equal(first.headers['cache-control'], 'private, no-store')
  const present = await w.expect(200, '/v1/articles/ext:well/revisions/2', { as: ['drafts:read'] })
  t.match(present.body, { message: 'صحح العنوان', state: { title: 'البئر القديمة', slug: 'old-well' } })
})

test('the list of versions is paged, and its cursor belongs to it', async (t) => {
  const w = await world(t)
  await w.create('sources', { externalId: 'a', name: 'واحد' })
  await w.create('sources', { externalId: 'b', name: 'اثنان' })
  for (const name of ['ثلاثة', 'أربعة']) {
    await w.expect(200, '/v1/sources/ext:a', { method: 'PATCH', as: admin, ifMatch: '*', body: { name } })
  }
  const first = await w.expect(200, '/v1/sources/ext:a/revisions?limit=2', { as: admin })
  t.strictSame(
    first.body.items.map(({ version }: any) => version),
    [3, 2],
  )
  const next = /<(.*)>; rel="next"/.exec(first.headers.link as string)?.[1] as string
  const second = await w.expect(200, next, { as: admin })
  t.strictSame(
    second.body.items.map(({ version }: any) => version),
    [1],
  )
  t.equal(second.body.nextCursor, null)
  const elsewhere = `/v1/sources/ext:b/revisions?limit=2&cursor=${first.body.nextCursor}`
  t.equal((await w.expect(400, elsewhere, { as: admin })).body.code, 'invalid-cursor')
})

test('the public and keys that do not see drafts see no history', async (t) => {
  const w = await world(t)
  await edited(w)
  const body = { status: 'published' }
  await w.expect(200, '/v1/articles/ext:well?force=true', { method: 'PATCH', as: admin, ifMatch: '*', body })
  for (const path of ['revisions', 'revisions/1']) {
    await w.expect(401, `/v1/articles/ext:well/${path}`)
    await w.expect(403, `/v1/articles/ext:well/${path}`, { as: ['content:write'] })
    await w.expect(401, `/v1/articles/ext:nothing/${path}`)
  }
  await w.expect(401, '/v1/articles/ext:well/revisions/1/restoration', { method: 'POST' })
  await w.expect(403, '/v1/articles/ext:well/revisions/1/restoration', { method: 'POST', as: ['drafts:read'] })
})

test('what is not there is said to be so', async (t) => {
  const w = await world(t)
  await edited(w)
  const { body } = await w.expect(404, '/v1/articles/ext:well/revisions/7', { as: admin })
  t.equal(body.detail, 'The article has no version 7; the present one is 2.')
  await w.expect(404, '/v1/articles/ext:nothing/revisions', { as: admin })
  await w.expect(400, '/v1/articles/ext:well/revisions/latest', { as: admin })
  await w.expect(404, '/v1/articles/ext:well/revisions/7/restoration', { method: 'POST', as: admin })
})

test('an earlier slug leads to the versions under the present one', async (t) => {
  const w = await world(t)
  await edited(w)
  const { headers } = await w.expect(308, `/v1/articles/${encodeURIComponent('البئر')}/revisions/1?body=none`, {
    as: admin,
  })
  t.equal(headers.location, '/v1/articles/old-well/revisions/1?body=none')
})

test('an earlier version becomes the present one, as a new version', async (t) => {
  const w = await world(t)
  await edited(w)
  const answer = await w.expect(200, '/v1/articles/ext:well/revisions/1/restoration', {
    method: 'POST',
    as: ['content:write'],
    headers: { 'isnad-message': 'undo' },
  })
  t.match(answer.body, { version: 3, title: 'البئر', slug: 'البئر' })
  t.match((await w.expect(200, '/v1/articles/ext:well/revisions', { as: admin })).body.items[0], {
    version: 3,
    action: 'revert',
    message: 'undo',
  })
  await w.expect(308, '/v1/articles/old-well', { as: admin })
  const again = await w.expect(200, '/v1/articles/ext:well/revisions/3/restoration', { method: 'POST', as: admin })
  t.equal(again.etag, answer.etag, 'a version that is present changes nothing')
})

test('a restoration accepts If-Match', async (t) => {
  const w = await world(t)
  const { etag } = await w.expect(201, '/v1/sources', {
    method: 'POST',
    as: admin,
    body: { externalId: 'a', name: 'واحد' },
  })
  await w.expect(200, '/v1/sources/ext:a', { method: 'PATCH', as: admin, ifMatch: '*', body: { name: 'اثنان' } })
  const url = '/v1/sources/ext:a/revisions/1/restoration'
  t.match((await w.expect(412, url, { method: 'POST', as: admin, ifMatch: etag })).body, {
    version: 2,
    changed: ['name'],
  })
  await w.expect(200, url, { method: 'POST', as: admin, ifMatch: '*' })
})

test('a body that is restored finds its quotes again, or is refused', async (t) => {
  const w = await world(t)
  await edited(w)
  const longer = [paragraph('مقدمة جديدة.'), paragraph(`قال: "${said}".`)]
  await w.expect(200, '/v1/articles/ext:well', { method: 'PATCH', as: admin, ifMatch: '*', body: { body: longer } })
  await w.expect(200, '/v1/articles/ext:well/revisions/2/restoration', { method: 'POST', as: admin })
  const [quote] = (await w.expect(200, '/v1/articles/ext:well/quotes', { as: admin })).body.items
  t.match(quote, { text: said, spans: [{ start: 6 }] })

  const other = { body: [paragraph('قال: "الماء لا ينتظر الناس".')] }
  await w.expect(200, '/v1/articles/ext:well?onDrift=update', { method: 'PATCH', as: admin, ifMatch: '*', body: other })
  const url = '/v1/articles/ext:well/revisions/1/restoration'
  const { body } = await w.expect(409, url, { method: 'POST', as: admin })
  t.match(body, { code: 'quote-drift', quotes: [{ newText: said }] })
  await w.expect(200, `${url}?onDrift=update`, { method: 'POST', as: admin })
  t.match((await w.expect(200, `/v1/quotes/${quote.id}`, { as: admin })).body, { text: said, anchor: 'fuzzy' })
})

test('a restoration of what is live needs content:publish', async (t) => {
  const w = await world(t)
  await w.create('articles', { externalId: 'a', lang: 'ar', title: 'واحد', status: 'published' })
  await w.expect(200, '/v1/articles/ext:a', { method: 'PATCH', as: admin, ifMatch: '*', body: { title: 'اثنان' } })
  const url = '/v1/articles/ext:a/revisions/1/restoration'
  await w.expect(403, url, { method: 'POST', as: ['content:write'] })
  t.equal((await w.expect(200, url, { method: 'POST', as: ['content:publish'] })).body.title, 'واحد')
})

test('a restoration is refused when what the version refers to is gone', async (t) => {
  const w = await world(t)
  await w.create('sources', { externalId: 'outlet', name: 'ساحل نيوز' })
  await w.create('articles', { externalId: 'a', lang: 'ar', title: 'واحد', sourceId: 'ext:outlet' })
  await w.expect(200, '/v1/articles/ext:a', { method: 'PATCH', as: admin, ifMatch: '*', body: { sourceId: null } })
  await w.expect(204, '/v1/sources/ext:outlet', { method: 'DELETE', as: admin, ifMatch: '*' })
  const { body } = await w.expect(422, '/v1/articles/ext:a/revisions/1/restoration', { method: 'POST', as: admin })
  t.match(body.errors, [{ pointer: '/sourceId', code: 'unresolved' }])
})

test('in the trash a resource keeps its versions, and is not changed by one', async (t) => {
  const w = await world(t)
  await edited(w)
  await w.expect(204, '/v1/articles/ext:well', {
    method: 'DELETE',
    as: admin,
    ifMatch: '*',
    headers: { 'isnad-message': 'double' },
  })
  const { body } = await w.expect(200, '/v1/articles/ext:well/revisions', { as: admin })
  t.match(body.items[0], { version: 3, action: 'trash', message: 'double' })
  const refused = await w.expect(409, '/v1/articles/ext:well/revisions/1/restoration', { method: 'POST', as: admin })
  t.equal(refused.body.code, 'in-trash')
})

test('analysts and quotes have versions too', async (t) => {
  const w = await world(t)
  await edited(w)
  await w.create('analysts', { externalId: 'salem', name: 'سالم', roles: [{ title: 'باحث' }], topics: ['المياه'] })
  await w.expect(200, '/v1/analysts/ext:salem', {
    method: 'PUT',
    as: admin,
    ifMatch: '*',
    body: { name: 'سالم الطويل' },
  })
  const { body } = await w.expect(200, '/v1/analysts/ext:salem/revisions/1/restoration', { method: 'POST', as: admin })
  t.match(body, { name: 'سالم', topics: ['المياه'], roles: [{ title: 'باحث' }], version: 3 })
  t.equal(
    (await w.expect(200, `/v1/analysts?topic=${encodeURIComponent('المياه')}`, { as: admin })).body.items.length,
    1,
  )

  const [quote] = (await w.expect(200, '/v1/articles/ext:well/quotes', { as: admin })).body.items
  const url = `/v1/quotes/${quote.id}`
  await w.expect(200, url, {
    method: 'PATCH',
    as: admin,
    ifMatch: '*',
    body: { analystId: 'ext:salem', status: 'verified' },
  })
  await w.expect(200, `${url}/revisions/2`, { as: admin })
  const back = await w.expect(200, `${url}/revisions/1/restoration`, { method: 'POST', as: admin })
  t.match(back.body, { version: 3, analystId: null, status: 'asserted', spans: quote.spans })
})

const messages: [name: string, header: string, message: string | null][] = [
  ['plain ASCII', 'fix the title', 'fix the title'],
  ['percent-encoded UTF-8', encodeURIComponent('صحح'), 'صحح'],
  ['the form of RFC 8187', `UTF-8'ar'${encodeURIComponent('صحح')}`, 'صحح'],
  ['UTF-8 as it is', Buffer.from('صحح 100%25').toString('latin1'), 'صحح 100%25'],
  ['a percent sign that encodes nothing', '50% done', '50% done'],
  ['blank', '   ', null],
]
for (const [name, header, message] of messages) {
  test(`a message is accepted as ${name}`, async (t) => {
    const w = await world(t)
    const body = { externalId: 'a', name: 'واحد' }
    await w.expect(201, '/v1/sources', { method: 'POST', as: admin, body, headers: { 'isnad-message': header } })
    t.equal((await w.expect(200, '/v1/sources/ext:a/revisions/1', { as: admin })).body.message, message)
  })
}

for (const [name, header] of [
  ['is too long', 'a'.repeat(501)],
  ['is not UTF-8', '%D8'],
  ['holds control characters', 'a%00b'],
] as const) {
  test(`a message that ${name} is refused, and nothing is stored`, async (t) => {
    const w = await world(t)
    const body = { externalId: 'a', name: 'واحد' }
    const answer = await w.expect(400, '/v1/sources', {
      method: 'POST',
      as: admin,
      body,
      headers: { 'isnad-message': header },
    })
    t.match(answer.body.errors, [{ parameter: 'Isnad-Message' }])
    await w.expect(404, '/v1/sources/ext:a', { as: admin })
  })
}
