import { test } from 'tap'
import { admin, type World, world } from './helper.ts'

const writer = ['content:write' as const]
const reader = ['drafts:read' as const]
const publisher = ['content:publish' as const]
const said = 'الماء لا ينتظر أحدا'
const text = (content: string) => ({ format: 'text', content })
const url = '/v1/articles/ext:well'
const draft = `${url}/draft`
const publication = `${draft}/publication`

async function published(w: World, more: object = {}) {
  const { id } = await w.create('analysts', { externalId: 'salem', name: 'سالم' })
  return w.create('articles', {
    externalId: 'well',
    slug: 'well',
    lang: 'ar',
    title: 'البئر',
    status: 'published',
    body: text(`مقدمة.\n\nقال سالم: "${said}".`),
    quotes: [{ externalId: 'q', kind: 'direct', text: said, analystId: id }],
    ...more,
  })
}

const patch = (body: object, more: object = {}) => ({ method: 'PATCH' as const, as: writer, body, ...more })
const put = (body: object, more: object = {}) => ({ method: 'PUT' as const, as: writer, body, ...more })
const post = (more: object = {}) => ({ method: 'POST' as const, as: publisher, ...more })

test('a working copy changes nothing that readers see until it is published', async (t) => {
  const w = await world(t)
  const article = await published(w)
  const before = await w.expect(200, `${url}?include=quotes`)
  const { last } = (await w.expect(200, '/v1/changes')).body

  const begun = await w.expect(
    201,
    draft,
    patch({ title: 'البئر القديمة', body: text(`قال سالم في البئر: "${said}".`) }),
  )
  t.match(begun.body, { version: 1, base: 1, isCurrent: true, actor: 'content:write' })
  t.match(begun.body.article, { id: article.id, title: 'البئر القديمة', status: 'published' })
  t.match(begun.body.article.quotes, [{ id: article.quotes[0].id, text: said, spans: [{ start: 20 }] }])
  t.equal(begun.headers.location, draft)

  const after = await w.expect(200, `${url}?include=quotes`)
  t.strictSame([after.body, after.etag], [before.body, before.etag])
  t.equal((await w.expect(200, '/v1/changes')).body.last, last, 'the public is told nothing')
  t.match((await w.expect(200, `${draft}?body=text`, { as: reader })).body.article.body, 'في البئر')

  const live = await w.expect(200, publication, post())
  t.match(live.body, { version: 2, title: 'البئر القديمة', status: 'published' })
  t.match((await w.expect(200, `${url}/quotes`)).body.items, [{ id: article.quotes[0].id, spans: [{ start: 20 }] }])
  await w.expect(404, draft, { as: reader })
  await w.expect(404, publication, post())
})

test('a working copy is seen by drafts:read, written by content:write and published by content:publish', async (t) => {
  const w = await world(t)
  await published(w)
  await w.expect(401, draft, patch({ title: 'x' }, { as: undefined }))
  await w.expect(403, draft, patch({ title: 'x' }, { as: publisher }))
  await w.expect(201, draft, patch({ title: 'x' }))
  await w.expect(401, draft)
  await w.expect(403, draft, { as: writer })
  await w.expect(403, publication, post({ as: writer }))
  await w.expect(403, draft, { method: 'DELETE', as: reader, ifMatch: '*' })
  await w.expect(200, publication, post())
})

test('the entity tag of a working copy guards it, and is not that of the article', async (t) => {
  const w = await world(t)
  await published(w)
  const article = await w.expect(200, url, { as: admin })
  t.equal((await w.expect(412, draft, patch({ title: 'x' }, { ifMatch: article.etag }))).body.code, 'stale-version')
  const first = await w.expect(201, draft, patch({ title: 'أول' }))
  t.equal((await w.expect(200, draft, { as: reader })).etag, first.etag)
  await w.expect(428, draft, patch({ title: 'ثان' }))
  await w.expect(412, draft, patch({ title: 'ثان' }, { ifMatch: article.etag }))
  await w.expect(412, draft, put({ lang: 'ar', title: 'ثان' }, { headers: { 'if-none-match': '*' } }))
  const second = await w.expect(200, draft, patch({ title: 'ثان' }, { ifMatch: first.etag }))
  t.equal(second.body.version, 2)
  t.equal((await w.expect(412, draft, patch({ title: 'ثالث' }, { ifMatch: first.etag }))).body.version, 2)
  t.equal((await w.expect(200, draft, patch({ title: 'ثان' }, { ifMatch: '*' }))).etag, second.etag, 'nothing new')
  await w.expect(412, publication, post({ ifMatch: first.etag }))
  await w.expect(428, draft, { method: 'DELETE', as: writer })
  await w.expect(412, draft, { method: 'DELETE', as: writer, ifMatch: first.etag })
  await w.expect(204, draft, { method: 'DELETE', as: writer, ifMatch: second.etag })
  await w.expect(404, draft, { as: reader })
  await w.expect(404, draft, { method: 'DELETE', as: writer, ifMatch: '*' })
})

test('a PUT under an external key replaces what was written with the same key, and keeps the keys of blocks', async (t) => {
  const w = await world(t)
  await published(w)
  const content = (body: string) => ({ lang: 'ar', title: 'البئر', body: text(body) })
  const first = await w.expect(201, draft, put(content('جديد تماما.\n\nثم هذا.')))
  const second = await w.expect(200, draft, put(content('بداية.\n\nجديد تماما.\n\nثم هذا.')))
  const keys = (answer: any) => answer.body.article.body.map(({ _key }: any) => _key)
  t.strictSame(keys(second).slice(1), keys(first))
  await w.expect(428, draft, put(content('لا.'), { as: admin }))
  await w.expect(428, '/v1/articles/well/draft', put(content('لا.')))
  await w.expect(404, '/v1/articles/ext:none/draft', put(content('لا.')))
})

test('words of a quote that a working copy alters are refused when it is published, as the policy says', async (t) => {
  const w = await world(t)
  await published(w)
  const other = 'الماء لا ينتظر الناس'
  const begun = await w.expect(201, draft, patch({ body: text(`قال سالم: "${other}".`) }))
  t.match(begun.body.article.quotes, [{ text: other, anchor: 'fuzzy', status: 'disputed', previousText: said }])
  t.match((await w.expect(200, '/v1/quotes/ext:q')).body, { text: said, status: 'asserted', version: 1 })
  const refused = await w.expect(409, publication, post())
  t.match(refused.body, { code: 'quote-drift', quotes: [{ oldText: said, newText: other }] })
  t.match((await w.expect(200, draft, { as: reader })).body, { version: 1 }, 'nothing is lost')
  await w.expect(200, `${publication}?onDrift=update`, post())
  t.match((await w.expect(200, '/v1/quotes/ext:q')).body, { text: other, previousText: said })
})

test('quotes that a working copy lists are those of the article once it is published', async (t) => {
  const w = await world(t)
  await published(w)
  const quotes = [{ externalId: 'new', kind: 'direct', text: 'البحر قريب', analystId: 'ext:salem' }]
  const content = { lang: 'ar', title: 'البئر', body: text('قال سالم: "البحر قريب".'), quotes }
  t.match((await w.expect(201, draft, put(content))).body.article.quotes, [
    { externalId: 'new', spans: [{ start: 11 }] },
  ])
  await w.expect(404, '/v1/quotes/ext:new', { as: admin })
  await w.expect(200, draft, patch({ title: 'عنوان' }, { ifMatch: '*' }))
  await w.expect(200, publication, post())
  t.match((await w.expect(200, `${url}?include=quotes`)).body, { title: 'عنوان', quotes: [{ externalId: 'new' }] })
  await w.expect(404, '/v1/quotes/ext:q')
})

test('what could not stand in the article is refused at once, and nothing is kept', async (t) => {
  const w = await world(t)
  await published(w)
  await w.create('articles', { externalId: 'other', slug: 'taken', lang: 'ar', title: 'آخر' })
  const faults: [number, object][] = [
    [422, { sourceId: 'ext:none' }],
    [409, { slug: 'taken' }],
    [409, { externalId: 'other' }],
    [400, { title: null }],
    [400, { status: 'draft' }],
    [400, { corrections: [] }],
  ]
  for (const [status, body] of faults) await w.expect(status, draft, put({ lang: 'ar', title: 'x', ...body }))
  const quotes = [{ kind: 'direct', text: 'لا توجد' }]
  const { body } = await w.expect(422, draft, put({ lang: 'ar', title: 'x', body: text('نص.'), quotes }))
  t.match(body.errors, [{ pointer: '/quotes/0/text' }])
  await w.expect(404, draft, { as: reader })
  t.match((await w.expect(200, `${url}?include=quotes`)).body, { version: 1, slug: 'well', quotes: [{ version: 1 }] })
})

test('a working copy of an article that has changed since is refused with both versions, until it says that it holds the changes', async (t) => {
  const w = await world(t)
  await published(w)
  await w.expect(201, draft, patch({ title: 'مسودة' }))
  await w.expect(200, url, { method: 'PATCH', as: admin, ifMatch: '*', body: { section: 'اقتصاد' } })
  t.match((await w.expect(200, draft, { as: reader })).body, { base: 1, isCurrent: false })
  const refused = await w.expect(409, publication, post())
  t.match(refused.body, { code: 'working-copy-outdated', version: 2, base: 1, changed: ['section'] })
  t.match((await w.expect(409, `${draft}?base=1`, patch({ title: 'x' }, { ifMatch: '*' }))).body, {
    version: 2,
    base: 1,
  })
  const brought = await w.expect(200, `${draft}?base=2`, patch({ section: 'اقتصاد' }, { ifMatch: '*' }))
  t.match(brought.body, { base: 2, isCurrent: true })
  t.match((await w.expect(200, publication, post())).body, { title: 'مسودة', section: 'اقتصاد', version: 3 })
})

test('to publish the working copy of a draft publishes it; a correction made meanwhile is not lost', async (t) => {
  const w = await world(t)
  await published(w, { status: 'draft', corrections: [{ at: '2026-03-01T08:00:00Z', note: 'صُحح.' }] })
  await w.expect(201, draft, patch({ title: 'منشور' }))
  const { body } = await w.expect(200, publication, post())
  t.match(body, { status: 'published', title: 'منشور', corrections: [{ note: 'صُحح.' }] })
  await w.expect(200, url)
})

test('publishing a quote without a speaker takes force, as everywhere', async (t) => {
  const w = await world(t)
  await published(w)
  const quotes = [{ kind: 'direct', text: said }]
  await w.expect(201, draft, put({ lang: 'ar', title: 'البئر', body: text(`"${said}"`), quotes }))
  t.equal((await w.expect(422, publication, post())).body.code, 'unattributed-quotes')
  await w.expect(200, `${publication}?force=true`, post())
})

test('a working copy goes to the trash with its article, comes back with it, and is purged with it', async (t) => {
  const w = await world(t)
  await published(w)
  await w.expect(201, draft, patch({ title: 'مسودة' }))
  await w.expect(204, url, { method: 'DELETE', as: admin, ifMatch: '*' })
  await w.expect(404, draft, { as: reader })
  t.equal((await w.expect(409, draft, patch({ title: 'x' }))).body.code, 'in-trash')
  await w.expect(200, `${url}/restoration`, { method: 'POST', as: admin })
  t.match((await w.expect(200, draft, { as: reader })).body, { isCurrent: false, article: { title: 'مسودة' } })
  await w.expect(204, `${url}?purge=true`, { method: 'DELETE', as: admin, ifMatch: '*' })
  await w.expect(404, draft, { as: reader })
})

test('the log says who wrote and dropped a working copy, for those who see drafts; no version comes of it', async (t) => {
  const w = await world(t)
  await published(w)
  const { last } = (await w.expect(200, '/v1/changes', { as: reader })).body
  await w.expect(201, draft, patch({ title: 'x' }, { headers: { 'isnad-message': 'idea' } }))
  await w.expect(204, draft, { method: 'DELETE', as: writer, ifMatch: '*' })
  const { items } = (await w.expect(200, `/v1/changes?after=${last}`, { as: reader })).body
  t.match(items, [
    { action: 'draft', version: 1, actor: 'content:write', message: 'idea' },
    { action: 'discard', version: 1 },
  ])
  t.equal((await w.expect(200, `${url}/revisions`, { as: reader })).body.items.length, 1)
  t.match((await w.expect(200, `${url}/revisions/1`, { as: reader })).body, { action: 'create' })
})
