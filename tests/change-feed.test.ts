import fc from 'fast-check'
import { type Test, test } from 'tap'
import { openStores } from '../src/stores.ts'
import { admin, type World, world } from './helper.ts'

const key = { as: admin }
const said = 'الماء لا ينتظر أحدا'
const body = { format: 'text', content: `قال سالم: "${said}".` }

/** An article with a quote, who publishes it and who says it. */
async function write({ create }: World, name: string, more: object = {}) {
  const source = await create('sources', { name: `جهة ${name}` })
  const analyst = await create('analysts', { name: `محلل ${name}` })
  const article = await create('articles', {
    lang: 'ar',
    title: name,
    body,
    sourceId: source.id,
    quotes: [{ kind: 'direct', text: said, analystId: analyst.id }],
    ...more,
  })
  const names = new Map<string, string>([
    [source.id, 'source'],
    [analyst.id, 'analyst'],
    [article.id, 'article'],
    [article.quotes[0].id, 'quote'],
  ])
  return { article, source, analyst, names, url: `/v1/articles/${article.id}` }
}

/** The feed as the public reads it from a sequence on: what happened to what. */
async function feed({ expect }: World, after = 0, more = ''): Promise<any[]> {
  return (await expect(200, `/v1/changes?after=${after}${more}`)).body.items
}

const told = (items: any[], names: Map<string, string>) =>
  items.map(({ action, type, id }) => `${action} ${type === names.get(id) ? type : `${type}?`}`)

const patch = (body: object) => ({ ...key, method: 'PATCH' as const, ifMatch: '*', body })

const appeared = ['appear source', 'appear analyst', 'appear article', 'appear quote']
const disappeared = ['disappear source', 'disappear analyst', 'disappear article', 'disappear quote']

test('the public is told what appears, what changes while it is there, and what disappears, and nothing of drafts', async (t) => {
  const w = await world(t)
  w.setTime('2026-03-01T08:00:00.000Z')
  const { names, url, source } = await write(w, 'أول')
  await w.expect(200, url, patch({ summary: 'مسودة' }))
  t.strictSame(await feed(w), [], 'a draft is nobody’s business')

  w.setTime('2026-03-01T09:00:00.000Z')
  await w.expect(200, url, patch({ status: 'published' }))
  const items = await feed(w)
  t.strictSame(told(items, names), appeared)
  t.match(items[2], { sequence: 3, at: '2026-03-01T09:00:00.000Z', version: 3, actor: null, message: null })
  t.equal(items[3].articleId, items[2].id)

  await w.expect(200, url, patch({ title: 'ثان' }))
  await w.expect(200, `/v1/sources/${source.id}`, patch({ name: 'اسم آخر' }))
  t.strictSame(told(await feed(w, 4), names), ['update article', 'update source'])

  await w.expect(200, url, patch({ status: 'draft' }))
  const gone = await feed(w, 6)
  t.strictSame(told(gone, names), disappeared)
  for (const { version } of gone) t.equal(version, null)
  await w.expect(200, url, patch({ title: 'ثالث' }))
  await w.expect(204, url, { ...key, method: 'DELETE', ifMatch: '*' })
  t.strictSame(await feed(w, 10), [], 'nor what has gone')
})

test('a source or analyst disappears with the last that speaks of it', async (t) => {
  const w = await world(t)
  const one = await write(w, 'أول', { status: 'published' })
  const { source, analyst } = one
  const other = await write(w, 'ثان', {
    status: 'published',
    sourceId: source.id,
    quotes: [{ kind: 'direct', text: said, analystId: analyst.id }],
  })
  const { last } = (await w.expect(200, '/v1/changes')).body
  await w.expect(204, one.url, { ...key, method: 'DELETE', ifMatch: '*' })
  t.strictSame(told(await feed(w, last), one.names), ['disappear article', 'disappear quote'])
  await w.expect(204, `/v1/quotes/${other.article.quotes[0].id}`, { ...key, method: 'DELETE', ifMatch: '*' })
  t.match(await feed(w, last + 2), [
    { action: 'disappear', id: analyst.id },
    { action: 'disappear', type: 'quote' },
  ])
  await w.expect(204, `${other.url}?purge=true`, { ...key, method: 'DELETE', ifMatch: '*' })
  t.match(await feed(w, last + 4), [
    { action: 'disappear', id: source.id },
    { action: 'disappear', id: other.article.id },
  ])
})

test('one that is merged into another disappears, and what moved has changed', async (t) => {
  const w = await world(t)
  const { analyst, article } = await write(w, 'أول', { status: 'published' })
  const survivor = await w.create('analysts', { name: 'الباقي' })
  const { last } = (await w.expect(200, '/v1/changes')).body
  await w.expect(200, `/v1/analysts/${analyst.id}/merge`, { ...key, method: 'POST', body: { into: survivor.id } })
  const items = await feed(w, last)
  t.strictSame(
    items.map(({ action, id }) => [action, id]).sort(),
    [
      ['appear', survivor.id],
      ['disappear', analyst.id],
      ['update', article.quotes[0].id],
    ].sort(),
  )
})

for (const [field, actions] of [
  ['publishAt', appeared],
  ['embargoUntil', appeared],
  ['expireAt', disappeared],
] as const) {
  test(`at ${field} the feed moves by itself, at the moment and in the order of the moments`, async (t) => {
    const w = await world(t)
    w.setTime('2026-03-01T08:00:00.000Z')
    const late = await write(w, 'متأخر', { status: 'published', [field]: '2026-03-01T12:00:00.000Z' })
    const early = await write(w, 'مبكر', { status: 'published', [field]: '2026-03-01T10:00:00.000Z' })
    const { last } = (await w.expect(200, '/v1/changes')).body
    w.setTime('2026-03-01T09:59:59.999Z')
    t.strictSame(await feed(w, last), [])
    w.setTime('2026-03-01T10:00:00.000Z')
    t.strictSame(told(await feed(w, last), early.names), actions)
    w.setTime('2026-03-02T08:00:00.000Z')
    const items = await feed(w, last + 4)
    t.strictSame(told(items, late.names), actions)
    for (const { at } of items) t.equal(at, '2026-03-01T12:00:00.000Z')
    w.setTime('2026-03-01T07:00:00.000Z')
    t.strictSame((await feed(w, last + 8)).length, 0, 'a clock that is put back repeats nothing')
  })
}

test('what came and went while the server was down is in the feed, before what is written next', async (t: Test) => {
  const databaseUrl = `file:${t.testdir()}/isnad.db`
  const written = await (async () => {
    let time = '2026-03-01T08:00:00.000Z'
    const stores = await openStores(databaseUrl, { now: () => new Date(time) })
    const caller = { keyId: 'k', keyName: 'k', scopes: admin }
    const times = { publishAt: '2026-03-01T10:00:00.000Z', expireAt: '2026-03-01T11:00:00.000Z' }
    const { item } = await stores.articles.create(caller, { lang: 'ar', title: 'عابر', status: 'published', ...times })
    time = '2026-03-01T09:00:00.000Z'
    await stores.close()
    return item
  })()
  const w = await world(t, { databaseUrl })
  w.setTime('2026-03-02T08:00:00.000Z')
  const next = await w.create('articles', { lang: 'ar', title: 'تال', status: 'published' })
  t.strictSame(
    (await feed(w)).map(({ action, at, id }) => [action, at, id]),
    [
      ['appear', '2026-03-01T10:00:00.000Z', written.id],
      ['disappear', '2026-03-01T11:00:00.000Z', written.id],
      ['appear', '2026-03-02T08:00:00.000Z', next.id],
    ],
  )
})

test('with drafts:read the feed is the whole log, with who and why', async (t) => {
  const w = await world(t)
  w.setTime('2026-03-01T08:00:00.000Z')
  const { article, url } = await write(w, 'أول', { publishAt: '2026-03-01T10:00:00.000Z' })
  await w.expect(200, url, { ...patch({ status: 'published' }), headers: { 'isnad-message': 'go' } })
  w.setTime('2026-03-01T10:00:00.000Z')
  const { body } = await w.expect(200, '/v1/changes', { as: ['drafts:read'] })
  t.strictSame(
    body.items.map(({ sequence, action, type }: any) => `${sequence} ${action} ${type}`),
    [
      '1 create source',
      '2 create analyst',
      '3 create quote',
      '4 create article',
      '5 update article',
      '6 appear source',
      '7 appear analyst',
      '8 appear article',
      '9 appear quote',
    ],
  )
  t.match(body.items[4], { id: article.id, version: 2, actor: 'admin', message: 'go' })
  t.match(body.items[7], { id: article.id, version: 2, actor: null, at: '2026-03-01T10:00:00.000Z' })
  const { items } = (await w.expect(200, `${url}/revisions`, key)).body
  t.strictSame(
    items.map(({ version }: any) => version),
    [2, 1],
    'what came of itself is no version',
  )
  t.strictSame((await feed(w)).length, 4, 'the public sees but this')
  t.strictSame((await w.expect(200, '/v1/changes', { as: ['content:publish'] })).body.items.length, 4)
})

test('the feed is read page by page, by type, and never cached without asking', async (t) => {
  const w = await world(t)
  await write(w, 'أول', { status: 'published' })
  const all = await feed(w)
  const read: any[] = []
  for (let url = '/v1/changes?limit=3'; url !== ''; ) {
    const { body, headers } = await w.expect(200, url)
    t.match(headers['cache-control'], 's-maxage=0, stale-while-revalidate=0')
    read.push(...body.items)
    url = /<([^>]*)>; rel="next"/.exec(headers.link ?? '')?.[1] ?? ''
    if (url === '') t.equal(body.last, 4)
  }
  t.strictSame(read, all)
  t.strictSame(
    (await feed(w, 0, '&type=quote&type=article')).map(({ type }) => type),
    ['article', 'quote'],
  )
  const next = await w.expect(200, '/v1/changes?limit=1&type=source&type=quote')
  t.match(next.headers.link, '</v1/changes?after=1&limit=1&type=source&type=quote>; rel="next"')
  const { etag } = await w.expect(200, '/v1/changes?after=4')
  await w.expect(304, '/v1/changes?after=4', { headers: { 'if-none-match': etag } })
  t.match((await w.expect(400, '/v1/changes?after=5')).body, {
    code: 'invalid-parameter',
    errors: [{ parameter: 'after' }],
  })
  for (const query of ['after=-1', 'limit=0', 'limit=1001', 'type=key', 'since=1'])
    await w.expect(400, `/v1/changes?${query}`)
})

type Step = { what: string; which: number; other: number }

const steps = fc.array(
  fc.record({
    what: fc.constantFrom(
      'create',
      'publish',
      'schedule',
      'expire',
      'unpublish',
      'trash',
      'restore',
      'purge',
      'drop quote',
      'credit',
      'rename',
      'merge',
      'wait',
    ),
    which: fc.nat(3),
    other: fc.nat(2),
  }),
  { minLength: 5, maxLength: 25 },
)

test('whoever follows the feed knows, after any writes and any time, exactly what is public and in which version', async (t) => {
  await fc.assert(
    fc.asyncProperty(steps, async (all: Step[]) => {
      const w = await world(t)
      let hour = 0
      const time = (more = 0) => new Date(Date.UTC(2026, 2, 1, hour + more)).toISOString()
      w.setTime(time())
      const [sources, analysts] = [[] as any[], [] as any[]]
      for (const n of [0, 1, 2]) {
        sources.push(await w.create('sources', { externalId: `s${n}`, name: `جهة ${n}` }))
        analysts.push(await w.create('analysts', { externalId: `a${n}`, name: `محلل ${n}` }))
      }
      const known = new Map<string, number>()
      let after = 0
      for (const { what, which, other } of all) {
        await take(w, what, which, other, time)
        if (what === 'wait') hour += 3
        w.setTime(time())
        const { items, last } = (await w.expect(200, `/v1/changes?after=${after}`)).body
        after = last
        for (const { action, type, id, version } of items) {
          const name = `${type}s ${id}`
          t.equal(known.has(name), action !== 'appear', `${action} ${name}`)
          if (action === 'disappear') known.delete(name)
          else known.set(name, version)
        }
        const present = new Map<string, number>()
        for (const kind of ['articles', 'sources', 'analysts', 'quotes'])
          for (const { id, version } of (await w.expect(200, `/v1/${kind}?limit=100&fields=id,version`)).body.items)
            present.set(`${kind} ${id}`, version)
        t.strictSame([...known].sort(), [...present].sort(), what)
      }
      await w.app.close()
    }),
    { numRuns: 12 },
  )
})

/** One thing that an editor may do; what is refused changes nothing. */
async function take({ ask }: World, what: string, which: number, other: number, time: (more: number) => string) {
  const url = `/v1/articles/ext:w${which}`
  const change = (body: object) => ask(`${url}?force=true`, patch(body))
  const remove = (address: string) => ask(address, { ...key, method: 'DELETE', ifMatch: '*' })
  const quotes = [{ externalId: `q${which}`, kind: 'direct', text: said, analystId: `ext:a${other}` }]
  const draft = { externalId: `w${which}`, lang: 'ar', title: `${which}`, body, sourceId: `ext:s${other}`, quotes }
  const does: Record<string, () => Promise<unknown>> = {
    create: () => ask('/v1/articles', { ...key, method: 'POST', body: draft }),
    publish: () => change({ status: 'published', publishAt: null, expireAt: null }),
    schedule: () => change({ status: 'published', publishAt: time(2) }),
    expire: () => change({ status: 'published', expireAt: time(2) }),
    unpublish: () => change({ status: 'draft' }),
    trash: () => remove(url),
    restore: () => ask(`${url}/restoration`, { ...key, method: 'POST' }),
    purge: () => remove(`${url}?purge=true`),
    'drop quote': () => remove(`/v1/quotes/ext:q${which}`),
    credit: () => ask(`/v1/quotes/ext:q${which}`, patch({ toldToId: `ext:s${other}`, analystId: `ext:a${which % 3}` })),
    rename: () => ask(`/v1/sources/ext:s${other}`, patch({ description: `${which}` })),
    merge: () =>
      ask(`/v1/analysts/ext:a${other}/merge`, { ...key, method: 'POST', body: { into: `ext:a${which % 3}` } }),
    wait: async () => {},
  }
  await (does[what] as () => Promise<unknown>)()
}
