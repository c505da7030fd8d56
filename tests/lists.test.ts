import { type Test, test } from 'tap'
import { admin, type World, world } from './helper.ts'

const key = { as: admin }
const enc = encodeURIComponent

/** A few of each kind, many of which tie in whatever they are sorted by. */
async function library(t: Test): Promise<World & { ids: Record<string, string> }> {
  const made = await world(t)
  const { create, setTime } = made
  const ids: Record<string, string> = {}
  const add = async (kind: string, externalId: string, members: object) => {
    ids[externalId] = (await create(kind, { externalId, ...members })).id
  }
  setTime('2026-03-01T00:00:00Z')
  await add('sources', 'daily', { name: 'Harbour Daily', kind: 'outlet', country: 'LY' })
  await add('sources', 'wire', { name: 'ساحل برس', kind: 'agency', country: 'TN' })
  await add('sources', 'port', { name: 'harbour daily', kind: 'government', country: 'LY' })
  await add('sources', 'lab', { name: 'المرصد', kind: 'research' })
  await add('analysts', 'nadia', { name: 'نادية سالم', country: 'TN', topics: ['water', 'salt'] })
  await add('analysts', 'omar', { name: 'عمر الفاسي', country: 'MA', topics: ['salt'] })
  await add('analysts', 'nadia-2', { name: 'نادية سالم', country: 'LY', topics: ['trade'] })
  setTime('2026-03-02T00:00:00Z')
  const published = { status: 'published' }
  const at = (day: string) => ({ ...published, publishAt: `2026-02-${day}T08:00:00Z` })
  const says = (analystId: string, text: string, more = {}) => ({ kind: 'direct', text, analystId, ...more })
  const body = { format: 'text', content: 'Salt is dear, she said. Sand is cheap. Wind is free.' }
  const base = { lang: 'en', title: 'Same title', body }
  await add('articles', 'a1', {
    ...base,
    ...at('10'),
    section: 'economy',
    tags: ['salt', 'sea'],
    sourceId: 'ext:daily',
    quotes: [
      says('ext:nadia', 'Salt is dear', { externalId: 'q1', status: 'verified' }),
      says('ext:omar', 'Sand is cheap', { externalId: 'q2', kind: 'mixed', toldToId: 'ext:wire' }),
    ],
  })
  await add('articles', 'a2', {
    ...base,
    ...at('10'),
    lang: 'en-GB',
    section: 'sports',
    tags: ['salt'],
    sourceId: 'ext:wire',
    quotes: [says('ext:nadia', 'Salt is dear', { externalId: 'q3' })],
  })
  await add('articles', 'a3', {
    ...base,
    ...at('11'),
    lang: 'ar',
    title: 'الملح',
    tags: ['sea'],
    quotes: [
      {
        externalId: 'q4',
        kind: 'indirect',
        text: 'That it rains.',
        sourceId: 'ext:port',
        toldToId: 'ext:daily',
        status: 'proposed',
      },
    ],
  })
  await add('articles', 'a4', { ...base, ...at('12'), lang: 'ar-LY', title: 'Same Title', sourceId: 'ext:daily' })
  await add('articles', 'a5', { ...base, lang: 'arz', title: 'same title', section: 'economy' })
  await add('articles', 'a6', {
    ...base,
    title: 'Zebra',
    section: 'a?b&c=d+e',
    tags: ['x y', 'sea'],
    quotes: [says('ext:nadia-2', 'Wind is free', { externalId: 'q5', status: 'disputed' })],
  })
  await add('articles', 'a7', { ...base, status: 'withdrawn', title: 'Apple' })
  return { ...made, ids }
}

const keysOf = (items: any[]) => items.map(({ externalId }) => externalId)

async function walk(t: Test, { expect }: World, first: string): Promise<any[]> {
  const items = []
  for (let url: string | undefined = first; url !== undefined; ) {
    const { body, headers } = await expect(200, url, key)
    items.push(...body.items)
    const link = /^<([^>]+)>; rel="next"/.exec(headers.link ?? '')?.[1]
    t.equal(link === undefined, body.nextCursor === null, 'Link and nextCursor agree')
    if (link) t.equal(new URL(link, 'http://x').searchParams.get('cursor'), body.nextCursor)
    url = link
    if (items.length > 1000) throw new Error('a list without an end')
  }
  return items
}

test('pages hold everything once and in order, through ties, for every sort in both directions', async (t) => {
  const made = await library(t)
  const sorts = {
    articles: ['publishedAt', 'createdAt', 'updatedAt', 'title'],
    sources: ['name', 'createdAt', 'updatedAt'],
    analysts: ['name', 'createdAt', 'updatedAt'],
    quotes: ['publishedAt', 'position', 'createdAt', 'updatedAt'],
  }
  for (const [kind, fields] of Object.entries(sorts)) {
    for (const field of fields) {
      const whole = (sort: string) => made.expect(200, `/v1/${kind}?sort=${sort}&limit=100`, key)
      const up = (await whole(field)).body.items
      const down = (await whole(`-${field}`)).body.items
      t.strictSame(
        down.map(({ id }: any) => id),
        up.map(({ id }: any) => id).reverse(),
        `-${field} is the reverse, ties and all`,
      )
      if (field.endsWith('At')) {
        const values = up.map((item: any) => item[field] ?? '')
        t.strictSame(values, [...values].sort(), `${kind} by ${field}`)
      }
      for (const [sort, all] of [
        [field, up],
        [`-${field}`, down],
      ])
        for (const limit of [1, 2, 3])
          t.strictSame(
            await walk(t, made, `/v1/${kind}?sort=${sort}&limit=${limit}`),
            all,
            `${kind} by ${sort}, ${limit} a page`,
          )
    }
  }
})

test('names and titles are sorted as a reader looks them up: folded, and without the article', async (t) => {
  const { expect } = await library(t)
  const listed = async (url: string) => keysOf((await expect(200, url, key)).body.items)
  t.strictSame(await listed('/v1/sources'), ['daily', 'port', 'wire', 'lab'])
  t.strictSame((await listed('/v1/articles?sort=title')).slice(0, 1), ['a7'])
  t.strictSame((await listed('/v1/articles?sort=title')).slice(-2), ['a6', 'a3'])
})

test('a list is newest first when nothing is said, and quotes of an article stand in text order', async (t) => {
  const { expect, create } = await library(t)
  t.strictSame(keysOf((await expect(200, '/v1/articles')).body.items), ['a4', 'a3', 'a2', 'a1'])
  t.strictSame(keysOf((await expect(200, '/v1/articles?fields=externalId&limit=2')).body.items), ['a4', 'a3'])
  t.strictSame(keysOf((await expect(200, '/v1/quotes')).body.items), ['q4', 'q3', 'q2', 'q1'])
  t.strictSame(keysOf((await expect(200, '/v1/articles/ext:a1/quotes')).body.items), ['q1', 'q2'])
  t.strictSame(keysOf((await expect(200, '/v1/analysts/ext:nadia/quotes')).body.items), ['q3', 'q1'])
  t.strictSame(keysOf((await expect(200, '/v1/sources/ext:port/quotes')).body.items), ['q4'])
  for (let n = 0; n < 20; n++) await create('sources', { name: `n${n}` })
  t.equal((await expect(200, '/v1/sources', key)).body.items.length, 20)
})

test('a page survives what is added and removed around it', async (t) => {
  const { create, expect } = await library(t)
  const { body: first } = await expect(200, '/v1/sources?sort=name&limit=2', key)
  t.strictSame(keysOf(first.items), ['daily', 'port'])
  await create('sources', { externalId: 'early', name: 'AAA' })
  await create('sources', { externalId: 'late', name: 'ياء' })
  await expect(200, '/v1/sources/ext:port', { ...key, method: 'PATCH', body: { name: 'Aaa' }, ifMatch: '*' })
  const { body: second } = await expect(200, `/v1/sources?sort=name&limit=9&cursor=${first.nextCursor}`, key)
  t.strictSame(keysOf(second.items), ['wire', 'lab', 'late'])
})

test('a cursor that was changed, or made for another question, is refused', async (t) => {
  const { expect } = await library(t)
  const list = '/v1/articles?limit=1&lang=ar&sort=title'
  const cursor: string = (await expect(200, list, key)).body.nextCursor
  const [payload = '', signature = ''] = cursor.split('.')
  const moved = Buffer.from(JSON.stringify(['', '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'])).toString('base64url')
  const others = [
    `${moved}.${signature}`,
    `${payload}.${signature.slice(1)}`,
    payload,
    `${payload}.`,
    `.${signature}`,
    `${cursor}A`,
    `${cursor}.x`,
    `${cursor}=`,
    'x',
    '%00',
    cursor.toUpperCase(),
  ]
  const refused = async (url: string) => {
    const { body } = await expect(400, url, key)
    t.match(body, { code: 'invalid-cursor', errors: [{ parameter: 'cursor' }] }, url)
  }
  for (const other of others) await refused(`${list}&cursor=${other}`)
  const elsewhere = [
    '/v1/articles?limit=1&lang=en&sort=title',
    '/v1/articles?limit=1&lang=ar&sort=-title',
    '/v1/articles?limit=1&sort=title',
    '/v1/articles?limit=1&lang=ar&lang=en&sort=title',
    `${list}&section=economy`,
    `${list}&trashed=true`,
    '/v1/sources?sort=name',
    '/v1/quotes',
  ]
  for (const url of elsewhere) await refused(`${url}${url.includes('?') ? '&' : '?'}cursor=${cursor}`)
  await expect(200, `${list}&cursor=${cursor}`, key)
})

test('a cursor goes on whatever else the query says: order of parameters, limit, fields, include, count', async (t) => {
  const { expect } = await library(t)
  const { body: first } = await expect(200, '/v1/articles?lang=ar&lang=en&status=published&limit=1', key)
  const { body: whole } = await expect(200, '/v1/articles?lang=ar&lang=en&status=published', key)
  const rest = whole.items.slice(1).map(({ id }: any) => id)
  const same = [
    'status=published&lang=ar&lang=en',
    'lang=en&lang=ar&status=published',
    'lang=ar&lang=en&lang=ar&status=published',
    'lang=ar&lang=en&status=published&limit=50&fields=id&include=source&count=true&body=text',
    'lang=ar&lang=en&status=published&sort=-publishedAt',
  ]
  for (const query of same) {
    const { body } = await expect(200, `/v1/articles?${query}&cursor=${first.nextCursor}`, key)
    t.strictSame(
      body.items.map(({ id }: any) => id),
      rest,
      query,
    )
  }
})

test('paging through the quotes of an article goes on when its slug changes in between', async (t) => {
  const { expect, ids } = await library(t)
  await expect(200, '/v1/articles/ext:a1', { ...key, method: 'PATCH', body: { slug: 'before' }, ifMatch: '*' })
  const { body, headers } = await expect(200, '/v1/articles/before/quotes?limit=1')
  await expect(200, '/v1/articles/ext:a1', { ...key, method: 'PATCH', body: { slug: 'after' }, ifMatch: '*' })
  const next = /<([^>]+)>; rel="next"/.exec(headers.link ?? '')?.[1] as string
  const { headers: moved } = await expect(308, next)
  for (const url of [moved.location as string, `/v1/articles/${ids.a1}/quotes?limit=1&cursor=${body.nextCursor}`])
    t.strictSame(keysOf((await expect(200, url)).body.items), ['q2'])
})

test('the next page keeps every parameter as it was sent', async (t) => {
  const made = await library(t)
  const odd = `section=${enc('a?b&c=d+e')}`
  for (const query of [
    odd,
    'section=a?b%26c%3Dd%2Be',
    `tag=x+y&tag=sea`,
    `tag=x%20y&lang=en`,
    `${odd}&fields=id,externalId&include=quotes`,
  ])
    t.strictSame(
      await walk(t, made, `/v1/articles?limit=1&${query}`),
      (await made.expect(200, `/v1/articles?${query}`, key)).body.items,
      query,
    )
})

const filtered: [string, string[]][] = [
  ['articles?lang=en', ['a1', 'a2', 'a6', 'a7']],
  ['articles?lang=EN', ['a1', 'a2', 'a6', 'a7']],
  ['articles?lang=en-gb', ['a2']],
  ['articles?lang=ar', ['a3', 'a4']],
  ['articles?lang=ar-LY', ['a4']],
  ['articles?lang=ar&lang=arz', ['a3', 'a4', 'a5']],
  ['articles?section=economy', ['a1', 'a5']],
  ['articles?section=economy&section=sports', ['a1', 'a2', 'a5']],
  ['articles?section=Economy', []],
  ['articles?tag=salt', ['a1', 'a2']],
  ['articles?tag=salt&tag=sea', ['a1', 'a2', 'a3', 'a6']],
  ['articles?tag=salt&section=economy', ['a1']],
  ['articles?source=ext:daily', ['a1', 'a4']],
  ['articles?source=ext:daily&source=ext:wire', ['a1', 'a2', 'a4']],
  ['articles?source=ext:lab', []],
  ['articles?analyst=ext:nadia', ['a1', 'a2']],
  ['articles?analyst=ext:omar&analyst=ext:nadia-2', ['a1', 'a6']],
  ['articles?status=draft', ['a5', 'a6']],
  ['articles?status=withdrawn&status=published', ['a1', 'a2', 'a3', 'a4', 'a7']],
  ['articles?publishedFrom=2026-02-10T08:00:00Z', ['a1', 'a2', 'a3', 'a4']],
  ['articles?publishedFrom=2026-02-10T08:00:00.001Z', ['a3', 'a4']],
  ['articles?publishedFrom=2026-02-11T10:00:00%2B02:00', ['a3', 'a4']],
  ['articles?publishedTo=2026-02-11T08:00:00Z', ['a1', 'a2']],
  ['articles?publishedTo=2026-02-11T08:00:00.001Z', ['a1', 'a2', 'a3']],
  ['articles?publishedFrom=2026-02-11T00:00:00Z&publishedTo=2026-02-12T00:00:00Z', ['a3']],
  ['articles?publishedTo=2999-01-01T00:00:00Z', ['a1', 'a2', 'a3', 'a4']],
  ['sources?kind=outlet', ['daily']],
  ['sources?kind=outlet&kind=agency', ['daily', 'wire']],
  ['sources?country=LY', ['daily', 'port']],
  ['sources?country=LY&country=TN', ['daily', 'port', 'wire']],
  ['sources?country=LY&kind=government', ['port']],
  ['analysts?country=TN', ['nadia']],
  ['analysts?topic=salt', ['nadia', 'omar']],
  ['analysts?topic=trade&topic=water', ['nadia', 'nadia-2']],
  ['quotes?article=ext:a1', ['q1', 'q2']],
  ['quotes?article=ext:a1&article=ext:a3', ['q1', 'q2', 'q4']],
  ['quotes?analyst=ext:nadia', ['q1', 'q3']],
  ['quotes?analyst=ext:nadia&analyst=ext:omar', ['q1', 'q2', 'q3']],
  ['quotes?source=ext:port', ['q4']],
  ['quotes?toldTo=ext:wire', ['q2']],
  ['quotes?toldTo=ext:wire&toldTo=ext:daily', ['q2', 'q4']],
  ['quotes?kind=mixed', ['q2']],
  ['quotes?kind=mixed&kind=indirect', ['q2', 'q4']],
  ['quotes?status=asserted', ['q2', 'q3']],
  ['quotes?status=verified&status=proposed&status=disputed', ['q1', 'q4', 'q5']],
  ['quotes?anchor=exact', ['q1', 'q2', 'q3', 'q5']],
  ['quotes?anchor=moved&anchor=fuzzy&anchor=drifted', []],
  ['quotes?from=2026-02-11T08:00:00Z', ['q4']],
  ['quotes?to=2026-02-11T08:00:00Z', ['q1', 'q2', 'q3']],
  ['quotes?from=2026-02-10T08:00:00Z&to=2026-02-11T08:00:00Z&analyst=ext:nadia&kind=direct', ['q1', 'q3']],
  ['articles/ext:a1/quotes?kind=direct', ['q1']],
  ['analysts/ext:nadia/quotes?article=ext:a2', ['q3']],
  ['sources/ext:port/quotes?toldTo=ext:daily', ['q4']],
]

test('every filter narrows a list, any of its values will do, different ones must all hold', async (t) => {
  const { expect } = await library(t)
  for (const [url, wanted] of filtered) {
    const { body } = await expect(200, `/v1/${url}${url.includes('?') ? '&' : '?'}count=true`, key)
    t.strictSame(keysOf(body.items).sort(), wanted, url)
    t.equal(body.total, wanted.length, `the count of ${url}`)
  }
})

test('a filter takes every form of a ref, and refuses one that leads nowhere', async (t) => {
  const { expect, ids } = await library(t)
  await expect(200, '/v1/sources/ext:daily', { ...key, method: 'PATCH', body: { slug: 'daily-now' }, ifMatch: '*' })
  for (const ref of ['ext:daily', String(ids.daily), 'daily-now', 'harbour-daily', 'Daily-NOW'])
    t.strictSame(keysOf((await expect(200, `/v1/articles?source=${ref}`)).body.items), ['a4', 'a1'], ref)
  for (const url of [
    'articles?source=none',
    'articles?analyst=ext:none',
    'quotes?article=none',
    'quotes?analyst=ext:daily',
    'quotes?source=x',
    'quotes?toldTo=x',
  ])
    t.match(
      (await expect(400, `/v1/${url}`)).body,
      { code: 'invalid-parameter', errors: [{ parameter: /^\w+$/, code: 'unresolved' }] },
      url,
    )
  for (const url of ['articles/none/quotes', 'analysts/ext:daily/quotes', 'sources/none/quotes'])
    await expect(404, `/v1/${url}`, key)
})

test('the count is of everything that the caller may see, on every page, and only when asked for', async (t) => {
  const { expect } = await library(t)
  const { body } = await expect(200, '/v1/articles?limit=1&count=true')
  t.equal(body.total, 4)
  t.equal((await expect(200, `/v1/articles?limit=1&count=true&cursor=${body.nextCursor}`)).body.total, 4)
  t.equal((await expect(200, '/v1/articles?count=true', key)).body.total, 7)
  for (const query of ['', '?count=false']) t.notOk('total' in (await expect(200, `/v1/articles${query}`)).body)
})

test('a parameter that is unknown, repeated or has a value that it cannot have is refused by name', async (t) => {
  const { expect } = await library(t)
  const refused: [string, string, RegExp?][] = [
    ['articles?limit=0', 'limit'],
    ['articles?limit=101', 'limit'],
    ['articles?limit=-1', 'limit'],
    ['articles?limit=1.5', 'limit'],
    ['articles?limit=', 'limit'],
    ['articles?limit=1&limit=2', 'limit'],
    ['articles?sort=body', 'sort'],
    ['articles?sort=title,id', 'sort'],
    ['articles?sort=title&sort=id', 'sort'],
    ['articles?count=yes', 'count'],
    ['articles?cursor=', 'cursor'],
    ['articles?lnag=ar', 'lnag', /did you mean 'lang'/],
    ['articles?tags=x', 'tags', /did you mean 'tag'/],
    ['articles?lang=arabic_x', 'lang'],
    ['articles?status=live', 'status'],
    ['articles?publishedFrom=2026', 'publishedFrom'],
    ['articles?publishedFrom=2026-02-30T00:00:00Z', 'publishedFrom'],
    ['articles?publishedTo=2026-02-11T00:00:00Z&publishedTo=2026-02-12T00:00:00Z', 'publishedTo'],
    ['articles?fields=titel', 'fields', /did you mean 'title'/],
    ['articles?fields=title&fields=id', 'fields'],
    ['articles?fields=', 'fields'],
    ['articles?include=quote', 'include', /did you mean 'quotes'/],
    ['articles?include=quotes.article', 'include'],
    ['articles?body=xml', 'body'],
    ['sources?include=articles', 'include'],
    ['sources?kind=newspaper', 'kind'],
    ['sources?country=ly', 'country'],
    ['sources?country=XX', 'country'],
    ['quotes?from=now', 'from'],
    ['quotes?body=text', 'body'],
    ['articles/ext:a1/quotes?article=ext:a1', 'article'],
    ['analysts/ext:nadia/quotes?analyst=ext:nadia', 'analyst'],
    ['articles/ext:a1?lang=ar', 'lang'],
    [`articles?${'tag=x&'.repeat(21)}`, 'tag'],
  ]
  for (const [url, parameter, detail = /./] of refused) {
    const { body } = await expect(400, `/v1/${url}`, key)
    t.match(body, { code: 'invalid-parameter', errors: [{ parameter, detail }] }, url)
  }
})

test('fields are the only members that come, with what is included beside them', async (t) => {
  const { expect } = await library(t)
  const members = (item: object) => Object.keys(item).sort()
  for (const [query, wanted] of [
    ['fields=title,slug', ['slug', 'title']],
    ['fields=id', ['id']],
    ['fields=title&include=source', ['source', 'title']],
    ['fields=title&include=quotes.analyst', ['quotes', 'title']],
    ['fields=title,body', ['body', 'title']],
    ['fields=body&body=html', ['body']],
    ['fields=title&body=html', ['title']],
  ] as const) {
    t.strictSame(members((await expect(200, `/v1/articles/ext:a1?${query}`)).body), wanted, query)
    for (const item of (await expect(200, `/v1/articles?${query}`)).body.items)
      t.strictSame(members(item), wanted, `a list with ${query}`)
  }
  const { body } = await expect(200, '/v1/articles/ext:a1', key)
  t.strictSame(
    members((await expect(200, `/v1/articles/ext:a1?fields=${members(body)}`, key)).body),
    members(body),
    'all members can be named',
  )
  for (const url of ['/v1/articles/ext:a1?fields=title', '/v1/quotes?fields=text'])
    t.match(
      (await expect(200, url)).headers['content-language'],
      /^en|ar/,
      'the language is told even when it is not a field',
    )
})

test('lists come without bodies unless they are asked for, and then in the format that was named', async (t) => {
  const { expect } = await library(t)
  for (const query of ['', '?body=none'])
    for (const item of (await expect(200, `/v1/articles${query}`)).body.items) t.notOk('body' in item)
  for (const [format, kind] of [
    ['html', 'string'],
    ['markdown', 'string'],
    ['text', 'string'],
    ['portable-text', 'object'],
  ] as const)
    for (const item of (await expect(200, `/v1/articles?body=${format}`)).body.items) t.equal(typeof item.body, kind)
})

test('what is included is what a read of it answers, in a constant number of SQL statements', async (t) => {
  const { expect, ids, statements } = await library(t)
  const read = async (url: string) => (await expect(200, url)).body
  const source = await read('/v1/sources/ext:daily')
  const nadia = await read('/v1/analysts/ext:nadia')
  const q1 = await read('/v1/quotes/ext:q1')
  const q2 = await read('/v1/quotes/ext:q2')

  const article = await read('/v1/articles/ext:a1?include=source,quotes,quotes.analyst,quotes.source,quotes.toldTo')
  t.strictSame(article.source, source)
  t.strictSame(article.quotes[0], { ...q1, analyst: nadia, source: null, toldTo: null })
  t.strictSame(article.quotes[1].toldTo, await read('/v1/sources/ext:wire'))
  t.strictSame((await read('/v1/articles/ext:a1?include=quotes')).quotes, [q1, q2])
  t.strictSame((await read('/v1/articles/ext:a3?include=source,quotes.source')).source, null)
  t.strictSame((await read('/v1/articles/ext:a4?include=quotes')).quotes, [])

  const quote = await read('/v1/quotes/ext:q4?include=article,analyst,source,toldTo')
  const { body: _, ...a3 } = await read('/v1/articles/ext:a3')
  t.strictSame(quote.article, a3)
  t.strictSame([quote.analyst, quote.source.id, quote.toldTo], [null, ids.port, source])

  for (const url of [
    '/v1/articles?include=source,quotes,quotes.analyst,quotes.source,quotes.toldTo',
    '/v1/quotes?include=article,analyst,source,toldTo',
  ]) {
    statements()
    await expect(200, `${url}&limit=1`, key)
    const few = statements().length
    await expect(200, `${url}&limit=100`, key)
    t.ok(statements().length <= Math.max(few, 6), 'no more for many than for one, or six')
  }
})

test('the trash is a list of its own, for those who may see it', async (t) => {
  const { expect } = await library(t)
  await expect(204, '/v1/articles/ext:a1', { ...key, method: 'DELETE', ifMatch: '*' })
  await expect(204, '/v1/sources/ext:lab', { ...key, method: 'DELETE', ifMatch: '*' })
  const listed = async (url: string, as = key as object) => keysOf((await expect(200, url, as)).body.items).sort()
  t.strictSame(await listed('/v1/articles?trashed=true'), ['a1'])
  t.strictSame(await listed('/v1/articles?trashed=true', { as: ['drafts:read'] }), ['a1'])
  t.strictSame(await listed('/v1/quotes?trashed=true'), ['q1', 'q2'])
  t.strictSame(await listed('/v1/quotes?trashed=true&kind=mixed'), ['q2'])
  t.strictSame(await listed('/v1/sources?trashed=true&sort=-name'), ['lab'])
  t.strictSame(await listed('/v1/analysts?trashed=true'), [])
  t.strictSame(await listed('/v1/articles'), ['a2', 'a3', 'a4', 'a5', 'a6', 'a7'])
  t.strictSame(await listed('/v1/quotes?analyst=ext:nadia'), ['q3'])
  t.strictSame(await listed('/v1/articles?analyst=ext:omar'), [])
  for (const kind of ['articles', 'sources', 'analysts', 'quotes']) {
    await expect(401, `/v1/${kind}?trashed=true`)
    await expect(403, `/v1/${kind}?trashed=true`, { as: ['content:write'] })
    await expect(200, `/v1/${kind}?trashed=false`)
  }
})
