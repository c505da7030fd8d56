import { deepStrictEqual as deepEqual } from 'node:assert'
import fc from 'fast-check'
import { test } from 'tap'
import { addUp, writeCounts } from '../src/stats/tally.ts'
import { admin, type World, world } from './helper.ts'

const path = '/v1/stats/voices'
const groupings = ['analyst', 'source', 'country', 'topic', 'toldTo']

/** Indirect quotes need no place in a body. */
const said = (text: string, speaker: object = {}) => ({ kind: 'indirect', text, ...speaker })

/** Two analysts and two sources, by the names a story would give them. */
async function people({ create }: Pick<World, 'create'>) {
  return {
    salem: await create('analysts', { externalId: 'salem', name: 'سالم', country: 'LY', topics: ['الماء', 'المدن'] }),
    amal: await create('analysts', { externalId: 'amal', name: 'أمل', country: 'TN', topics: ['الماء'] }),
    port: await create('sources', { externalId: 'port', name: 'هيئة الموانئ', country: 'LY', kind: 'government' }),
    news: await create('sources', { externalId: 'news', name: 'ساحل نيوز' }),
  }
}

async function live({ create }: Pick<World, 'create'>, quotes: object[], members: object = {}) {
  return create('articles', { lang: 'ar', title: 'عنوان', status: 'published', quotes, ...members })
}

const short = ({ body }: any) => body.items.map((one: any) => [one.label, one.quotes, one.words, one.articles])

test('quotes are counted by speaker, country, topic and who was told', async (t) => {
  const { create, expect } = await world(t)
  const { salem, port } = await people({ create })
  await live({ create }, [
    said('الماء لا ينتظر أحدا', { analystId: 'ext:salem', toldToId: 'ext:news' }),
    said('كلمة', { analystId: 'ext:amal' }),
    said('السفن تصل', { sourceId: 'ext:port' }),
  ])
  await live({ create }, [said('ننتظر', { analystId: 'ext:salem' }), said('لا أحد يعرف')])

  const analysts = await expect(200, path)
  t.strictSame(analysts.body.items[0], {
    key: salem.id,
    label: 'سالم',
    quotes: 2,
    words: 5,
    articles: 2,
    share: 2 / 5,
  })
  t.strictSame(short(analysts), [
    ['سالم', 2, 5, 2],
    ['أمل', 1, 1, 1],
  ])
  const sources = await expect(200, `${path}?groupBy=source`)
  t.strictSame(
    sources.body.items.map(({ key }: any) => key),
    [port.id],
  )
  t.strictSame(short(await expect(200, `${path}?groupBy=country`)), [
    ['LY', 3, 7, 2],
    ['TN', 1, 1, 1],
  ])
  t.strictSame(short(await expect(200, `${path}?groupBy=topic`)), [
    ['الماء', 3, 6, 2],
    ['المدن', 2, 5, 2],
  ])
  t.strictSame(short(await expect(200, `${path}?groupBy=toldTo`)), [['ساحل نيوز', 1, 4, 1]])
})

test('words are runs between white space, whatever they are made of', async (t) => {
  const { create, expect } = await world(t)
  await people({ create })
  await live({ create }, [said('واحد\u00a0اثنان …\n– ثلاثة', { analystId: 'ext:salem' })])
  t.strictSame(short(await expect(200, path)), [['سالم', 1, 5, 1]])
})

test('voices with as many quotes stand in the order of their keys, and no more than asked for', async (t) => {
  const { create, expect } = await world(t)
  const { salem, amal } = await people({ create })
  await live({ create }, [said('كلمة', { analystId: 'ext:amal' }), said('كلمة', { analystId: 'ext:salem' })])
  const keys = async (query: string) =>
    (await expect(200, `${path}?${query}`)).body.items.map(({ key, share }: any) => [key, share])
  const inOrder = [salem.id, amal.id].sort().map((id) => [id, 1 / 2])
  t.strictSame(await keys(''), inOrder)
  t.strictSame(await keys('limit=1'), inOrder.slice(0, 1))
})

test('the time is that of publication, from inclusive and to exclusive', async (t) => {
  const { create, expect } = await world(t)
  await people({ create })
  const quotes = [said('كلمة', { analystId: 'ext:salem' })]
  for (const day of ['01', '02', '03']) await live({ create }, quotes, { publishAt: `2026-01-${day}T00:00:00.000Z` })
  await create('articles', { lang: 'ar', title: 'مسودة', quotes })
  const count = async (query: string) =>
    (await expect(200, `${path}?${query}`, { as: admin })).body.items[0]?.quotes ?? 0
  t.equal(await count(''), 4)
  t.equal(await count('from=2026-01-02T00:00:00Z'), 2)
  t.equal(await count('to=2026-01-02T00:00:00Z'), 1, 'what was never published is before nothing')
  t.equal(await count('from=2026-01-02T02:00:00%2B02:00&to=2026-01-03T00:00:00Z'), 1)
  t.equal(await count('from=2026-01-03T00:00:00Z&to=2026-01-01T00:00:00Z'), 0)
})

test('section and language may be repeated, and a language also finds its regions', async (t) => {
  const { create, expect } = await world(t)
  await people({ create })
  const quotes = [said('كلمة', { analystId: 'ext:salem' })]
  await live({ create }, quotes, { section: 'اقتصاد', lang: 'ar' })
  await live({ create }, quotes, { section: 'مدن', lang: 'ar-LY' })
  await live({ create }, quotes, { lang: 'en' })
  const count = async (query: Record<string, string>[]) => {
    const parameters = new URLSearchParams(query.flatMap((one) => Object.entries(one)))
    return (await expect(200, `${path}?${parameters}`)).body.items[0]?.quotes ?? 0
  }
  t.equal(await count([{ section: 'مدن' }]), 1)
  t.equal(await count([{ section: 'مدن' }, { section: 'اقتصاد' }]), 2)
  t.equal(await count([{ lang: 'ar' }]), 2)
  t.equal(await count([{ lang: 'AR-ly' }]), 1)
  t.equal(await count([{ lang: 'ar-LY' }, { lang: 'en' }]), 2)
  t.equal(await count([{ lang: 'en', section: 'مدن' }]), 0)
})

test('the public hears only what is live at that moment, and of the rest not even a share', async (t) => {
  const { create, expect, setTime } = await world(t)
  setTime('2026-01-01T00:00:00.000Z')
  await people({ create })
  await live({ create }, [said('كلمة', { analystId: 'ext:salem', toldToId: 'ext:news' })])
  const hidden = [said('سر', { sourceId: 'ext:port' }), said('سر', { analystId: 'ext:amal', toldToId: 'ext:port' })]
  await create('articles', { lang: 'ar', title: 'مسودة', quotes: hidden })
  await live({ create }, hidden, { embargoUntil: '2026-02-01T00:00:00.000Z' })
  await live({ create }, hidden, { publishAt: '2026-02-01T00:00:00.000Z', expireAt: '2026-03-01T00:00:00.000Z' })
  await create('articles', { lang: 'ar', title: 'مسحوب', status: 'withdrawn', quotes: hidden })

  for (const groupBy of groupings) {
    const { body } = await expect(200, `${path}?groupBy=${groupBy}`)
    t.strictSame(
      body.items.map(({ label, quotes, share }: any) => [label, quotes, share]),
      { analyst: [['سالم', 1, 1]], source: [], toldTo: [['ساحل نيوز', 1, 1]], country: [['LY', 1, 1]] }[groupBy] ?? [
        ['الماء', 1, 1],
        ['المدن', 1, 1],
      ],
    )
  }
  const count = async (as?: any) => (await expect(200, `${path}?groupBy=source`, { as })).body.items[0]?.quotes ?? 0
  t.equal(await count(['content:write']), 0, 'a key that does not read drafts is as the public')
  t.equal(await count(['drafts:read']), 4)
  setTime('2026-02-01T00:00:00.000Z')
  t.equal(await count(), 2)
  setTime('2026-03-01T00:00:00.000Z')
  t.equal(await count(), 1)
})

test('a new name, country or topic counts at once for everything that was said', async (t) => {
  const { create, expect } = await world(t)
  await people({ create })
  await live({ create }, [said('كلمة', { analystId: 'ext:salem' }), said('كلمة', { sourceId: 'ext:port' })])
  const change = { method: 'PATCH' as const, as: admin, ifMatch: '*' }
  await expect(200, '/v1/analysts/ext:salem', {
    ...change,
    body: { name: 'سالم الطويل', country: null, topics: ['س'] },
  })
  await expect(200, '/v1/sources/ext:port', { ...change, body: { country: 'EG' } })
  t.strictSame(short(await expect(200, path)), [['سالم الطويل', 1, 1, 1]])
  t.strictSame(short(await expect(200, `${path}?groupBy=country`)), [['EG', 1, 1, 1]])
  t.strictSame(short(await expect(200, `${path}?groupBy=topic`)), [['س', 1, 1, 1]])
})

test('the answer is cached as a list is, and never beyond the end of what it counts', async (t) => {
  const { create, expect, setTime } = await world(t)
  setTime('2026-01-01T00:00:00.000Z')
  const { salem } = await people({ create })
  await live({ create }, [said('كلمة', { analystId: 'ext:salem' })], { expireAt: '2026-01-01T00:00:20.000Z' })
  const { headers, etag } = await expect(200, path)
  t.match(headers, {
    'cache-control': 'public, max-age=0, s-maxage=20, stale-while-revalidate=0',
    'cache-tag': `quotes,articles,analysts,${salem.id}`,
    vary: /Authorization/,
  })
  await expect(304, path, { headers: { 'if-none-match': etag } })
  t.equal((await expect(200, path, { as: admin })).headers['cache-control'], 'private, no-store')
  const countries = await expect(200, `${path}?groupBy=country`)
  t.equal(countries.headers['cache-tag'], 'quotes,articles,analysts,sources')
})

test('a question that is not understood is refused', async (t) => {
  const { expect } = await world(t)
  for (const query of ['groupBy=section', 'groupby=topic', 'limit=0', 'limit=1001', 'from=2026', 'from=', 'lang=x'])
    t.equal((await expect(400, `${path}?${query}`)).body.code, 'invalid-parameter', query)
  const time = 'to=2026-01-01T00:00:00Z'
  t.equal((await expect(400, `${path}?${time}&${time}`)).body.errors[0].parameter, 'to')
  t.match((await expect(400, `${path}?groupby=topic`)).body.errors[0].detail, /groupBy/)
})

test('counts are added up as they were written', (t) => {
  const count = fc.record({ number: fc.nat(9), quotes: fc.nat(1000), words: fc.nat(1e6) })
  const groups = fc.array(fc.uniqueArray(fc.nat(4), { maxLength: 3 }), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(fc.array(count)), groups, (articles, groupsOf) => {
      const tally = addUp(Buffer.from(articles.map(writeCounts).join('\n')), groupsOf, 5)
      for (let group = 0; group < 5; group += 1) {
        const own = articles.map((counts) => counts.filter(({ number }) => groupsOf[number]?.includes(group)))
        const sum = (of: 'quotes' | 'words') => own.flat().reduce((total, one) => total + one[of], 0)
        const expected = [sum('quotes'), sum('words'), own.filter(({ length }) => length > 0).length]
        if ([tally.quotes, tally.words, tally.articles].some((sums, i) => sums[group] !== expected[i])) return false
      }
      return true
    }),
  )
  t.end()
})

test('after any writes the voices are those of a count from scratch', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25, size: 'max' }), question, async (steps, asked) => {
      const made = await world(t)
      made.setTime(at(0))
      await people(made)
      const story = { ...made, articles: [], quotes: [] }
      for (const one of steps) await take(story, one)
      for (const as of [undefined, admin]) await compare(made, as, asked)
    }),
    { numRuns: 10 },
  )
})

type Question = { from?: number; to?: number; section?: string[]; lang?: string[] }
type Story = World & { articles: string[]; quotes: string[] }

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString()
const hour = fc.integer({ min: -5, max: 10 })
const soon = fc.option(hour.map(at))
const section = fc.constantFrom('اقتصاد', 'مدن')
const lang = fc.constantFrom('ar', 'ar-LY', 'en')
const speaker = fc.constantFrom<object>(
  { analystId: 'ext:salem', sourceId: null },
  { analystId: 'ext:amal', sourceId: null },
  { analystId: null, sourceId: 'ext:port' },
  { analystId: null, sourceId: 'ext:news' },
  { analystId: null, sourceId: null },
)
const quote = fc
  .tuple(
    fc.constantFrom('كلمة', 'كلمتان هنا', 'ثلاث كلمات أخرى'),
    speaker,
    fc.constantFrom(null, 'ext:port', 'ext:news'),
  )
  .map(([text, who, toldToId]) => ({ kind: 'indirect', text, ...who, toldToId }))
const article = fc.record(
  {
    section: fc.option(section),
    lang,
    status: fc.constantFrom('draft', 'published', 'published', 'withdrawn'),
    publishAt: soon,
    embargoUntil: soon,
    expireAt: soon,
  },
  { requiredKeys: ['lang', 'status'] },
)
const country = fc.option(fc.constantFrom('LY', 'TN', 'EG'))
const topics = fc.subarray(['الماء', 'المدن', 'البحر'])
const question = fc.record(
  {
    from: hour,
    to: hour,
    section: fc.subarray(['اقتصاد', 'مدن'], { minLength: 1 }),
    lang: fc.subarray(['ar', 'ar-LY', 'en'], { minLength: 1 }),
  },
  { requiredKeys: [] },
)

/** `of` picks among what there is. */
const step = fc.oneof(
  fc.record({ do: fc.constant('article' as const), members: article, quotes: fc.array(quote, { maxLength: 5 }) }),
  fc.record({ do: fc.constant('quote' as const), of: fc.nat(), members: quote }),
  fc.record({
    do: fc.constant('replace' as const),
    of: fc.nat(),
    members: article,
    quotes: fc.array(quote, { maxLength: 3 }),
  }),
  fc.record({
    do: fc.constant('patch' as const),
    kind: fc.constant('articles' as const),
    of: fc.nat(),
    members: article,
  }),
  fc.record({ do: fc.constant('patch' as const), kind: fc.constant('quotes' as const), of: fc.nat(), members: quote }),
  fc.record({
    do: fc.constantFrom('trash' as const, 'restore' as const, 'restore' as const, 'purge' as const),
    kind: fc.constantFrom('articles' as const, 'quotes' as const),
    of: fc.nat(),
  }),
  fc.record({
    do: fc.constant('person' as const),
    ref: fc.constantFrom('analysts/ext:salem', 'analysts/ext:amal'),
    members: fc.record({ country, topics }),
  }),
  fc.record({
    do: fc.constant('person' as const),
    ref: fc.constantFrom('sources/ext:port', 'sources/ext:news'),
    members: fc.record({ country }),
  }),
  fc.constantFrom(
    { do: 'merge' as const, of: 'analysts/ext:amal', into: 'ext:salem' },
    { do: 'merge' as const, of: 'sources/ext:news', into: 'ext:port' },
    { do: 'unmerge' as const, of: 'analysts/ext:amal' },
    { do: 'unmerge' as const, of: 'sources/ext:news' },
  ),
  fc.record({ do: fc.constant('time' as const), to: hour }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Takes a step; one that is refused must change nothing, which the comparison shows. */
async function take(story: Story, one: Step): Promise<void> {
  const { ask, articles, quotes } = story
  const changed = { as: admin, ifMatch: '*' }
  const picked = (kind: 'articles' | 'quotes', of: number) => {
    const there = kind === 'articles' ? articles : quotes
    return `/v1/${kind}/${there[of % there.length] ?? 'none'}`
  }
  const keep = (body: any) => {
    if (body.title !== undefined) articles.push(body.id)
    for (const { id } of body.quotes ?? [body]) quotes.push(id)
  }
  switch (one.do) {
    case 'article': {
      const draft = { title: 'عنوان', ...one.members, quotes: one.quotes }
      const { status, body } = await ask('/v1/articles', { method: 'POST', as: admin, body: draft })
      if (status === 201) keep(body)
      return
    }
    case 'quote': {
      const articleId = articles[one.of % articles.length]
      if (articleId === undefined) return
      const { status, body } = await ask('/v1/quotes', {
        method: 'POST',
        as: admin,
        body: { ...one.members, articleId },
      })
      if (status === 201) keep(body)
      return
    }
    case 'replace': {
      const body = { title: 'آخر', ...one.members, quotes: one.quotes }
      const { status, body: after } = await ask(picked('articles', one.of), { ...changed, method: 'PUT', body })
      if (status === 200) for (const { id } of after.quotes) quotes.push(id)
      return
    }
    case 'patch':
      return void (await ask(picked(one.kind, one.of), { ...changed, method: 'PATCH', body: one.members }))
    case 'trash':
      return void (await ask(picked(one.kind, one.of), { ...changed, method: 'DELETE' }))
    case 'restore':
      return void (await ask(`${picked(one.kind, one.of)}/restoration`, { method: 'POST', as: admin }))
    case 'purge':
      return void (await ask(`${picked(one.kind, one.of)}?purge=true`, { ...changed, method: 'DELETE' }))
    case 'person':
      return void (await ask(`/v1/${one.ref}`, { ...changed, method: 'PATCH', body: one.members }))
    case 'merge':
      return void (await ask(`/v1/${one.of}/merge`, { ...changed, method: 'POST', body: { into: one.into } }))
    case 'unmerge':
      return void (await ask(`/v1/${one.of}/revisions/1/restoration`, { ...changed, method: 'POST' }))
    case 'time':
      return story.setTime(at(one.to))
  }
}

/** Asks for all groupings, with and without the filters, and throws at the first that is wrong. */
async function compare({ expect }: World, as: any, asked: Question): Promise<void> {
  const { from, to, section: sections = [], lang: langs = [] } = asked
  const filters = new URLSearchParams()
  if (from !== undefined) filters.set('from', at(from))
  if (to !== undefined) filters.set('to', at(to))
  for (const one of sections) filters.append('section', one)
  for (const one of langs) filters.append('lang', one)
  const all = await readAll(expect, as)
  const some = all.filter(
    ({ article }) =>
      (from === undefined || (article.publishedAt ?? '') >= at(from)) &&
      (to === undefined || (article.publishedAt !== null && article.publishedAt < at(to))) &&
      (sections.length === 0 || sections.includes(article.section)) &&
      (langs.length === 0 || langs.some((range) => article.lang === range || article.lang.startsWith(`${range}-`))),
  )
  for (const groupBy of groupings) {
    const whole = await expect(200, `${path}?groupBy=${groupBy}`, { as })
    deepEqual(whole.body.items, countFromScratch(all, groupBy))
    const part = await expect(200, `${path}?groupBy=${groupBy}&${filters}`, { as })
    deepEqual(part.body.items, countFromScratch(some, groupBy), String(filters))
  }
}

async function readAll(expect: World['expect'], as: any): Promise<any[]> {
  const items: any[] = []
  let url: string | null = '/v1/quotes?include=article,analyst,source,toldTo&limit=100'
  while (url !== null) {
    const page: any = (await expect(200, url, { as })).body
    items.push(...page.items)
    url = page.nextCursor && `/v1/quotes?include=article,analyst,source,toldTo&limit=100&cursor=${page.nextCursor}`
  }
  return items
}

function countFromScratch(quotes: any[], groupBy: string) {
  const keysOf = ({ analyst, source, toldTo }: any): [string, string][] => {
    const one = { analyst, source, toldTo }[groupBy]
    if (groupBy === 'topic') return (analyst?.topics ?? []).map((topic: string) => [topic, topic])
    if (groupBy !== 'country') return one ? [[one.id, one.name]] : []
    const code = analyst?.country ?? source?.country
    return code ? [[code, code]] : []
  }
  const labels = new Map(quotes.flatMap(keysOf))
  return [...labels]
    .map(([key, label]) => {
      const own = quotes.filter((one) => keysOf(one).some(([other]) => other === key))
      return {
        key,
        label,
        quotes: own.length,
        words: own.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0),
        articles: new Set(own.map(({ articleId }) => articleId)).size,
        share: own.length / quotes.length,
      }
    })
    .sort((a, b) => b.quotes - a.quotes || (a.key < b.key ? -1 : 1))
}
