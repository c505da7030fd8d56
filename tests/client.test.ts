import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { type Test, test } from 'tap'
import {
  createIsnad,
  cut,
  dataOf,
  etagOf,
  idempotencyKey,
  ifMatch,
  ifNew,
  isProblem,
  pieces,
} from '../src/client/index.ts'
import { admin, world } from './helper.ts'

/** A client with an admin key, of a server that listens. */
async function clientOf(t: Test) {
  const server = await world(t)
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const baseUrl = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  const { body } = await server.expect(201, '/v1/keys', {
    method: 'POST',
    as: admin,
    body: { name: 'client', scopes: ['admin'] },
  })
  return { ...server, baseUrl, isnad: createIsnad({ baseUrl, key: body.key }) }
}

test('the types are those of the OpenAPI document: npm run client makes them anew', async (t) => {
  const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
  t.match(read('src/client/openapi.ts').slice(0, 200), createHash('sha256').update(read('openapi.yaml')).digest('hex'))
})

test('an article is written, read and changed with the tag that was read', async (t) => {
  const { isnad } = await clientOf(t)
  const path = { ref: 'ext:tour' }
  const { response } = await isnad.PUT('/v1/articles/{ref}', {
    params: { path },
    body: { lang: 'en', title: 'Tour', body: { format: 'text', content: 'Salem said: "Water 🌊 is a right."' } },
    headers: ifNew(),
  })
  t.equal(response.status, 201)
  const { data } = await isnad.PATCH('/v1/articles/{ref}', {
    params: { path },
    body: { status: 'published' },
    headers: ifMatch(response),
  })
  t.equal(data?.status, 'published')
  const article = await dataOf(isnad.GET('/v1/articles/{ref}', { params: { path, query: { body: 'text' } } }))
  t.match(article, { title: 'Tour', version: 2 })
  const title: string = article.title
  const options = { params: { path, query: { fields: 'title' } } }
  const picked = await dataOf(isnad.GET('/v1/articles/{ref}', options))
  // @ts-expect-error: what was picked out has no more members than were asked for
  const lang: string = picked.lang
  t.same([picked.title, lang], [title, undefined])
  const { data: list } = await isnad.GET('/v1/articles')
  const titles: string[] | undefined = list?.items.map((item) => item.title)
  t.same(titles, [title])
})

test('a refusal is thrown as an error with its code and everything the server says', async (t) => {
  const { isnad } = await clientOf(t)
  const params = { path: { ref: 'ext:a' } }
  const { response } = await isnad.PUT('/v1/sources/{ref}', { params, body: { name: 'A' } })
  await isnad.PATCH('/v1/sources/{ref}', { params, body: { name: 'B' }, headers: ifMatch(etagOf(response)) })
  const stale = isnad.PATCH('/v1/sources/{ref}', { params, body: { name: 'C' }, headers: ifMatch(response) })
  const error = await stale.catch((thrown: unknown) => thrown)
  t.ok(isProblem(error, 'stale-version'))
  t.notOk(isProblem(error, 'not-found'))
  t.match(error, { status: 412, problem: { version: 2, changed: ['name'] } })
  await t.rejects(isnad.GET('/v1/sources/{ref}', { params: { path: { ref: 'none' } } }), { code: 'not-found' })
  const nameless = await isnad.POST('/v1/sources', { body: {} as never }).catch((thrown: unknown) => thrown)
  t.match(nameless, { code: 'invalid-body', problem: { errors: [{ pointer: '/name' }] } })
})

test('what a proxy answers in its own words is a problem too', async (t) => {
  const fetch = async () => new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'retry-after': '7' } })
  const isnad = createIsnad({ baseUrl: 'http://localhost', fetch })
  await t.rejects(isnad.GET('/v1/articles'), { status: 502, code: 'unknown', retryAfter: 7 })
})

test('a problem that is cut short, or is none, still throws with its status', async (t) => {
  for (const body of ['{"type":', 'null', '[]', '']) {
    const headers = { 'content-type': 'application/problem+json' }
    const isnad = createIsnad({
      baseUrl: 'http://localhost',
      fetch: async () => new Response(body, { status: 503, headers }),
    })
    const error = await isnad.GET('/v1/articles').catch((thrown: unknown) => thrown)
    t.ok(isProblem(error, 'unknown'), body)
    t.match(error, { status: 503, retryAfter: null })
  }
})

test('when to ask again is told in seconds, also where the server names a date', async (t) => {
  const inAnHour = new Date(Date.now() + 3_600_000).toUTCString()
  for (const [value, least, most] of [
    [inAnHour, 3_000, 3_600],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0, 0],
    ['soon', null, null],
  ] as const) {
    const fetch = async () => new Response('', { status: 503, headers: { 'retry-after': value } })
    const error: any = await createIsnad({ baseUrl: 'http://localhost', fetch })
      .GET('/v1/articles')
      .catch((e) => e)
    if (least === null) t.equal(error.retryAfter, null, value)
    else t.ok(error.retryAfter >= least && error.retryAfter <= most, value)
  }
})

test('the items of a list come one after another, their pages as they are needed', async (t) => {
  const { isnad, create, baseUrl } = await clientOf(t)
  for (const name of ['A', 'B', 'C', 'D', 'E']) await create('sources', { name })
  const asked: string[] = []
  const counting = createIsnad({
    baseUrl,
    fetch: (request) => {
      asked.push(request.url)
      return fetch(request)
    },
  })
  t.same(await namesOf(isnad.items('/v1/sources', { params: { query: { limit: 2 } } })), ['A', 'B', 'C', 'D', 'E'])
  t.same(await namesOf(counting.items('/v1/sources')), [], 'the public sees none of them')
  await create('articles', { lang: 'en', title: '1', status: 'published' })
  await create('articles', { lang: 'en', title: '2', status: 'published' })
  for await (const { title } of counting.items('/v1/articles', { params: { query: { limit: 1, sort: 'title' } } })) {
    t.equal(title, '1')
    break
  }
  t.equal(asked.length, 2, 'the second page is not asked for')
})

async function namesOf(items: AsyncIterable<{ name: string }>): Promise<string[]> {
  const names = []
  for await (const { name } of items) names.push(name)
  return names
}

test('a POST can carry a key that makes it safe to send again', async (t) => {
  const { isnad } = await clientOf(t)
  const headers = idempotencyKey()
  t.match(headers['Idempotency-Key'], /^"[0-9a-f-]{36}"$/)
  const source = await dataOf(isnad.POST('/v1/sources', { body: { name: 'A' }, headers }))
  t.equal(source.name, 'A')
})

test('spans are cut out of a text by code points', async (t) => {
  const { isnad, create } = await clientOf(t)
  const content = 'قال 🌊🌊: "الماء حق" اليوم.'
  const { quotes } = await create('articles', {
    lang: 'ar',
    title: 'أ',
    body: { format: 'text', content },
    quotes: [{ kind: 'direct', text: 'الماء حق' }],
  })
  const [quote] = await dataOf(
    isnad.GET('/v1/articles/{ref}/quotes', { params: { path: { ref: quotes[0].articleId } } }),
  ).then(({ items }) => items)
  const [span] = quote?.spans ?? []
  t.ok(span)
  t.equal(cut(content, span!), 'الماء حق')
  const cutUp = pieces(content, [span!])
  t.equal(cutUp.map(({ text }) => text).join(''), content)
  t.same(
    cutUp.filter(({ spans }) => spans.length > 0).map(({ text }) => text),
    ['الماء حق'],
  )
  t.same(pieces('', []), [])
})
