import { test } from 'tap'
import { admin, type Request, world } from './helper.ts'

const key = { as: admin }
const remove: Request = { ...key, method: 'DELETE', ifMatch: '*' }
const restore: Request = { ...key, method: 'POST' }
const body = { format: 'text', content: 'Salt is dear, she said. Sand is cheap, he said.' }
const named = {
  articles: { lang: 'en', title: 'Prices' },
  sources: { name: 'Harbour Daily' },
  analysts: { name: 'Nadia' },
}
const kinds = Object.keys(named) as (keyof typeof named)[]

for (const kind of kinds) {
  test(`one of ${kind} in the trash is gone for readers, stays for editors, and comes back as it was`, async (t) => {
    const { create, expect } = await world(t)
    const made = await create(kind, { ...named[kind], externalId: 'k' })
    const refs = [made.id, made.slug, 'ext:k'].map((ref) => `/v1/${kind}/${ref}`)
    await expect(204, refs[2] as string, remove)
    for (const url of refs) {
      await expect(404, url, key)
      const { body: trashed } = await expect(200, `${url}?trashed=true`, { as: ['drafts:read'] })
      t.strictSame(trashed, { ...made, version: 2, updatedAt: trashed.updatedAt })
      await expect(401, `${url}?trashed=true`)
      await expect(403, `${url}?trashed=true`, { as: ['content:write'] })
      for (const write of [
        { ...remove },
        { ...key, method: 'PATCH', body: {}, ifMatch: '*' },
        { ...key, method: 'PUT', body: named[kind], ifMatch: '*' },
      ] as Request[])
        t.match((await expect(409, url, write)).body, { code: 'in-trash' })
    }
    t.match((await expect(409, refs[2] as string, { ...key, method: 'PUT', body: named[kind] })).body, {
      code: 'in-trash',
    })
    t.match(
      (
        await expect(409, refs[2] as string, {
          ...key,
          method: 'PUT',
          body: named[kind],
          headers: { 'if-none-match': '*' },
        })
      ).body,
      { code: 'in-trash' },
    )
    const back = await expect(200, `${refs[1]}/restoration`, { ...restore, as: ['content:write'] })
    t.strictSame(back.body, { ...made, version: 3, updatedAt: back.body.updatedAt })
    for (const url of refs) {
      t.strictSame((await expect(200, url, key)).body, back.body)
      await expect(404, `${url}?trashed=true`, key)
      await expect(404, `${url}/restoration`, restore)
    }
    t.equal((await expect(200, refs[0] as string, key)).etag, back.etag)
  })

  test(`the external key and the slug of one of ${kind} in the trash stay reserved until it is purged`, async (t) => {
    const { create, expect } = await world(t)
    const made = await create(kind, { ...named[kind], externalId: 'k', slug: 'one' })
    await expect(200, `/v1/${kind}/one`, { ...key, method: 'PATCH', body: { slug: 'two' }, ifMatch: '*' })
    await expect(204, `/v1/${kind}/two`, remove)
    const post = (status: number, more: object) =>
      expect(status, `/v1/${kind}`, { ...key, method: 'POST', body: { ...named[kind], ...more } })
    t.match((await post(409, { externalId: 'k' })).body, {
      code: 'duplicate-external-id',
      errors: [{ pointer: '/externalId', detail: /trash/ }],
    })
    for (const slug of ['one', 'two', 'TWO']) t.match((await post(409, { slug })).body, { code: 'slug-taken' })
    for (const [name, slug] of [
      ['Two', 'two-2'],
      ['One', 'one-2'],
    ])
      t.equal((await post(201, { [kind === 'articles' ? 'title' : 'name']: name })).body.slug, slug)

    await expect(204, `/v1/${kind}/${made.id}?purge=true`, remove)
    for (const url of [`/v1/${kind}/${made.id}`, `/v1/${kind}/one`, `/v1/${kind}/two`, `/v1/${kind}/ext:k`]) {
      await expect(404, url, key)
      await expect(404, `${url}?trashed=true`, key)
      await expect(404, `${url}?purge=true`, remove)
      await expect(404, `${url}/restoration`, restore)
    }
    const again = await post(201, { externalId: 'k', slug: 'two' })
    t.not(again.body.id, made.id)
    t.equal((await post(201, { slug: 'one' })).body.slug, 'one')
  })

  test(`one of ${kind} may be purged without going through the trash, by an admin alone`, async (t) => {
    const { create, expect } = await world(t)
    const { id } = await create(kind, named[kind])
    const url = `/v1/${kind}/${id}`
    await expect(401, `${url}?purge=true`, { method: 'DELETE', ifMatch: '*' })
    await expect(403, `${url}?purge=true`, { ...remove, as: ['content:write', 'content:publish', 'drafts:read'] })
    await expect(428, `${url}?purge=true`, { ...key, method: 'DELETE' })
    await expect(200, url, key)
    await expect(204, `${url}?purge=true`, remove)
    await expect(404, url, key)
  })
}

test('what is referred to is neither deleted nor purged, and every referrer is named', async (t) => {
  const { create, expect } = await world(t)
  const source = await create('sources', { name: 'Harbour Daily' })
  const analyst = await create('analysts', { name: 'Nadia', roles: [{ title: 'Editor', affiliation: source.id }] })
  const original = await create('articles', { lang: 'en', title: 'Original', sourceId: source.id, body })
  const quote = await create('quotes', {
    articleId: original.id,
    kind: 'direct',
    text: 'Salt is dear',
    analystId: analyst.id,
    toldToId: source.id,
  })
  const other = await create('quotes', {
    articleId: original.id,
    kind: 'direct',
    text: 'Sand is cheap',
    sourceId: source.id,
  })
  const translation = await create('articles', { lang: 'ar', title: 'ترجمة', translationOf: original.id })
  const referrers = {
    [`sources/${source.id}`]: [
      ['articles', original.id, 'sourceId'],
      ['quotes', other.id, 'sourceId'],
      ['quotes', quote.id, 'toldToId'],
      ['analysts', analyst.id, 'roles'],
    ],
    [`analysts/${analyst.id}`]: [['quotes', quote.id, 'analystId']],
    [`articles/${original.id}`]: [['articles', translation.id, 'translationOf']],
  }
  for (const [path, wanted] of Object.entries(referrers)) {
    for (const query of ['', '?purge=true']) {
      const { body: problem } = await expect(409, `/v1/${path}${query}`, remove)
      t.equal(problem.code, 'still-referenced')
      t.strictSame(
        problem.referrers,
        wanted.map(([resource, id, field]) => ({ resource, id, field })),
        path,
      )
    }
    await expect(200, `/v1/${path}`, key)
  }
})

test('references from the trash hold nobody back from the trash, but from being purged', async (t) => {
  const { create, expect } = await world(t)
  const source = await create('sources', { name: 'Harbour Daily' })
  const analyst = await create('analysts', { name: 'Nadia' })
  const original = await create('articles', {
    lang: 'en',
    title: 'Original',
    sourceId: source.id,
    body,
    quotes: [{ kind: 'direct', text: 'Salt is dear', analystId: analyst.id }],
  })
  const translation = await create('articles', { lang: 'ar', title: 'ترجمة', translationOf: original.id })
  for (const path of [
    `articles/${translation.id}`,
    `articles/${original.id}`,
    `analysts/${analyst.id}`,
    `sources/${source.id}`,
  ])
    await expect(204, `/v1/${path}`, remove)
  for (const path of [`articles/${original.id}`, `analysts/${analyst.id}`, `sources/${source.id}`])
    t.equal((await expect(409, `/v1/${path}?purge=true`, remove)).body.code, 'still-referenced', path)

  const faults = async (path: string) =>
    (await expect(422, `/v1/${path}/restoration`, restore)).body.errors.map(({ pointer }: any) => pointer)
  t.strictSame(await faults(`articles/${translation.id}`), ['/translationOf'])
  t.strictSame(await faults(`articles/${original.id}`), ['/sourceId'])
  await expect(200, `/v1/sources/${source.id}/restoration`, restore)
  t.strictSame(
    await faults(`articles/${original.id}`),
    ['/quotes/0/analystId'],
    'its quotes come back with it, and so must whom they name',
  )
  await expect(200, `/v1/analysts/${analyst.id}/restoration`, restore)
  await expect(200, `/v1/articles/${original.id}/restoration`, restore)
  await expect(200, `/v1/articles/${translation.id}/restoration`, restore)

  for (const path of [
    `articles/${translation.id}`,
    `articles/${original.id}`,
    `analysts/${analyst.id}`,
    `sources/${source.id}`,
  ])
    await expect(204, `/v1/${path}?purge=true`, remove)
})

test('nothing can be made to refer to what is in the trash', async (t) => {
  const { create, expect } = await world(t)
  for (const kind of kinds) await create(kind, { ...named[kind], externalId: 'gone' })
  const article = await create('articles', { lang: 'en', title: 't', body })
  for (const kind of kinds) await expect(204, `/v1/${kind}/ext:gone`, remove)
  const post = async (kind: string, draft: object) => {
    const { body: problem } = await expect(422, `/v1/${kind}`, { ...key, method: 'POST', body: draft })
    return problem.errors.map(({ pointer, code }: any) => `${pointer} ${code}`).sort()
  }
  t.strictSame(await post('articles', { lang: 'en', title: 't', sourceId: 'ext:gone', translationOf: 'ext:gone' }), [
    '/sourceId unresolved',
    '/translationOf unresolved',
  ])
  t.strictSame(
    await post('analysts', { name: 'n', roles: [{ title: 't' }, { title: 't', affiliation: 'ext:gone' }] }),
    ['/roles/1/affiliation unresolved'],
  )
  t.strictSame(
    await post('quotes', {
      articleId: article.id,
      kind: 'direct',
      text: 'Salt is dear',
      analystId: 'ext:gone',
      toldToId: 'ext:gone',
    }),
    ['/analystId unresolved', '/toldToId unresolved'],
  )
  t.strictSame(
    await post('quotes', { articleId: 'ext:gone', kind: 'direct', text: 'Salt is dear', sourceId: 'ext:gone' }),
    ['/articleId unresolved', '/sourceId unresolved'],
  )
})

test('the quotes of an article go to the trash and come back with it, but not those deleted before', async (t) => {
  const { create, expect } = await world(t)
  const quotes = [
    { externalId: 'q1', kind: 'direct', text: 'Salt is dear' },
    { externalId: 'q2', kind: 'direct', text: 'Sand is cheap' },
  ]
  const { id } = await create('articles', { lang: 'en', title: 'Prices', body, quotes })
  await expect(204, '/v1/quotes/ext:q2', remove)
  await expect(204, `/v1/articles/${id}`, remove)
  for (const ref of ['ext:q1', 'ext:q2']) {
    await expect(404, `/v1/quotes/${ref}`, key)
    await expect(200, `/v1/quotes/${ref}?trashed=true`, key)
    const { body: problem } = await expect(409, `/v1/quotes/${ref}/restoration`, restore)
    t.match(problem, { code: 'in-trash' }, 'a quote does not come back without its article')
    t.ok(problem.detail.includes(id), 'which is named')
  }
  await expect(200, `/v1/articles/${id}/restoration`, restore)
  t.match((await expect(200, `/v1/articles/${id}?include=quotes`, key)).body.quotes, [
    { externalId: 'q1', version: 3, position: 1 },
  ])
  await expect(404, '/v1/quotes/ext:q2', key)
  await expect(200, '/v1/quotes/ext:q2/restoration', restore)
  t.strictSame(
    (await expect(200, `/v1/articles/${id}/quotes`, key)).body.items.map(({ externalId, position }: any) => [
      externalId,
      position,
    ]),
    [
      ['q1', 1],
      ['q2', 2],
    ],
  )

  await expect(204, `/v1/articles/${id}?purge=true`, remove)
  for (const ref of ['ext:q1', 'ext:q2']) await expect(404, `/v1/quotes/${ref}?trashed=true`, key)
  t.equal((await expect(200, '/v1/quotes?trashed=true&count=true', key)).body.total, 0)
})

test('a quote in the trash is reserved, restored and purged like anything else', async (t) => {
  const { create, expect } = await world(t)
  const { id } = await create('articles', { lang: 'en', title: 'Prices', body })
  const draft = { articleId: id, externalId: 'q', kind: 'direct', text: 'Salt is dear' }
  const made = await create('quotes', draft)
  await expect(204, '/v1/quotes/ext:q', remove)
  t.match((await expect(409, '/v1/quotes', { ...key, method: 'POST', body: draft })).body, {
    code: 'duplicate-external-id',
  })
  t.match((await expect(409, '/v1/quotes/ext:q', { ...key, method: 'PUT', body: draft })).body, { code: 'in-trash' })
  const { body: back } = await expect(200, '/v1/quotes/ext:q/restoration', restore)
  t.strictSame(back, { ...made, version: 3, updatedAt: back.updatedAt })
  await expect(204, '/v1/quotes/ext:q', remove)
  await expect(204, '/v1/quotes/ext:q?purge=true', remove)
  t.not((await create('quotes', draft)).id, made.id)
})

test('a quote that was dropped from an article and is listed again comes back', async (t) => {
  const { expect } = await world(t)
  const put = (...quotes: object[]) =>
    expect(200, '/v1/articles/ext:a', { ...key, method: 'PUT', body: { lang: 'en', title: 'Prices', body, quotes } })
  const listed = { externalId: 'q', kind: 'direct', text: 'Salt is dear' }
  const { body: made } = await expect(201, '/v1/articles/ext:a', {
    ...key,
    method: 'PUT',
    body: { lang: 'en', title: 'Prices', body, quotes: [listed] },
  })
  t.strictSame((await put()).body.quotes, [])
  const { body: back } = await put({ ...listed, note: 'again' })
  t.match(back.quotes, [{ id: made.quotes[0].id, externalId: 'q', note: 'again', position: 1 }])
  t.equal((await expect(200, '/v1/quotes?trashed=true&count=true', key)).body.total, 0)
})

test('a quote that comes back to a text that has changed says where its words stand now', async (t) => {
  const { create, expect } = await world(t)
  const { id } = await create('articles', {
    lang: 'en',
    title: 'Prices',
    body,
    quotes: [
      { externalId: 'stays', kind: 'direct', text: 'Salt is dear' },
      { externalId: 'lost', kind: 'direct', text: 'Sand is cheap' },
    ],
  })
  for (const ref of ['ext:stays', 'ext:lost']) await expect(204, `/v1/quotes/${ref}`, remove)
  const content = 'In the morning: Salt is dear, she said. Nothing else was.'
  await expect(200, `/v1/articles/${id}`, {
    ...key,
    method: 'PATCH',
    body: { body: { format: 'text', content } },
    ifMatch: '*',
  })
  const stays = await expect(200, '/v1/quotes/ext:stays/restoration', restore)
  t.match(stays.body, {
    text: 'Salt is dear',
    status: 'asserted',
    spans: [{ start: 16, end: 28, prefix: 'In the morning: ' }],
  })
  const lost = await expect(200, '/v1/quotes/ext:lost/restoration', restore)
  t.match(lost.body, { text: 'Sand is cheap', status: 'disputed', anchor: 'drifted' })
})

test('only who may write what is live takes a published article from the trash or puts it there', async (t) => {
  const { create, expect } = await world(t)
  const { id } = await create('articles', { lang: 'en', title: 'Prices', status: 'published' })
  const url = `/v1/articles/${id}`
  await expect(401, url, { method: 'DELETE', ifMatch: '*' })
  await expect(403, url, { ...remove, as: ['content:write', 'drafts:read'] })
  await expect(204, url, { ...remove, as: ['content:publish'] })
  await expect(404, url)
  await expect(403, `${url}/restoration`, { ...restore, as: ['content:write', 'drafts:read'] })
  await expect(200, `${url}/restoration`, { ...restore, as: ['content:write', 'content:publish'] })
  t.equal((await expect(200, url)).body.publishedAt, (await expect(200, url)).body.createdAt)
})
