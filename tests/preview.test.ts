import { type Test, test } from 'tap'
import { admin, world } from './helper.ts'

const writer = ['content:write' as const]
const said = 'الماء لا ينتظر أحدا'
const previews = '/v1/articles/ext:well/previews'

async function drafted(t: Test, more: object = {}) {
  const w = await world(t)
  w.setTime('2026-03-01T08:00:00.000Z')
  const source = await w.create('sources', { name: 'ساحل' })
  const analyst = await w.create('analysts', { name: 'سالم الطويل' })
  const article = await w.create('articles', {
    externalId: 'well',
    slug: 'well',
    lang: 'ar',
    title: 'البئر',
    sourceId: source.id,
    body: { format: 'text', content: `قال سالم: "${said}".` },
    quotes: [{ kind: 'direct', text: said, analystId: analyst.id }],
    ...more,
  })
  const made = await w.expect(201, previews, { method: 'POST', as: writer, body: {} })
  return { w, article, preview: made.body, path: pathOf(made.body.url) }
}

const pathOf = (url: string) => url.replace('http://localhost:3000', '')

test('a link shows the draft of one article without a key, and nobody keeps or passes on what it shows', async (t) => {
  const { w, article, preview, path } = await drafted(t)
  t.match(preview, {
    createdAt: '2026-03-01T08:00:00.000Z',
    expiresAt: '2026-03-08T08:00:00.000Z',
    actor: 'content:write',
  })
  t.match(preview.url, /^http:\/\/localhost:3000\/v1\/previews\//)
  const { body, headers } = await w.expect(200, `${path}?body=text`)
  t.match(body, {
    id: article.id,
    status: 'draft',
    body: /قال سالم/,
    source: { name: 'ساحل' },
    quotes: [{ text: said, analyst: { name: 'سالم الطويل' } }],
  })
  t.match(headers, {
    'cache-control': 'private, no-store',
    'x-robots-tag': 'noindex, nofollow',
    'referrer-policy': 'no-referrer',
    'content-language': 'ar',
  })
  t.notOk('cache-tag' in headers)
  const page = await w.expect(200, path, { headers: { accept: 'text/html' } })
  t.match(page.headers, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-store' })
  t.match(page.text, said)
  await w.expect(404, '/v1/articles/ext:well')
})

test('a link shows what changes at once, and the working copy while there is one', async (t) => {
  const { w, path } = await drafted(t)
  const title = async () => (await w.expect(200, path)).body.title
  const change = (url: string, body: object) => w.ask(url, { method: 'PATCH', as: admin, ifMatch: '*', body })
  t.equal(await title(), 'البئر')
  await change('/v1/articles/ext:well', { title: 'ثان', status: 'published' })
  t.equal(await title(), 'ثان')
  const copy = { method: 'PATCH' as const, as: writer, body: { title: 'ثالث' } }
  await w.expect(201, '/v1/articles/ext:well/draft', copy)
  t.match((await w.expect(200, `${path}?quotes=marked&body=html`)).body, {
    title: 'ثالث',
    body: /<q data-quote=/,
    quotes: [{ text: said, analyst: { name: 'سالم الطويل' } }],
  })
  t.equal((await w.expect(200, '/v1/articles/ext:well')).body.title, 'ثان', 'the public sees what is live')
  await w.expect(204, '/v1/articles/ext:well/draft', { method: 'DELETE', as: writer, ifMatch: '*' })
  t.equal(await title(), 'ثان')
})

test('a link leads nowhere once it is revoked or has expired, or its article is in the trash', async (t) => {
  const { w, preview, path } = await drafted(t)
  const other = await w.expect(201, previews, {
    method: 'POST',
    as: writer,
    body: { expiresAt: '2026-03-02T11:00:00+03:00' },
  })
  t.equal(other.body.expiresAt, '2026-03-02T08:00:00.000Z')
  const list = async () => (await w.expect(200, previews, { as: ['drafts:read'] })).body.items
  t.strictSame(await list(), [other.body, preview])
  w.setTime('2026-03-02T07:59:59.999Z')
  await w.expect(200, pathOf(other.body.url))
  w.setTime('2026-03-02T08:00:00.000Z')
  await w.expect(404, pathOf(other.body.url))
  t.strictSame(await list(), [preview])

  const remove = { method: 'DELETE' as const, as: admin, ifMatch: '*' }
  await w.expect(204, '/v1/articles/ext:well', remove)
  await w.expect(404, path)
  await w.expect(200, '/v1/articles/ext:well/restoration', { method: 'POST', as: admin })
  await w.expect(200, path)
  await w.expect(204, `${previews}/${preview.id}`, { method: 'DELETE', as: writer })
  await w.expect(404, path)
  await w.expect(404, `${previews}/${preview.id}`, { method: 'DELETE', as: writer })
  t.strictSame(await list(), [])
})

test('no other link opens anything: neither a changed signature, nor the id of another preview, nor none', async (t) => {
  const { w, path } = await drafted(t)
  const other = pathOf((await w.expect(201, previews, { method: 'POST', as: writer, body: {} })).body.url)
  const [, id = '', signature = ''] = /previews\/(.*)\.(.*)$/.exec(path) ?? []
  const [, otherId = ''] = /previews\/(.*)\./.exec(other) ?? []
  const last = signature.endsWith('A') ? 'B' : 'A'
  for (const token of [
    id,
    `${id}.`,
    `${otherId}.${signature}`,
    `${id}.${signature.slice(0, -1)}${last}`,
    `${id}.${signature}.x`,
    'x.y',
  ])
    t.equal((await w.expect(404, `/v1/previews/${token}`)).body.code, 'not-found', token)
})

test('links are made and revoked by content:write and listed by drafts:read, for articles that are there', async (t) => {
  const { w, preview } = await drafted(t)
  const make = (as: any, url = previews, body: object = {}) => w.ask(url, { method: 'POST', as, body })
  t.equal((await make(undefined)).status, 401)
  t.equal((await make(['drafts:read'])).status, 403)
  t.equal((await make(writer, '/v1/articles/ext:none/previews')).status, 404)
  await w.expect(401, previews)
  await w.expect(403, previews, { as: writer })
  await w.expect(403, `${previews}/${preview.id}`, { method: 'DELETE', as: ['drafts:read'] })
  await w.create('articles', { externalId: 'other', lang: 'ar', title: 'آخر' })
  await w.expect(404, `/v1/articles/ext:other/previews/${preview.id}`, { method: 'DELETE', as: writer })
  for (const expiresAt of ['2026-02-28T08:00:00Z', '2026-04-01T08:00:00Z'])
    t.match((await make(writer, previews, { expiresAt })).body, {
      code: 'invalid-content',
      errors: [{ pointer: '/expiresAt' }],
    })
  t.equal((await make(writer, previews, { expiresAt: 'soon' })).status, 400)
  for (let made = 1; made < 100; made++) await make(writer)
  t.equal((await make(writer)).status, 422, 'not without end')
})

test('a withdrawal revokes the links there are: what is taken back is not shown by an old one', async (t) => {
  const { w, path } = await drafted(t, { status: 'published' })
  const post = { method: 'POST' as const, as: admin }
  await w.expect(200, path)
  await w.expect(200, '/v1/articles/ext:well/withdrawal', { ...post, body: { reason: 'غير صحيح.' } })
  await w.expect(404, path)
  t.same((await w.expect(200, previews, { as: admin })).body.items, [])
  const { url } = (await w.expect(201, previews, { ...post, body: {} })).body
  t.match((await w.expect(200, pathOf(url))).body, { status: 'withdrawn' }, 'an editor may still make one')
})
