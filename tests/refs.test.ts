import { connect } from 'node:net'
import { test } from 'tap'
import { admin, type Request, world } from './helper.ts'

const kinds = ['articles', 'sources', 'analysts'] as const
const named = (kind: string, name: string) => (kind === 'articles' ? { lang: 'ar', title: name } : { name })
const enc = encodeURIComponent
const key = { as: admin }

for (const kind of kinds) {
  test(`${kind} are found by id, slug and external key, and are the same`, async (t) => {
    const { create, expect } = await world(t)
    const made = await create(kind, { ...named(kind, 'نهر الرمل القديم'), externalId: 'k-1' })
    t.equal(made.slug, 'نهر-الرمل-القديم')
    for (const ref of [
      made.id,
      made.id.toUpperCase(),
      made.slug,
      enc(made.slug),
      enc(made.slug).toLowerCase(),
      'ext:k-1',
      'ext%3Ak-1',
      'ext%3ak-1',
    ]) {
      const { body } = await expect(200, `/v1/${kind}/${ref}`, key)
      t.strictSame(body, made, ref)
    }
  })

  test(`an earlier slug of ${kind} answers 308 to every method and keeps the query`, async (t) => {
    const { create, expect } = await world(t)
    const made = await create(kind, { ...named(kind, 'Salt and sand'), slug: 'salt-sand' })
    const path = `/v1/${kind}/salt-sand`
    const patch = { slug: 'ملح-ورمل' }
    await expect(200, path, { ...key, method: 'PATCH', body: patch, ifMatch: '*' })
    const present = `/v1/${kind}/${enc('ملح-ورمل')}`
    const requests: [Request, string, string][] = [
      [{}, '', ''],
      [{ method: 'HEAD' }, '', ''],
      [{}, '?fields=slug', ''],
      [{ method: 'PUT', body: named(kind, 'x'), ifMatch: '*' }, '', ''],
      [{ method: 'PATCH', body: {}, ifMatch: '*' }, '', ''],
      [{ method: 'DELETE', ifMatch: '*' }, '?purge=true', ''],
      [{ method: 'DELETE', ifMatch: '*' }, '', ''],
      [{}, '?limit=1&sort=-publishedAt', '/quotes'],
    ]
    for (const [request, query, below] of requests) {
      const { headers } = await expect(308, path + below + query, { ...key, ...request })
      t.equal(headers.location, present + below + query, `${request.method ?? 'GET'} ${below}${query}`)
    }
    t.equal((await expect(200, present, key)).body.id, made.id)

    await expect(204, present, { ...key, method: 'DELETE', ifMatch: '*' })
    await expect(404, path, key)
    t.equal(
      (await expect(308, `${path}/restoration`, { ...key, method: 'POST' })).headers.location,
      `${present}/restoration`,
    )
    t.equal((await expect(308, `${path}?trashed=true`, key)).headers.location, `${present}?trashed=true`)
  })

  test(`${kind} take a slug once, and derive the next number where it is taken`, async (t) => {
    const { create, expect } = await world(t)
    const first = await create(kind, named(kind, 'حكومة المدينة'))
    t.equal(first.slug, 'حكومة-المدينة')
    t.equal((await create(kind, named(kind, 'حكومة المدينة'))).slug, 'حكومة-المدينة-2')
    t.equal(
      (await create(kind, named(kind, 'حكومه المدينه'))).slug,
      'حكومه-المدينه-3',
      'a spelling that looks the same counts',
    )
    for (const slug of ['حكومة-المدينة', 'حكومه-المدينه-2']) {
      const { body } = await expect(409, `/v1/${kind}`, { ...key, method: 'POST', body: { ...named(kind, 'y'), slug } })
      t.match(body, { code: 'slug-taken', errors: [{ pointer: '/slug' }] })
    }
    for (let n = 4; n < 9; n++) t.equal((await create(kind, named(kind, 'حكومة المدينة'))).slug, `حكومة-المدينة-${n}`)
  })

  test(`a former slug of ${kind} is not given to others, and its holder may take it up again`, async (t) => {
    const { create, expect } = await world(t)
    const made = await create(kind, { ...named(kind, 'One'), slug: 'one' })
    const change = (slug: string | null) =>
      expect(200, `/v1/${kind}/${made.id}`, { ...key, method: 'PATCH', body: { slug }, ifMatch: '*' })
    await change('two')
    await change('three')
    for (const former of ['one', 'two'])
      t.equal((await expect(308, `/v1/${kind}/${former}`, key)).headers.location, `/v1/${kind}/three`)
    await expect(409, `/v1/${kind}`, { ...key, method: 'POST', body: { ...named(kind, 'Other'), slug: 'one' } })
    t.equal((await create(kind, named(kind, 'One'))).slug, 'one-2')
    t.equal((await change('one')).body.slug, 'one')
    await expect(200, `/v1/${kind}/one`, key)
    t.equal((await expect(308, `/v1/${kind}/three`, key)).headers.location, `/v1/${kind}/one`)
    t.equal((await change(null)).body.slug, 'one', 'null derives it anew, and what is its own is free to it')
  })

  test(`another spelling of a slug of ${kind} answers 308 to the one it has`, async (t) => {
    const { create, expect } = await world(t)
    await create(kind, { ...named(kind, 'x'), slug: 'أسعار-القمح' })
    await create(kind, { ...named(kind, 'y'), slug: 'Café-Noir' })
    const spellings = {
      'اسعار-القمح': 'أسعار-القمح',
      'أَسعار-القمح': 'أسعار-القمح',
      'cafe-noir': 'Café-Noir',
      'Café-noir': 'Café-Noir',
    }
    for (const [spelling, slug] of Object.entries(spellings))
      t.equal(
        (await expect(308, `/v1/${kind}/${enc(spelling)}?fields=id`, key)).headers.location,
        `/v1/${kind}/${enc(slug)}?fields=id`,
      )
    await expect(200, `/v1/${kind}/${enc('Café-Noir'.normalize('NFD'))}`, key)
  })

  test(`${kind} answer 404 for refs that lead nowhere`, async (t) => {
    const { create, expect } = await world(t)
    await create(kind, { ...named(kind, 'x'), externalId: 'k' })
    for (const ref of [
      'nobody',
      'ext:nobody',
      'ext:K',
      '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
      '0',
      'k',
      '-',
      '---',
      enc('ء'),
    ])
      for (const method of ['GET', 'PATCH', 'DELETE'] as const)
        await expect(404, `/v1/${kind}/${ref}`, {
          ...key,
          method,
          ifMatch: '*',
          ...(method === 'PATCH' && { body: {} }),
        })
    for (const ref of ['nobody', '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'])
      await expect(404, `/v1/${kind}/${ref}`, { ...key, method: 'PUT', ifMatch: '*', body: named(kind, 'z') })
  })
}

test('an external key may hold any visible character, and is the same however it is percent-encoded', async (t) => {
  const { expect } = await world(t)
  const odd = [
    'a/b',
    'a%2Fb',
    '100%',
    '%25',
    '%zz',
    'q?x=1',
    'h#1',
    'a b',
    'a+b',
    'a:b',
    'ext:x',
    'a&b=c',
    "it's",
    'مقال/٧',
    '新聞',
    '😀',
    'a\\b',
    '..',
    '../x',
    ';',
    '"',
    'é',
    'a,b',
  ]
  for (const externalId of odd) {
    const upper = `/v1/sources/${enc(`ext:${externalId}`)}`
    const lower = upper.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
    const made = await expect(201, upper, { ...key, method: 'PUT', body: { name: `${externalId}` } })
    t.equal(made.body.externalId, externalId)
    for (const url of [upper, lower]) t.equal((await expect(200, url, key)).body.id, made.body.id, url)
    const again = await expect(200, lower, { ...key, method: 'PUT', body: { name: `${externalId}` } })
    t.equal(again.body.version, 1)
  }
  t.equal((await expect(200, '/v1/sources?count=true', key)).body.total, odd.length)
})

test('an external key in an address is read in NFC, so that a decomposed one names the same resource', async (t) => {
  const { expect } = await world(t)
  const url = `/v1/sources/ext:${enc('café'.normalize('NFD'))}`
  const made = await expect(201, url, { ...key, method: 'PUT', body: { name: 'x' } })
  t.equal(made.body.externalId, 'café')
  const again = await expect(200, url, { ...key, method: 'PUT', body: { name: 'y' } })
  t.equal(again.body.id, made.body.id)
  t.equal((await expect(200, `/v1/sources/ext:${enc('café')}`, key)).body.name, 'y')
})

test('an address cannot make an external key that a body could not', async (t) => {
  const { expect } = await world(t)
  const put = (status: number, externalId: string) =>
    expect(status, `/v1/sources/${enc(`ext:${externalId}`)}`, { ...key, method: 'PUT', body: { name: 'x' } })
  for (const bad of ['', ' a', 'x'.repeat(201)])
    t.match((await put(422, bad)).body, { code: 'invalid-content', errors: [{ pointer: '/externalId' }] })
  for (const bad of ['a ', 'a\nb', 'a\u200fb', 'a\u202eb', 'a\0b'])
    t.match((await put(400, bad)).body, { code: 'invalid-parameter', errors: [{ parameter: 'ref' }] })
  await put(201, 'x'.repeat(200))
  t.equal((await expect(200, '/v1/sources?count=true', key)).body.total, 1)
})

test('the bytes of a path sent raw are read as UTF-8, or refused where Node does not take them', async (t) => {
  const { app, create } = await world(t)
  const made = await create('articles', { lang: 'ar', title: 'ملح', status: 'published' })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        Buffer.concat([
          Buffer.from('GET /v1/articles/'),
          Buffer.from(made.slug),
          Buffer.from(' HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
        ]),
      ),
    )
    let text = ''
    socket.on('data', (bytes) => (text += bytes))
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
  if (answer.startsWith('HTTP/1.1 200 ')) t.match(answer, made.id)
  else t.match(answer, /^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*"code":"invalid-request"/)
})

test('the earlier slugs of an article that the public may not see redirect only those who may', async (t) => {
  const { create, expect } = await world(t)
  const hidden = {
    draft: {},
    'not yet': { status: 'published', publishAt: '2999-01-01T00:00:00Z' },
    embargoed: { status: 'published', embargoUntil: '2999-01-01T00:00:00Z' },
    expired: { status: 'published', expireAt: '2001-01-01T00:00:00Z' },
    withdrawn: { status: 'withdrawn' },
  }
  for (const [name, more] of Object.entries(hidden)) {
    const slug = name.replace(' ', '-')
    const { id } = await create('articles', { lang: 'ar', title: name, slug: `${slug}-before`, ...more })
    await expect(200, `/v1/articles/${id}`, { ...key, method: 'PATCH', body: { slug: `${slug}-now` }, ifMatch: '*' })
    for (const ref of [`${slug}-before`, `${slug}-NOW`, `${slug}-now`]) await expect(404, `/v1/articles/${ref}`)
    for (const ref of [`${slug}-before`, `${slug}-NOW`])
      await expect(308, `/v1/articles/${ref}`, { as: ['drafts:read'] })
  }
})

test('a slug that is not one is refused with its pointer', async (t) => {
  const { expect } = await world(t)
  const id = '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'
  for (const slug of [
    'a b',
    'a_b',
    '-a',
    'a-',
    'a--b',
    'a/b',
    'a.b',
    'ext:a',
    id,
    'a\u200db',
    'a\u202eb',
    'ا'.repeat(34),
  ]) {
    const { body } = await expect(422, '/v1/sources', { ...key, method: 'POST', body: { name: 'x', slug } })
    t.match(body, { code: 'invalid-content', errors: [{ pointer: '/slug', code: 'wrong-format' }] }, slug)
  }
})

test('refs in bodies may be ids, slugs, earlier slugs or external keys, and are answered as ids', async (t) => {
  const { create, expect } = await world(t)
  const source = await create('sources', { name: 'Harbour Daily', externalId: 'hd', slug: 'old-name' })
  await expect(200, '/v1/sources/ext:hd', { ...key, method: 'PATCH', body: { slug: 'new-name' }, ifMatch: '*' })
  for (const ref of [source.id, 'new-name', 'old-name', 'ext:hd'])
    t.equal((await create('articles', { lang: 'en', title: 't', sourceId: ref })).sourceId, source.id, ref)
  const { body } = await expect(422, '/v1/articles', {
    ...key,
    method: 'POST',
    body: { lang: 'en', title: 't', sourceId: 'ext:none', translationOf: 'nothing' },
  })
  t.strictSame(body.errors.map(({ pointer, code }: any) => `${pointer} ${code}`).sort(), [
    '/sourceId unresolved',
    '/translationOf unresolved',
  ])
})

test('PUT on an external key neither renames nor drops it, so that a repeated PUT finds it again', async (t) => {
  const { expect } = await world(t)
  const put = (status: number, externalId?: string | null) =>
    expect(status, '/v1/sources/ext:k', {
      ...key,
      method: 'PUT',
      body: { name: 'x', ...(externalId !== undefined && { externalId }) },
    })
  const { body: made } = await put(201, null)
  for (const same of [undefined, null, 'k']) t.strictSame((await put(200, same)).body, made)
  t.match((await put(422, 'other')).body, {
    code: 'invalid-content',
    errors: [{ pointer: '/externalId', code: 'mismatch' }],
  })
  const patched = await expect(200, `/v1/sources/${made.id}`, {
    ...key,
    method: 'PATCH',
    body: { externalId: 'other' },
    ifMatch: '*',
  })
  t.equal(patched.body.externalId, 'other')
  const byId = await expect(200, `/v1/sources/${made.id}`, {
    ...key,
    method: 'PUT',
    body: { name: 'x', externalId: null },
    ifMatch: '*',
  })
  t.equal(byId.body.externalId, null)
})

test('an external key that ends as the address of a form does is written like any other', async (t) => {
  const { expect, ask } = await world(t)
  const suffixes = {
    articles: ['html', 'jsonld', 'ninjs', 'md', 'txt', 'html.md'],
    sources: ['jsonld'],
    analysts: ['jsonld'],
  }
  for (const kind of kinds) {
    for (const suffix of suffixes[kind]) {
      const externalId = `report.${suffix}`
      const url = `/v1/${kind}/ext:${externalId}`
      const encoded = `/v1/${kind}/${enc(`ext:${externalId}`)}`
      const put = (status: number, name: string, more = {}) =>
        expect(status, url, { ...key, method: 'PUT', body: named(kind, name), ...more })
      const made = (await put(201, 'one')).body
      t.equal(made.externalId, externalId)
      t.match((await put(200, 'two', { ifMatch: '*' })).body, { id: made.id, version: 2 })
      const patch = { ...key, method: 'PATCH', body: named(kind, 'three'), ifMatch: '*' } as const
      t.match((await expect(200, encoded, patch)).body, { id: made.id, version: 3 })
      t.equal((await expect(200, url, key)).body.version, 3)
      for (const below of kind === 'sources' ? ['revisions'] : ['quotes', 'revisions'])
        await expect(200, `${url}/${below}`, key)
      t.equal((await expect(405, url, { ...key, method: 'POST' })).headers.allow, 'DELETE, GET, HEAD, PATCH, PUT')
      await expect(401, url, { method: 'DELETE' })
      await expect(204, url, { ...key, method: 'DELETE', ifMatch: '*' })
      await expect(404, url, key)
      await expect(200, `${url}/restoration`, { ...key, method: 'POST' })
      await expect(204, `${url}?purge=true`, { ...key, method: 'DELETE', ifMatch: '*' })

      await expect(201, `/v1/${kind}`, { ...key, method: 'POST', body: { ...named(kind, 'x'), slug: 'report' } })
      const form = await ask(`/v1/${kind}/report.${suffix}`, { ...key, method: 'PUT', body: named(kind, 'y') })
      if (!suffix.includes('.')) t.match([form.status, form.headers.allow], [405, 'GET, HEAD'])
      await expect(204, `/v1/${kind}/report?purge=true`, { ...key, method: 'DELETE', ifMatch: '*' })
    }
  }
})
