import fc from 'fast-check'
import { type Test, test } from 'tap'
import { type Request, type World, world } from './helper.ts'

const key = 'isn_admin_0123456789abcdefghijklmn'

const article = (n: number, m: number) => ({
  lang: m % 2 ? 'ar' : 'fr',
  title: `الماء ${n} ${m}`,
  status: m % 3 ? 'published' : 'draft',
  publishAt: '2025-01-01T00:00:00Z',
  embargoUntil: m % 5 ? null : `2026-01-0${1 + (m % 9)}T00:00:00Z`,
  expireAt: m % 4 ? null : `2026-01-0${1 + ((m + 3) % 9)}T00:00:00Z`,
  sourceId: m % 2 ? 'ext:1' : null,
  translationOf: n !== 1 && m % 2 ? 'ext:1' : null,
})

const quote = (n: number, m: number) => ({
  articleId: `ext:${1 + ((n + m) % 3)}`,
  kind: 'indirect',
  text: `قال إن الماء قليل ${m}`,
  ...(m % 2 ? { analystId: `ext:${n}` } : { sourceId: `ext:${n}` }),
  toldToId: m % 3 ? null : 'ext:2',
})

/** Writes to the resource whose external key is `n`, the rest of it made from `m`. What is refused is of no concern. */
const writes: ((n: number, m: number) => [Request['method'], string, unknown?])[] = [
  (n, m) => ['PUT', `/v1/articles/ext:${n}`, article(n, m)],
  (n, m) => ['PUT', `/v1/articles/ext:${n}`, { ...article(n, m), quotes: [{ ...quote(n, m), articleId: undefined }] }],
  (n, m) => ['PATCH', `/v1/articles/ext:${n}`, { section: `${m}`, slug: `slug-${m % 3}` }],
  (n, m) => ['PUT', `/v1/quotes/ext:${n}`, quote(n, m)],
  (n, m) => ['PATCH', `/v1/analysts/ext:${n}`, { name: `سالم ${m}`, country: m % 2 ? 'LY' : 'TN' }],
  (n, m) => ['PATCH', `/v1/sources/ext:${n}`, { name: `ساحل ${m}` }],
  (n, m) => ['POST', `/v1/${m % 2 ? 'sources' : 'analysts'}/ext:${n}/merge`, { into: `ext:${1 + (n % 3)}` }],
  (n, m) => ['DELETE', `/v1/${m % 2 ? 'articles' : 'quotes'}/ext:${n}`],
  (n, m) => ['POST', `/v1/${m % 2 ? 'articles' : 'quotes'}/ext:${n}/restoration`],
]

const reads = [1, 2, 3]
  .flatMap((n) => [
    `/v1/articles/ext:${n}?include=source,quotes.analyst,quotes.toldTo`,
    `/v1/articles/slug-${n - 1}`,
    `/v1/articles/ext:${n}.html`,
    `/v1/quotes/ext:${n}?include=article,source`,
    `/v1/analysts/ext:${n}`,
    `/v1/analysts/ext:${n}/quotes?include=article`,
    `/v1/sources/ext:${n}`,
    `/v1/articles?source=ext:${n}&count=true`,
  ])
  .concat(
    '/v1/articles?limit=2',
    '/v1/articles?lang=ar&include=quotes',
    '/v1/quotes?limit=2&count=true',
    '/v1/quotes?q=سالم',
    '/v1/analysts?country=LY',
    '/v1/sources?q=ساحل',
    '/v1/stats/voices?groupBy=country',
    '/sitemap-news.xml',
  )
  .map(encodeURI)

const small = fc.nat(2).map((n) => n + 1)
const step = fc.oneof(
  fc.record({ write: fc.nat(writes.length - 1), n: small, m: fc.nat(60), at: fc.nat(1) }),
  fc.record({ read: fc.nat(reads.length - 1), day: fc.constant(0) }),
  fc.record({ read: fc.nat(reads.length - 1), day: fc.integer({ min: 1, max: 9 }) }),
)

test('whatever is written through either of two servers on one file, both answer as one that keeps nothing', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 25 }), async (steps) => {
      const { servers, close } = await threeServers(t)
      try {
        for (const one of steps) {
          if ('write' in one) await write(servers[one.at] as World, one)
          else await compare(t, servers, one)
          if ('write' in one) await compare(t, servers, { read: (one.write * 7 + one.m) % reads.length, day: 0 })
        }
      } finally {
        await close()
      }
    }),
    { numRuns: 4 },
  )
})

async function write(server: World, { write, n, m }: { write: number; n: number; m: number }): Promise<void> {
  const [method, url, body] = (writes[write] as (typeof writes)[number])(n, m)
  const conditions = method === 'POST' || method === 'PUT' ? {} : { ifMatch: '*' }
  await server.ask(url, { method, as: key, body, ...conditions })
}

async function compare(t: Test, servers: World[], { read, day }: { read: number; day: number }): Promise<void> {
  if (day > 0) for (const server of servers) server.setTime(`2026-01-0${day}T00:00:00.000Z`)
  const url = reads[read] as string
  const answers = []
  for (const server of servers) {
    const { status, headers, text } = await server.ask(url)
    const { 'x-request-id': _, date: __, ...others } = headers
    answers.push({ status, others, text: status < 400 ? text : '' })
  }
  const [first, second, uncached] = answers
  if (!t.same(first, uncached, url) || !t.same(second, uncached, url)) throw new Error(`stale: ${url}`)
}

/** Two servers with a cache each, and one without, on one file. */
async function threeServers(t: Test) {
  const path = `file:${t.testdir()}/isnad.db`
  const closing: (() => Promise<void>)[] = []
  const scope = { ...t, teardown: (close: () => Promise<void>) => closing.push(close), fail: t.fail } as unknown as Test
  const servers: World[] = []
  for (const CACHE_MB of [1, 1, 0]) servers.push(await world(scope, { databaseUrl: path, config: { CACHE_MB } }))
  const [first] = servers as [World, World, World]
  for (const server of servers) server.setTime('2026-01-01T00:00:00.000Z')
  for (const n of [1, 2, 3]) {
    await first.create('sources', { externalId: `${n}`, name: `ساحل ${n}`, kind: 'outlet' })
    await first.create('analysts', {
      externalId: `${n}`,
      name: `سالم ${n}`,
      country: 'LY',
      roles: [{ title: 'باحث', affiliation: `ext:${n}` }],
    })
  }
  return {
    servers,
    async close() {
      for (const close of closing) await close()
    },
  }
}
