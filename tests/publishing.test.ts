import { test } from 'tap'
import type { Scope } from '../schemas/keys.ts'
import { admin, type Request, type World, world } from './helper.ts'

const key = { as: admin }
const base = { lang: 'en', title: 'Prices' }
const [before, now, after] = ['2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z']
const later = '2026-03-04T00:00:00.000Z'
const patch = ({ expect }: World, id: string, body: object) =>
  expect(200, `/v1/articles/${id}`, { ...key, method: 'PATCH', body, ifMatch: '*' })

test('an article is a draft until it is published, and only a published one is public', async (t) => {
  const made = await world(t)
  const { id, status } = await made.create('articles', base)
  t.equal(status, 'draft')
  await made.expect(404, `/v1/articles/${id}`)
  for (const [next, seen] of [
    ['published', 200],
    ['withdrawn', 410],
    ['published', 200],
    ['draft', 404],
  ] as const) {
    await patch(made, id, { status: next })
    await made.expect(seen, `/v1/articles/${id}`)
    t.equal((await made.expect(200, '/v1/articles?count=true')).body.total, seen === 200 ? 1 : 0, next)
  }
})

const times: [string, object, string | null][] = [
  ['a draft has none', { status: 'draft' }, null],
  ['a draft with a time has none yet', { status: 'draft', publishAt: before }, null],
  ['at once', { status: 'published' }, now],
  ['a past publishAt is kept as it is', { status: 'published', publishAt: before }, before],
  ['a coming publishAt is when it will be', { status: 'published', publishAt: after }, after],
  ['an embargo does not move it', { status: 'published', embargoUntil: after }, now],
  ['withdrawn without ever being published', { status: 'withdrawn' }, null],
]

test('publishedAt is a past publishAt as it is, else the later of publishAt and the first publication', async (t) => {
  const { create, setTime } = await world(t)
  setTime(now)
  for (const [name, members, wanted] of times)
    t.equal((await create('articles', { ...base, ...members })).publishedAt, wanted, name)
})

test('publishedAt follows publishAt until that time has come, and then stays through whatever happens', async (t) => {
  const made = await world(t)
  made.setTime(now)
  const { id } = await made.create('articles', base)
  const publishedAt = async (body: object) => (await patch(made, id, body)).body.publishedAt
  t.equal(await publishedAt({ status: 'published', publishAt: later }), later)
  t.equal(await publishedAt({ publishAt: after }), after)
  t.equal(await publishedAt({ status: 'draft' }), null, 'it never was')
  t.equal(await publishedAt({ status: 'published' }), after)
  made.setTime(after)
  for (const body of [
    { title: 'x' },
    { publishAt: before },
    { publishAt: later },
    { publishAt: null },
    { status: 'draft' },
    { status: 'withdrawn' },
    { status: 'published' },
  ])
    t.equal(await publishedAt(body), after, JSON.stringify(body))
})

test('quotes are listed by when their article was published, and follow it', async (t) => {
  const made = await world(t)
  made.setTime(now)
  const body = { format: 'text', content: 'Salt is dear.' }
  const { id } = await made.create('articles', {
    ...base,
    body,
    quotes: [{ externalId: 'q', kind: 'indirect', spans: [{ text: 'Salt is dear' }] }],
  })
  const quote = async () => (await made.expect(200, '/v1/quotes/ext:q', key)).body
  t.match(await quote(), { publishedAt: null, version: 1 })
  await patch(made, id, { status: 'published', publishAt: after })
  t.match(await quote(), { publishedAt: after, version: 1 }, 'which is no change of the quote')
  await made.expect(404, '/v1/quotes/ext:q')
  made.setTime(after)
  t.match((await made.expect(200, `/v1/quotes?from=${after}`)).body, { items: [{ externalId: 'q' }] })
})

test('embargo and expiry are decided by the clock, everywhere at once', async (t) => {
  const { create, expect, setTime } = await world(t)
  setTime(before)
  const source = await create('sources', { name: 'Harbour Daily' })
  const analyst = await create('analysts', { name: 'Nadia' })
  const { id, slug } = await create('articles', {
    ...base,
    status: 'published',
    publishAt: now,
    embargoUntil: after,
    expireAt: later,
    sourceId: source.id,
    body: { format: 'text', content: 'Salt is dear.' },
    quotes: [{ externalId: 'q', kind: 'direct', text: 'Salt is dear', analystId: analyst.id }],
  })
  const urls = [
    `articles/${id}`,
    `articles/${slug}`,
    `articles/${id}/quotes`,
    'quotes/ext:q',
    `analysts/${analyst.id}`,
    `sources/${source.id}`,
    `analysts/${analyst.id}/quotes`,
  ]
  const lists = ['articles', 'quotes', 'analysts', 'sources', `quotes?from=${now}`, 'articles?status=published']
  const millisecondBefore = (time: string) => new Date(Date.parse(time) - 1).toISOString()
  for (const [time, seen] of [
    [before, false],
    [now, false],
    [millisecondBefore(after), false],
    [after, true],
    [millisecondBefore(later), true],
    [later, false],
  ] as const) {
    setTime(time)
    for (const url of urls) await expect(seen ? 200 : 404, `/v1/${url}`)
    for (const list of lists) {
      const { body } = await expect(200, `/v1/${list}${list.includes('?') ? '&' : '?'}count=true`)
      t.strictSame([body.items.length, body.total], seen ? [1, 1] : [0, 0], `${list} at ${time}`)
    }
    await expect(200, `/v1/articles/${id}`, { as: ['drafts:read'] })
  }
})

test('no cache may answer with what has expired by then', async (t) => {
  const { create, expect, setTime } = await world(t)
  setTime(now)
  const { id } = await create('articles', { ...base, status: 'published', expireAt: '2026-03-02T00:05:00Z' })
  const control = async (url: string) => (await expect(200, url)).headers['cache-control']
  for (const [time, fresh, stale] of [
    ['00:00:00', 60, 240],
    ['00:04:30', 30, 0],
    ['00:04:59.500', 0, 0],
  ] as const) {
    setTime(`2026-03-02T${time}Z`)
    for (const url of [`/v1/articles/${id}`, '/v1/articles'])
      t.equal(
        await control(url),
        `public, max-age=0, s-maxage=${fresh}, stale-while-revalidate=${stale}`,
        `${url} at ${time}`,
      )
  }
})

const write: Scope[] = ['content:write']
const publish: Scope[] = ['content:publish']
const both: Scope[] = ['content:write', 'content:publish']
const read: Scope[] = ['drafts:read']

test('creating needs content:write, and content:publish as well where it is live at once', async (t) => {
  const { expect } = await world(t)
  const statuses = { draft: [201, 403, 201], published: [403, 403, 201], withdrawn: [403, 403, 201] }
  for (const [status, wanted] of Object.entries(statuses))
    for (const [index, as] of [write, publish, both].entries())
      for (const method of ['POST', 'PUT'] as const) {
        const url = method === 'POST' ? '/v1/articles' : `/v1/articles/ext:${status}${index}`
        const { body } = await expect(wanted[index] as number, url, { as, method, body: { ...base, status } })
        if (wanted[index] === 403) t.equal(body.code, 'insufficient-scope')
      }
  for (const as of [read, undefined]) await expect(as ? 403 : 401, '/v1/articles', { as, method: 'POST', body: base })
})

const changes: [string, string, object, { write: number; publish: number; both: number }][] = [
  ['a draft', 'draft', { title: 'New' }, { write: 200, publish: 403, both: 200 }],
  ['publishing a draft', 'draft', { status: 'published' }, { write: 403, publish: 200, both: 200 }],
  [
    'publishing and changing a draft',
    'draft',
    { status: 'published', title: 'New' },
    { write: 403, publish: 403, both: 200 },
  ],
  ['a published article', 'published', { title: 'New' }, { write: 403, publish: 200, both: 200 }],
  ['withdrawing', 'published', { status: 'withdrawn' }, { write: 403, publish: 200, both: 200 }],
  ['taking back to draft', 'published', { status: 'draft' }, { write: 403, publish: 200, both: 200 }],
  ['a withdrawn article', 'withdrawn', { summary: 'New' }, { write: 403, publish: 200, both: 200 }],
  ['a scheduled article', 'scheduled', { title: 'New' }, { write: 403, publish: 200, both: 200 }],
  ['nothing at all', 'published', {}, { write: 200, publish: 200, both: 200 }],
]

test('a change needs content:write of a draft, content:publish of what is live or becomes so', async (t) => {
  const { create, expect } = await world(t)
  const states = {
    draft: {},
    published: { status: 'published' },
    withdrawn: { status: 'withdrawn' },
    scheduled: { status: 'published', publishAt: '2999-01-01T00:00:00Z' },
  }
  for (const [name, state, body, wanted] of changes)
    for (const [scopes, as] of Object.entries({ write, publish, both })) {
      const status = wanted[scopes as keyof typeof wanted]
      const members = { ...base, ...states[state as keyof typeof states] }
      const [patched, put] = [await create('articles', members), await create('articles', members)]
      const answers = [
        await expect(status, `/v1/articles/${patched.id}`, { as, method: 'PATCH', body, ifMatch: '*' }),
        await expect(status, `/v1/articles/${put.id}`, {
          as,
          method: 'PUT',
          body: { ...members, ...body },
          ifMatch: '*',
        }),
      ]
      for (const answer of answers)
        t.equal(answer.body.code, status === 403 ? 'insufficient-scope' : undefined, `${name} with ${scopes}`)
    }
})

test('the quotes of a live article are part of it: to change them needs content:publish, by whatever way', async (t) => {
  const { create, expect } = await world(t)
  await create('sources', { externalId: 'port', name: 'Port' })
  const body = { format: 'text', content: 'Salt is dear. Sand is cheap.' }
  const quote = { externalId: 'q', kind: 'direct', text: 'Salt is dear', sourceId: 'ext:port' }
  const other = { kind: 'direct', text: 'Sand is cheap', sourceId: 'ext:port' }
  for (const [status, refused, taken] of [
    ['published', write, publish],
    ['withdrawn', write, publish],
    ['draft', publish, write],
  ] as const) {
    const members = { ...base, body, status, externalId: status }
    const { id } = await create('articles', { ...members, quotes: [{ ...quote, externalId: `q-${status}` }] })
    const ways: [string, Request, number][] = [
      ['/v1/quotes', { method: 'POST', body: { ...other, articleId: id } }, 201],
      [`/v1/quotes/ext:q-${status}`, { method: 'PATCH', body: { note: 'x' }, ifMatch: '*' }, 200],
      [
        `/v1/quotes/ext:q-${status}`,
        { method: 'PUT', body: { ...quote, externalId: `q-${status}`, articleId: id }, ifMatch: '*' },
        200,
      ],
      [`/v1/quotes/ext:new-${status}`, { method: 'PUT', body: { ...other, articleId: id, kind: 'mixed' } }, 201],
      [`/v1/articles/${id}`, { method: 'PUT', body: { ...members, quotes: [other] }, ifMatch: '*' }, 200],
      [`/v1/articles/${id}`, { method: 'PUT', body: { ...members, quotes: [] }, ifMatch: '*' }, 200],
      [`/v1/quotes/ext:q-${status}/restoration`, { method: 'POST' }, 200],
      [`/v1/quotes/ext:q-${status}`, { method: 'DELETE', ifMatch: '*' }, 204],
    ]
    for (const [url, request, success] of ways) {
      t.equal(
        (await expect(403, url, { ...request, as: [...refused] })).body.code,
        'insufficient-scope',
        `${request.method} ${url}`,
      )
      await expect(success, url, { ...request, as: [...taken] })
    }
  }
})

test('a reason to withdraw stands only with the status withdrawn, and goes with it', async (t) => {
  const made = await world(t)
  const { expect, create } = made
  const { body } = await expect(422, '/v1/articles', {
    ...key,
    method: 'POST',
    body: { ...base, withdrawnReason: 'Wrong.' },
  })
  t.match(body, { errors: [{ pointer: '/withdrawnReason' }] })
  const { id } = await create('articles', { ...base, externalId: 'k', status: 'withdrawn', withdrawnReason: 'Wrong.' })
  t.equal((await patch(made, id, { title: 'New' })).body.withdrawnReason, 'Wrong.')
  t.equal((await patch(made, id, { status: 'draft' })).body.withdrawnReason, null)
  t.equal((await patch(made, id, { status: 'withdrawn' })).body.withdrawnReason, null)
  t.equal((await patch(made, id, { withdrawnReason: 'Wrong again.' })).body.withdrawnReason, 'Wrong again.')
})

test('a PUT without them keeps the status, the reason and the corrections, and nothing else', async (t) => {
  const { expect } = await world(t)
  const url = '/v1/articles/ext:k'
  const put = (status: number, body: object) => expect(status, url, { ...key, method: 'PUT', body })
  const corrections = [{ at: '2026-03-01T10:00:00+02:00', note: 'A figure was wrong.' }]
  await put(201, {
    ...base,
    status: 'withdrawn',
    withdrawnReason: 'Wrong.',
    corrections,
    section: 's',
    publishAt: before,
  })
  const { body } = await put(200, base)
  t.match(body, {
    status: 'withdrawn',
    withdrawnReason: 'Wrong.',
    corrections: [{ at: '2026-03-01T08:00:00.000Z' }],
    section: null,
    publishAt: null,
    version: 2,
  })
  t.match((await put(200, { ...base, status: 'draft', corrections: null })).body, {
    status: 'draft',
    corrections: [],
    withdrawnReason: null,
  })
})
