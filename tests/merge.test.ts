import { test } from 'tap'
import { admin, type Request, type World, world } from './helper.ts'

const url = (path: string, parameters: Record<string, string>) => `${path}?${new URLSearchParams(parameters)}`
const post = (body?: unknown, as: Request['as'] = admin): Request => ({ method: 'POST', as, body })
const patch = (body: unknown): Request => ({ method: 'PATCH', as: admin, ifMatch: '*', body })

/** Two records of one analyst, with a quote each in a public article, and one of the second in a draft. */
async function doubled(w: World) {
  const kept = await w.create('analysts', { externalId: 'kept', name: 'عز الدين عقيل', names: { en: 'Ezzedine Akil' } })
  const double = await w.create('analysts', {
    externalId: 'double',
    name: 'عزالدين عقيل',
    names: { en: 'Izz al-Din Aqil', fr: 'Azzedine Akil' },
    aliases: ['عقيل', 'عز الدين عقيل'],
  })
  await w.create('analysts', { externalId: 'third', name: 'سالم الطويل' })
  const quote = (externalId: string, analyst: string) => ({
    externalId,
    kind: 'indirect',
    text: `قول ${externalId}`,
    analystId: `ext:${analyst}`,
  })
  const live = await w.create('articles', {
    externalId: 'live',
    lang: 'ar',
    title: 'علني',
    status: 'published',
    quotes: [quote('a', 'kept'), quote('b', 'double')],
  })
  await w.create('articles', { externalId: 'draft', lang: 'ar', title: 'مسودة', quotes: [quote('c', 'double')] })
  return { kept, double, live }
}

const quotesOf = async ({ expect }: World, analyst: string) =>
  (await expect(200, url('/v1/quotes', { analyst }), { as: admin })).body.items
    .map(({ externalId }: any) => externalId)
    .sort()

test('a merge moves quotes and names to the survivor, and answers it', async (t) => {
  const w = await world(t)
  const { kept } = await doubled(w)
  const answer = await w.expect(200, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }))
  t.match(answer.body, {
    id: kept.id,
    version: 2,
    name: 'عز الدين عقيل',
    names: { en: 'Ezzedine Akil', fr: 'Azzedine Akil' },
    aliases: ['عزالدين عقيل', 'Izz al-Din Aqil', 'عقيل'],
  })
  t.equal(answer.etag, (await w.expect(200, '/v1/analysts/ext:kept', { as: admin })).etag)
  t.strictSame(await quotesOf(w, kept.id), ['a', 'b', 'c'])
  t.equal((await w.expect(200, url('/v1/analysts/ext:kept/quotes', { count: 'true' }))).body.total, 2)
  t.strictSame(await quotesOf(w, 'izz al-din aqil'), ['a', 'b', 'c'])
})

test('every ref of the merged leads to the survivor', async (t) => {
  const w = await world(t)
  const { kept, double } = await doubled(w)
  await w.expect(200, '/v1/analysts/ext:double', patch({ slug: 'second' }))
  await w.expect(200, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }))
  const location = `/v1/analysts/${encodeURIComponent(kept.slug)}`
  for (const ref of [double.id, 'ext:double', 'second', encodeURIComponent(double.slug)]) {
    for (const as of [undefined, admin]) {
      t.equal((await w.expect(308, `/v1/analysts/${ref}`, { as })).headers.location, location, ref)
      t.equal((await w.expect(308, `/v1/analysts/${ref}/quotes`, { as })).headers.location, `${location}/quotes`)
    }
    await w.expect(308, `/v1/analysts/${ref}`, patch({ bio: 'x' }))
    t.strictSame(await quotesOf(w, decodeURIComponent(ref)), ['a', 'b', 'c'])
    const written = await w.expect(200, '/v1/quotes/ext:c', patch({ analystId: decodeURIComponent(ref) }))
    t.equal(written.body.analystId, kept.id)
  }
  await w.expect(308, '/v1/analysts/ext:double', { method: 'PUT', as: admin, body: { name: 'x' } })
  const all = await w.expect(200, '/v1/analysts?count=true', { as: admin })
  t.equal(all.body.total, 2)
  t.equal((await w.expect(200, '/v1/analysts?trashed=true', { as: admin })).body.items.length, 0)
  await w.expect(409, '/v1/analysts', post({ name: 'x', externalId: 'double' }))
  await w.expect(409, '/v1/analysts', post({ name: 'x', slug: 'second' }))
})

test('the public is led to a survivor only when it may see that', async (t) => {
  const w = await world(t)
  await w.create('analysts', { externalId: 'a', name: 'واحد' })
  await w.create('analysts', { externalId: 'b', name: 'اثنان' })
  await w.expect(200, '/v1/analysts/ext:b/merge', post({ into: 'ext:a' }))
  const { body } = await w.expect(404, '/v1/analysts/ext:b')
  t.equal(
    body.detail.replace('ext:b', ''),
    (await w.expect(404, '/v1/analysts/ext:c')).body.detail.replace('ext:c', ''),
  )
  await w.expect(308, '/v1/analysts/ext:b', { as: ['drafts:read'] })
})

test('one statement changes all quotes that moved, however many they are', async (t) => {
  const w = await world(t)
  await doubled(w)
  const quotes = Array.from({ length: 30 }, (_, i) => ({
    kind: 'indirect',
    text: `قول ${i}`,
    analystId: 'ext:double',
    externalId: `many-${i}`,
  }))
  await w.create('articles', { externalId: 'many', lang: 'ar', title: 'كثير', quotes })
  w.statements()
  await w.expect(200, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }))
  t.equal(w.statements().filter((sql) => /^update "quotes"/i.test(sql)).length, 1)
  t.equal((await quotesOf(w, 'ext:kept')).length, 20, 'a page of the 33 that the survivor has now')
})

test('every quote that moved has a version that says so', async (t) => {
  const w = await world(t)
  const { kept, double } = await doubled(w)
  const before = await w.expect(200, '/v1/articles/ext:live?include=quotes', { as: admin })
  const merged = {
    ...post({ into: 'ext:kept' }, ['content:write', 'content:publish']),
    headers: { 'isnad-message': 'same' },
  }
  await w.expect(200, '/v1/analysts/ext:double/merge', merged)
  const { body } = await w.expect(200, '/v1/quotes/ext:b/revisions', { as: admin })
  t.match(body.items, [
    { version: 2, action: 'update', message: 'same', actor: 'content:write content:publish' },
    { version: 1 },
  ])
  t.equal((await w.expect(200, '/v1/quotes/ext:b/revisions/1', { as: admin })).body.state.analystId, double.id)
  t.equal((await w.expect(200, '/v1/quotes/ext:b', { as: admin })).body.analystId, kept.id)
  t.not((await w.expect(200, '/v1/articles/ext:live?include=quotes', { as: admin })).etag, before.etag)
  t.match((await w.expect(200, '/v1/analysts/ext:double/revisions', { as: admin })).body.items[0], {
    version: 2,
    action: 'merge',
    message: 'same',
  })
})

test('a merge that moves what is live needs content:publish', async (t) => {
  const w = await world(t)
  await doubled(w)
  await w.expect(
    401,
    '/v1/analysts/ext:double/merge',
    post({ into: 'ext:kept' }, undefined).body ? { method: 'POST', body: { into: 'ext:kept' } } : {},
  )
  await w.expect(403, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }, ['content:write']))
  await w.expect(403, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }, ['content:publish']))
  t.strictSame(await quotesOf(w, 'ext:double'), ['b', 'c'], 'nothing was moved')
  await w.expect(204, '/v1/quotes/ext:b', { method: 'DELETE', as: admin, ifMatch: '*' })
  await w.expect(200, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }, ['content:write']))
})

test('a quote in the trash moves too, and comes back as the survivor’s', async (t) => {
  const w = await world(t)
  const { kept } = await doubled(w)
  await w.expect(204, '/v1/quotes/ext:b', { method: 'DELETE', as: admin, ifMatch: '*' })
  await w.expect(200, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }))
  t.equal((await w.expect(200, '/v1/quotes/ext:b/restoration', post())).body.analystId, kept.id)
})

const refusals: [name: string, into: string, code: string][] = [
  ['itself', 'ext:double', 'not-allowed'],
  ['nothing', 'ext:nobody', 'unresolved'],
  ['one that was merged', 'ext:merged', 'merged'],
  ['one in the trash', 'ext:trashed', 'in-trash'],
]
for (const [name, into, code] of refusals) {
  test(`a merge into ${name} is refused`, async (t) => {
    const w = await world(t)
    await doubled(w)
    await w.create('analysts', { externalId: 'merged', name: 'مدمج' })
    await w.expect(200, '/v1/analysts/ext:merged/merge', post({ into: 'ext:third' }))
    await w.create('analysts', { externalId: 'trashed', name: 'محذوف' })
    await w.expect(204, '/v1/analysts/ext:trashed', { method: 'DELETE', as: admin, ifMatch: '*' })
    const { body } = await w.expect(422, '/v1/analysts/ext:double/merge', post({ into }))
    t.match(body.errors, [{ pointer: '/into', code }])
  })
}

test('a merge accepts If-Match, and takes nothing else', async (t) => {
  const w = await world(t)
  await doubled(w)
  const { etag } = await w.expect(200, '/v1/analysts/ext:double', { as: admin })
  await w.expect(200, '/v1/analysts/ext:double', patch({ bio: 'سيرة' }))
  await w.expect(412, '/v1/analysts/ext:double/merge', { ...post({ into: 'ext:kept' }), ifMatch: etag })
  await w.expect(400, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept', force: true }))
  await w.expect(404, '/v1/analysts/ext:nobody/merge', post({ into: 'ext:kept' }))
})

test('a restoration of the merged takes back what was moved, and only that', async (t) => {
  const w = await world(t)
  const { kept, double } = await doubled(w)
  await w.expect(200, '/v1/analysts/ext:double', patch({ slug: 'second' }))
  await w.expect(200, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }))
  await w.expect(200, '/v1/quotes/ext:c', patch({ analystId: 'ext:third' }))
  await w.expect(
    200,
    '/v1/analysts/ext:kept',
    patch({ aliases: ['عزالدين عقيل', 'Izz al-Din Aqil', 'عقيل', 'أبو سالم'] }),
  )

  const { body: first } = await w.expect(200, `/v1/analysts/${double.id}/revisions`, { as: ['drafts:read'] })
  t.strictSame(
    first.items.map(({ version }: any) => version),
    [3, 2, 1],
  )
  const back = await w.expect(200, '/v1/analysts/ext:double/revisions/1/restoration', post())
  t.match(back.body, { id: double.id, version: 4, slug: double.slug, aliases: ['عقيل', 'عز الدين عقيل'] })
  t.strictSame(await quotesOf(w, 'ext:double'), ['b'])
  t.strictSame(await quotesOf(w, 'ext:kept'), ['a'])
  t.strictSame(await quotesOf(w, 'ext:third'), ['c'])
  t.match((await w.expect(200, '/v1/analysts/ext:kept', { as: admin })).body, {
    names: { en: 'Ezzedine Akil' },
    aliases: ['أبو سالم'],
  })
  const survivor = (await w.expect(200, '/v1/analysts/ext:kept', { as: admin })).body
  t.notOk('fr' in survivor.names)
  t.equal(
    (await w.expect(308, '/v1/analysts/second', { as: admin })).headers.location,
    `/v1/analysts/${encodeURIComponent(double.slug)}`,
  )
  await w.expect(200, `/v1/analysts/${kept.id}`)
  t.match((await w.expect(200, '/v1/analysts/ext:double/revisions', { as: admin })).body.items[0], {
    action: 'restore',
  })
  await w.expect(200, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }))
  t.strictSame(await quotesOf(w, 'ext:kept'), ['a', 'b'], 'it can be merged again')
})

test('what has named somebody else since stays where it is, even with the survivor', async (t) => {
  const w = await world(t)
  await doubled(w)
  await w.expect(200, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }))
  await w.expect(200, '/v1/quotes/ext:b', patch({ analystId: 'ext:third' }))
  await w.expect(200, '/v1/quotes/ext:b', patch({ analystId: 'ext:kept' }))
  await w.expect(200, '/v1/analysts/ext:double/revisions/1/restoration', post())
  t.strictSame(await quotesOf(w, 'ext:kept'), ['a', 'b'])
  t.strictSame(await quotesOf(w, 'ext:double'), ['c'])
})

test('an undo needs content:publish where it moves what is live', async (t) => {
  const w = await world(t)
  await doubled(w)
  await w.expect(200, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }))
  await w.expect(403, '/v1/analysts/ext:double/revisions/1/restoration', post(undefined, ['content:write']))
  t.strictSame(await quotesOf(w, 'ext:kept'), ['a', 'b', 'c'], 'nothing was moved')
  await w.expect(308, '/v1/analysts/ext:double', { as: admin })
})

test('a merge of a survivor leads on, and each merge can be undone', async (t) => {
  const w = await world(t)
  const { double, kept } = await doubled(w)
  await w.expect(200, '/v1/analysts/ext:double/merge', post({ into: 'ext:kept' }))
  const { body: third } = await w.expect(200, '/v1/analysts/ext:kept/merge', post({ into: 'ext:third' }))
  t.equal(
    (await w.expect(308, `/v1/analysts/${double.id}`, { as: admin })).headers.location,
    `/v1/analysts/${encodeURIComponent(third.slug)}`,
  )
  t.strictSame(await quotesOf(w, 'ext:double'), ['a', 'b', 'c'])

  await w.expect(200, '/v1/analysts/ext:double/revisions/1/restoration', post())
  t.strictSame(await quotesOf(w, 'ext:double'), ['b', 'c'])
  t.strictSame(await quotesOf(w, 'ext:third'), ['a'])
  const { body: left } = await w.expect(200, '/v1/analysts/ext:third', { as: admin })
  t.strictSame([left.names, left.aliases], [{ en: 'Ezzedine Akil' }, ['عز الدين عقيل']])

  await w.expect(200, '/v1/analysts/ext:kept/revisions/1/restoration', post())
  t.strictSame(await quotesOf(w, kept.id), ['a'])
  t.strictSame(await quotesOf(w, 'ext:double'), ['b', 'c'])
  const { body: alone } = await w.expect(200, '/v1/analysts/ext:third', { as: admin })
  t.strictSame([alone.names, alone.aliases], [{}, []])
})

test('a source moves as publisher, speaker, told to and affiliation', async (t) => {
  const w = await world(t)
  const kept = await w.create('sources', { externalId: 'kept', name: 'ساحل نيوز' })
  const double = await w.create('sources', { externalId: 'double', name: 'موقع ساحل نيوز' })
  await w.create('analysts', {
    externalId: 'salem',
    name: 'سالم',
    roles: [{ title: 'محرر', affiliation: 'ext:double' }],
  })
  await w.create('articles', {
    externalId: 'live',
    lang: 'ar',
    title: 'علني',
    status: 'published',
    sourceId: 'ext:double',
    quotes: [
      { externalId: 'q', kind: 'indirect', text: 'قول', sourceId: 'ext:double', toldToId: 'ext:double' },
      { externalId: 'r', kind: 'indirect', text: 'آخر', toldToId: 'ext:double' },
    ],
  })
  await w.expect(403, '/v1/sources/ext:double/merge', post({ into: 'ext:kept' }, ['content:write']))
  await w.expect(200, '/v1/sources/ext:double/merge', post({ into: 'ext:kept' }))
  const named = async () => {
    const article = (await w.expect(200, '/v1/articles/ext:live?include=quotes', { as: admin })).body
    const analyst = (await w.expect(200, '/v1/analysts/ext:salem', { as: admin })).body
    const [q, r] = article.quotes
    return [article.sourceId, q.sourceId, q.toldToId, r.toldToId, analyst.roles[0].affiliation]
  }
  t.strictSame(new Set(await named()), new Set([kept.id]))
  for (const at of ['articles/ext:live', 'quotes/ext:q', 'quotes/ext:r', 'analysts/ext:salem'])
    t.equal((await w.expect(200, `/v1/${at}/revisions?count=true`, { as: admin })).body.total, 2, at)
  t.equal(
    (await w.expect(200, '/v1/articles/ext:live/revisions/1/restoration', post())).body.sourceId,
    kept.id,
    'an earlier version names the survivor',
  )
  await w.expect(409, '/v1/sources/ext:kept', { method: 'DELETE', as: admin, ifMatch: '*' })

  await w.expect(200, '/v1/sources/ext:double/revisions/1/restoration', post())
  t.strictSame(new Set(await named()), new Set([double.id]))
  await w.expect(204, '/v1/sources/ext:kept', { method: 'DELETE', as: admin, ifMatch: '*' })
})

test('what was merged is purged with the survivor', async (t) => {
  const w = await world(t)
  await w.create('analysts', { externalId: 'a', name: 'واحد' })
  await w.create('analysts', { externalId: 'b', name: 'اثنان' })
  await w.expect(200, '/v1/analysts/ext:b/merge', post({ into: 'ext:a' }))
  await w.expect(204, '/v1/analysts/ext:a', { method: 'DELETE', as: admin, ifMatch: '*' })
  await w.expect(404, '/v1/analysts/ext:b', { as: admin })
  await w.expect(204, '/v1/analysts/ext:a?purge=true', { method: 'DELETE', as: admin, ifMatch: '*' })
  await w.expect(404, '/v1/analysts/ext:b/revisions', { as: admin })
  await w.expect(201, '/v1/analysts', post({ externalId: 'b', name: 'اثنان' }))
})

test('a survivor in the trash gives back what it can', async (t) => {
  const w = await world(t)
  await w.create('analysts', { externalId: 'a', name: 'واحد' })
  const b = await w.create('analysts', { externalId: 'b', name: 'اثنان' })
  await w.expect(200, '/v1/analysts/ext:b/merge', post({ into: 'ext:a' }))
  await w.expect(204, '/v1/analysts/ext:a', { method: 'DELETE', as: admin, ifMatch: '*' })
  await w.expect(200, `/v1/analysts/${b.id}/revisions/1/restoration`, post())
  t.strictSame((await w.expect(200, '/v1/analysts/ext:a/restoration', post())).body.aliases, [])
})

test('a merge is refused when the survivor would have too many aliases', async (t) => {
  const w = await world(t)
  const aliases = (prefix: string) => Array.from({ length: 60 }, (_, i) => `${prefix}${i}`)
  await w.create('analysts', { externalId: 'a', name: 'واحد', aliases: aliases('a') })
  await w.create('analysts', { externalId: 'b', name: 'اثنان', aliases: aliases('b') })
  const { body } = await w.expect(422, '/v1/analysts/ext:b/merge', post({ into: 'ext:a' }))
  t.match(body.errors, [{ pointer: '/into', code: 'too-many' }])
})
