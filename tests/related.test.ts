import { type Test, test } from 'tap'
import { admin, type World, world } from './helper.ts'

const said = (speaker: object) => [{ kind: 'indirect', text: 'قال إن الماء قليل', ...speaker }]

/** An article `one` about water, and others that share something with it. */
async function filled(t: Test): Promise<World> {
  const server = await world(t)
  for (const externalId of ['outlet', 'office']) await server.create('sources', { externalId, name: externalId })
  for (const externalId of ['salem', 'muna']) await server.create('analysts', { externalId, name: externalId })
  const article = (externalId: string, more: object) =>
    server.create('articles', {
      externalId,
      lang: 'ar',
      title: externalId,
      status: 'published',
      publishAt: '2025-01-01T00:00:00Z',
      ...more,
    })
  const salem = said({ analystId: 'ext:salem' })
  const office = said({ sourceId: 'ext:office' })
  await article('one', { tags: ['ماء', 'ملح'], sourceId: 'ext:outlet', quotes: [...salem, ...office] })
  await article('english', { lang: 'en', translationOf: 'ext:one' })
  await article('french', { lang: 'fr', translationOf: 'ext:one' })
  await article('voices', { quotes: [...office, ...salem, ...salem] })
  await article('tags', { tags: ['ملح', 'ماء'] })
  await article('newer', { sourceId: 'ext:outlet', publishAt: '2025-02-01T00:00:00Z' })
  await article('older', { sourceId: 'ext:outlet' })
  await article('nothing', { tags: ['قمح'], quotes: said({ analystId: 'ext:muna' }) })
  await article('draft', { tags: ['ماء'], status: 'draft' })
  await article('translated-draft', { lang: 'es', translationOf: 'ext:one', status: 'draft' })
  await article('embargoed', { tags: ['ماء'], embargoUntil: '2099-01-01T00:00:00Z' })
  return server
}

const keys = ({ body }: any) => body.items.map(({ article }: any) => article.externalId)

test('related articles are explained, those with most in common first', async (t) => {
  const { expect } = await filled(t)
  const answer = await expect(200, '/v1/articles/ext:one/related')
  const translations = keys(answer).slice(0, 2).sort()
  t.same([...translations, ...keys(answer).slice(2)], ['english', 'french', 'voices', 'tags', 'newer', 'older'])
  const because = (key: string) => answer.body.items[keys(answer).indexOf(key)].because
  t.match(because('english'), [{ kind: 'translation', name: 'en', id: null }])
  t.same(
    because('voices')
      .map(({ kind, name }: any) => `${kind} ${name}`)
      .sort(),
    ['voice office', 'voice salem'],
    'each voice once',
  )
  t.same(because('tags'), [
    { kind: 'tag', name: 'ماء', id: null },
    { kind: 'tag', name: 'ملح', id: null },
  ])
  t.match(because('newer'), [{ kind: 'source', name: 'outlet', id: /^0/ }])
  t.notOk('body' in answer.body.items[0].article)
  t.match(answer.headers['cache-tag'], answer.body.items[0].article.id)
  await expect(304, '/v1/articles/ext:one/related', { headers: { 'if-none-match': answer.etag } })
})

test('related articles are those that the caller may see', async (t) => {
  const { expect } = await filled(t)
  const seen = keys(await expect(200, '/v1/articles/ext:one/related?limit=50', { as: admin }))
  for (const key of ['draft', 'translated-draft', 'embargoed']) t.ok(seen.includes(key), key)
  t.notOk(seen.includes('nothing'))
  await expect(404, '/v1/articles/ext:draft/related')
  await expect(200, '/v1/articles/ext:draft/related', { as: admin })
})

test('the limit of related articles is kept, and the number of statements does not grow', async (t) => {
  const { create, expect, statements } = await filled(t)
  const cost = async () => {
    await expect(200, '/v1/sources?limit=1')
    statements()
    await expect(200, '/v1/articles/ext:one/related')
    return statements().filter((sql) => !/changes|data_version|moment/.test(sql)).length
  }
  const before = await cost()
  for (let n = 0; n < 30; n++)
    await create('articles', { lang: 'ar', title: `${n}`, status: 'published', tags: ['ماء'], sourceId: 'ext:outlet' })
  t.equal(await cost(), before)
  t.equal(keys(await expect(200, '/v1/articles/ext:one/related?limit=3')).length, 3)
  t.equal(keys(await expect(200, '/v1/articles/ext:one/related')).length, 10)
  await expect(400, '/v1/articles/ext:one/related?limit=51')
})

test('the JSON of an article links to the translations that the caller may see', async (t) => {
  const { expect } = await filled(t)
  const links = async (ref: string, as?: typeof admin) => {
    const { headers } = await expect(200, `/v1/articles/${ref}`, as ? { as } : {})
    return [...headers.link!.matchAll(/<([^>]*)>; rel="alternate"; hreflang="([^"]*)"/g)].map(([, , lang]) => lang)
  }
  t.same(await links('ext:one'), ['en', 'fr'])
  t.same(await links('ext:one', admin), ['en', 'es', 'fr'])
  t.same(await links('ext:english'), ['ar', 'fr'], 'the original, and what else translates it')
  await expect(200, '/v1/articles/ext:one', { method: 'PATCH', as: admin, ifMatch: '*', body: { status: 'draft' } })
  t.same(await links('ext:english'), [], 'an original that is hidden joins nothing')
})

test('what links to a translation is not kept longer than that is public, and is purged with it', async (t) => {
  const { create, expect, setTime } = await filled(t)
  setTime('2030-01-01T00:00:00Z')
  const expireAt = '2030-01-01T00:00:10Z'
  const { id } = await create('articles', {
    lang: 'de',
    title: 'd',
    status: 'published',
    expireAt,
    translationOf: 'ext:one',
  })
  const { headers } = await expect(200, '/v1/articles/ext:one')
  t.match(headers['cache-control'], 's-maxage=10')
  t.match(headers['cache-tag'], id)
  t.match((await expect(200, '/v1/articles/ext:one/related')).headers['cache-control'], 's-maxage=10')
})
