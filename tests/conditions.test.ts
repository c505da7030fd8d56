import { test } from 'tap'
import type { Scope } from '../schemas/keys.ts'
import { admin, type Request, world } from './helper.ts'

const key = { as: admin }
const drafts = {
  articles: {
    lang: 'en',
    title: 'The price of salt',
    body: { format: 'text', content: 'Salt is dear, she said. Salt is white.' },
  },
  sources: { name: 'Harbour Daily' },
  analysts: { name: 'Nadia Salem' },
}
const kinds = Object.keys(drafts) as (keyof typeof drafts)[]
const changed = {
  articles: { title: 'Another' },
  sources: { name: 'Another' },
  analysts: { name: 'Another' },
  quotes: { note: 'Another' },
}

async function everything(t: Parameters<typeof world>[0]) {
  const made = await world(t)
  const ids: Record<string, string> = {}
  const status = { status: 'published' }
  ids.sources = (await made.create('sources', drafts.sources)).id
  ids.analysts = (await made.create('analysts', drafts.analysts)).id
  ids.articles = (await made.create('articles', { ...drafts.articles, ...status, sourceId: ids.sources })).id
  const quote = { articleId: ids.articles, kind: 'direct', text: 'Salt is dear', analystId: ids.analysts }
  ids.quotes = (await made.create('quotes', quote)).id
  return { ...made, ids }
}

test('every GET has a strong ETag, answers 304 to it, and caches are told what it depends on', async (t) => {
  const { ids, expect } = await everything(t)
  const paths = Object.entries(ids).flatMap(([kind, id]) => [
    `/v1/${kind}`,
    `/v1/${kind}?limit=1&fields=id`,
    `/v1/${kind}/${id}`,
    `/v1/${kind}/${id}?fields=id,version`,
    ...(kind === 'quotes' ? [] : [`/v1/${kind}/${id}/quotes`]),
  ])
  for (const path of [...paths, `/v1/articles/${ids.articles}?include=source,quotes.analyst&body=html`]) {
    const { etag, headers } = await expect(200, path)
    t.match(etag, /^"[\x21\x23-\x7e]+"$/, path)
    t.match(headers.vary, /\bAuthorization\b/)
    for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await expect(304, path, { headers: { 'if-none-match': sent } })
      t.equal(answer.text, '')
      t.strictSame([answer.etag, answer.headers['cache-control']], [etag, headers['cache-control']])
    }
    for (const sent of ['"other"', etag.slice(1, -1), ''])
      await expect(200, path, { headers: { 'if-none-match': sent } })
    t.equal((await expect(200, path, { method: 'HEAD' })).etag, etag, 'HEAD has that of GET')
    t.match(headers['cache-control'], /^public, max-age=0, s-maxage=60, stale-while-revalidate=\d+$/)
    t.equal((await expect(200, path, key)).headers['cache-control'], 'private, no-store')
  }
})

test('ETags differ between representations and change with every change that shows in them', async (t) => {
  const { ids, expect } = await everything(t)
  const article = `/v1/articles/${ids.articles}`
  const views = [article, `${article}?body=html`, `${article}?fields=title`, `${article}?include=quotes`]
  const tags = async () => Promise.all(views.map(async (url) => (await expect(200, url)).etag))
  const before = await tags()
  t.equal(new Set(before).size, views.length)
  await expect(200, `/v1/quotes/${ids.quotes}`, { ...key, method: 'PATCH', body: { cue: 'she said' }, ifMatch: '*' })
  const between = await tags()
  t.strictSame(
    between.map((tag, i) => tag === before[i]),
    [true, true, true, false],
    'a quote shows only where it is included',
  )
  await expect(200, article, { ...key, method: 'PATCH', body: { title: 'New' }, ifMatch: '*' })
  t.strictSame(
    (await tags()).map((tag, i) => tag === between[i]),
    [false, false, false, false],
  )
})

for (const kind of [...kinds, 'quotes'] as const) {
  test(`a change to one of ${kind} needs If-Match: 428 without, 412 when it is stale, 400 when it is none`, async (t) => {
    const { ids, create, expect } = await everything(t)
    const url = `/v1/${kind}/${ids[kind]}`
    const replacement =
      kind === 'quotes'
        ? { articleId: ids.articles, kind: 'direct', text: 'Salt is dear', analystId: ids.analysts, note: 'New' }
        : { ...drafts[kind], externalId: 'new' }
    const writes: Request[] = [
      { method: 'PUT', body: replacement },
      { method: 'PATCH', body: changed[kind] },
      { method: 'DELETE' },
    ]
    const { etag: read, body: before } = await expect(200, url, key)
    const other =
      kind === 'quotes'
        ? { articleId: ids.articles, kind: 'direct', text: 'Salt is white', analystId: ids.analysts }
        : drafts[kind]
    const foreign = (await expect(200, `/v1/${kind}/${(await create(kind, other)).id}`, key)).etag
    for (const write of writes) {
      t.match((await expect(428, url, { ...key, ...write })).body, { code: 'precondition-required' })
      for (const refused of [foreign, '"x"', `"${'0'.repeat(8)}-v1-x"`, `W/${foreign}`])
        t.match((await expect(412, url, { ...key, ...write, ifMatch: refused })).body, {
          code: 'stale-version',
          version: 1,
        })
      for (const wrong of ['x', '""x', read.slice(1), `${read} ${read}`, ''])
        t.match((await expect(400, url, { ...key, ...write, ifMatch: wrong })).body, {
          code: 'invalid-parameter',
          errors: [{ parameter: 'If-Match' }],
        })
      t.match((await expect(412, url, { ...key, ...write, ifMatch: read, headers: { 'if-none-match': '*' } })).body, {
        code: 'already-exists',
      })
      t.match((await expect(400, url, { ...key, ...write, headers: { 'if-none-match': read } })).body, {
        errors: [{ parameter: /^if-none-match$/i }],
      })
    }
    t.strictSame((await expect(200, url, key)).body, before, 'none of this changed it')

    const patch = { ...key, method: 'PATCH' as const, body: changed[kind] }
    const { etag: answered, body } = await expect(200, url, { ...patch, ifMatch: read })
    t.equal(body.version, 2)
    t.equal(answered, (await expect(200, url, key)).etag, 'the answer to a change carries the ETag of a GET')
    const { body: stale } = await expect(412, url, { ...key, ...writes[0], ifMatch: read })
    t.strictSame([stale.code, stale.version, stale.changed], ['stale-version', 2, Object.keys(changed[kind])])
    await expect(200, url, { ...patch, body: {}, ifMatch: `"x", ${read}, ${answered}` })
    await expect(200, url, { ...key, ...writes[0], ifMatch: '*' })
    await expect(kind === 'articles' || kind === 'quotes' ? 204 : 409, url, { ...key, method: 'DELETE', ifMatch: '*' })
  })
}

test('the ETag of any representation of an article is accepted for any change to it', async (t) => {
  const { create, expect } = await world(t)
  const { id } = await create('articles', { ...drafts.articles, quotes: [{ kind: 'direct', text: 'Salt is dear' }] })
  const url = `/v1/articles/${id}`
  const views = [
    '',
    '?body=html',
    '?body=none',
    '?fields=id',
    '?include=source',
    '?include=quotes',
    '?include=quotes.analyst&body=text',
  ]
  for (const [index, view] of views.entries()) {
    const { etag } = await expect(200, url + view, key)
    await expect(200, url, { ...key, method: 'PATCH', body: { section: `s${index}` }, ifMatch: etag })
  }
  const { etag } = await expect(200, url, { method: 'HEAD', ...key })
  await expect(204, url, { ...key, method: 'DELETE', ifMatch: etag })
  const inTrash = await expect(200, `${url}?trashed=true`, key)
  t.not(inTrash.etag, etag)
  await expect(412, `${url}?purge=true`, { ...key, method: 'DELETE', ifMatch: etag })
  await expect(428, `${url}?purge=true`, { ...key, method: 'DELETE' })
  await expect(204, `${url}?purge=true`, { ...key, method: 'DELETE', ifMatch: inTrash.etag })
})

test('a stale change is told the present version and every member that differs, across several changes', async (t) => {
  const { create, expect } = await world(t)
  const { id } = await create('articles', drafts.articles)
  const url = `/v1/articles/${id}`
  const { etag } = await expect(200, url, key)
  for (const body of [{ title: 'Two' }, { tags: ['salt'] }, { summary: 'A.' }, { summary: null }])
    await expect(200, url, { ...key, method: 'PATCH', body, ifMatch: '*' })
  const { body } = await expect(412, url, { ...key, method: 'PATCH', body: { section: 's' }, ifMatch: etag })
  t.equal(body.version, 5)
  t.strictSame([...body.changed].sort(), ['tags', 'title'])
})

for (const kind of kinds) {
  test(`PUT on an external key of ${kind} is an upsert for the key that made the last change`, async (t) => {
    const { expect } = await world(t)
    const url = `/v1/${kind}/ext:nightly`
    const put = (status: number, as: Request['as'], body: object, more: Request = {}) =>
      expect(status, url, { method: 'PUT', as, body, ...more })
    const mine: Scope[] = ['content:write']
    const theirs: Scope[] = ['content:write', 'drafts:read']
    const draft = drafts[kind]
    const made = await put(201, mine, draft)
    t.match(made, { body: { version: 1, externalId: 'nightly' } })
    t.equal(made.headers.location, `/v1/${kind}/${made.body.slug}`)
    const same = await put(200, mine, draft)
    t.strictSame(same.body, made.body, 'an identical PUT changes nothing')
    t.equal(same.etag, made.etag)
    t.equal((await put(200, mine, { ...draft, ...changed[kind] })).body.version, 2)

    t.match((await put(428, theirs, draft)).body, { code: 'precondition-required' })
    t.equal((await put(200, theirs, draft, { ifMatch: '*' })).body.version, 3)
    await put(428, mine, { ...draft, ...changed[kind] })
    await put(428, mine, draft)
    const { etag } = await expect(200, url, key)
    t.equal((await put(200, mine, { ...draft, ...changed[kind] }, { ifMatch: etag })).body.version, 4)
    await put(200, mine, draft)

    await expect(428, `/v1/${kind}/${made.body.id}`, { method: 'PUT', as: mine, body: draft })
    await expect(428, url, { method: 'PATCH', as: mine, body: changed[kind] })
    await expect(428, url, { method: 'DELETE', as: mine })
  })

  test(`PUT of ${kind} creates only with If-None-Match: *, and replaces only with If-Match`, async (t) => {
    const { expect } = await world(t)
    const url = `/v1/${kind}/ext:new`
    const body = drafts[kind]
    for (const ifMatch of ['*', '"x"'])
      t.match((await expect(412, url, { ...key, method: 'PUT', body, ifMatch })).body, { code: 'stale-version' })
    await expect(404, url, key)
    const createOnly = { ...key, method: 'PUT' as const, body, headers: { 'if-none-match': '*' } }
    await expect(201, url, createOnly)
    t.match((await expect(412, url, createOnly)).body, { code: 'already-exists' })
    t.equal((await expect(200, url, key)).body.version, 1)
  })

  test(`a PUT that says the same of ${kind} in another order or spelling keeps the version`, async (t) => {
    const { expect } = await world(t)
    const url = `/v1/${kind}/ext:same`
    const image = { url: 'https://example.org/a.jpg', alt: 'Salt' }
    const [first, second] = {
      articles: [
        {
          ...drafts.articles,
          image,
          publishAt: '2026-01-01T00:00:00Z',
          authors: [{ name: 'N', url: 'https://example.org/' }],
        },
        {
          authors: [{ url: 'https://example.org/', name: 'N' }],
          publishAt: '2026-01-01T02:00:00.000+02:00',
          image: { alt: 'Salt', caption: null, url: image.url },
          ...drafts.articles,
        },
      ],
      sources: [
        { name: 'x', names: { en: 'X', ar: 'س' }, lang: 'ar-LY' },
        { lang: 'AR-ly', names: { ar: 'س', en: 'X' }, name: 'x', aliases: [], url: null },
      ],
      analysts: [
        { name: 'x', image, roles: [{ title: 't', from: '2020' }] },
        {
          image: { alt: 'Salt', url: image.url },
          roles: [{ from: '2020', title: 't', affiliation: null }],
          name: 'x',
          bio: null,
        },
      ],
    }[kind]
    const made = await expect(201, url, { ...key, method: 'PUT', body: first })
    t.strictSame((await expect(200, url, { ...key, method: 'PUT', body: second })).body, made.body)
  })
}

const speech = 'Salt is dear, she said. Sand is cheap, he said. Wind is free.'
const withQuotes = (...texts: string[]) => ({
  lang: 'en',
  title: 'Prices',
  body: { format: 'text', content: speech },
  quotes: texts.map((text) => ({ kind: 'direct', text })),
})

test('a PUT with quotes is refused when another key changed a quote in between', async (t) => {
  const { expect } = await world(t)
  const url = '/v1/articles/ext:prices'
  const mine = { as: ['content:write' as const] }
  const put = (status: number, body: object, more: Request = {}) =>
    expect(status, url, { method: 'PUT', ...mine, body, ...more })
  const made = await put(201, withQuotes('Salt is dear', 'Sand is cheap'))
  const [first] = made.body.quotes
  t.strictSame((await put(200, withQuotes('Salt is dear', 'Sand is cheap'))).body, made.body, 'identical')

  const { etag: withoutQuotes } = await expect(200, url, key)
  await expect(200, `/v1/quotes/${first.id}`, { ...key, method: 'PATCH', body: { status: 'verified' }, ifMatch: '*' })
  t.match((await put(428, withQuotes('Salt is dear'))).body, { code: 'precondition-required' })
  const { body } = await put(412, withQuotes('Salt is dear'), { ifMatch: made.etag })
  t.match(body, { code: 'stale-version', version: 1, changed: ['quotes'] })

  const { quotes: _, ...alone } = withQuotes()
  t.equal((await put(200, alone)).body.version, 1, 'without quotes they are no concern of it')
  t.equal((await put(200, { ...alone, section: 's' }, { ifMatch: made.etag })).body.version, 2)
  const { etag } = await expect(200, `${url}?include=quotes`, key)
  const { body: replaced } = await put(200, { ...withQuotes('Salt is dear'), section: 's' }, { ifMatch: etag })
  t.match(replaced.quotes, [{ id: first.id, status: 'verified' }])
  t.equal(replaced.version, 2, 'the article itself says the same')
  await put(412, { ...withQuotes('Salt is dear'), section: 's' }, { ifMatch: withoutQuotes })
  await put(200, withQuotes('Salt is dear', 'Wind is free'), {})
})

test('an identical PUT with quotes leaves every version and position alone, however the spans are written', async (t) => {
  const { expect } = await world(t)
  const url = '/v1/articles/ext:prices'
  const block = 'b1'
  const body = {
    lang: 'en',
    title: 'Prices',
    body: [{ _type: 'block', _key: block, children: [{ _type: 'span', text: speech }] }],
    quotes: [
      { kind: 'direct', text: 'Salt is dear' },
      { kind: 'direct', spans: [{ text: 'Sand is cheap' }] },
      { kind: 'mixed', spans: [{ blockKey: block, start: 48, end: 60 }] },
      { kind: 'direct', spans: [{ text: 'Salt' }, { text: 'Sand' }] },
      { kind: 'indirect', text: 'That prices would rise.', position: 9 },
      { kind: 'indirect', text: 'That they would not.', position: 1 },
      { kind: 'indirect', text: 'That nobody knew.' },
      {
        kind: 'indirect',
        externalId: 'q',
        spans: [{ text: 'Wind is', blockKey: block }],
        mention: { text: 'he', kind: 'pronoun' },
      },
    ],
  }
  const made = await expect(201, url, { ...key, method: 'PUT', body })
  t.equal(made.body.quotes.length, body.quotes.length)
  for (let round = 0; round < 2; round++) {
    const again = await expect(200, url, { ...key, method: 'PUT', body })
    t.strictSame(again.body, made.body)
    t.equal(again.etag, made.etag)
  }
  t.equal((await expect(200, '/v1/quotes?trashed=true&count=true', key)).body.total, 0)
})
