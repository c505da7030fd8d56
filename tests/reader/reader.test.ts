import { readdirSync, readFileSync } from 'node:fs'
import { parseHTML } from 'linkedom'
import { type Test, test } from 'tap'
import { admin, type World, world } from '../helper.ts'
import { createSample } from './sample.ts'

const reading = (t: Test) => world(t, { config: { READER: true } })

/** The page at an address, redirects followed. */
async function open({ app }: World, url: string, headers: Record<string, string> = {}) {
  let response = await app.inject({ url, headers })
  if (response.statusCode === 302) response = await app.inject({ url: String(response.headers.location), headers })
  const { document } = parseHTML(response.body)
  const all = (selector: string) => [...document.querySelectorAll(selector)] as any[]
  return {
    ...response,
    status: response.statusCode,
    headers: response.headers as Record<string, string>,
    document,
    all,
  }
}

test('nothing is served at /read unless READER is set, and the entry points say so', async (t) => {
  const { expect } = await world(t)
  await expect(404, '/read')
  t.notOk((await expect(200, '/')).body.reader)
  t.equal((await (await reading(t)).expect(200, '/')).body.reader, '/read')
})

test('an article shows who speaks in it, in the role held then, and its quotes lead to them', async (t) => {
  const server = await reading(t)
  const { quotes } = await createSample(server)
  const { document, all } = await open(server, '/read/ext:water-ar')
  t.equal(document.documentElement.getAttribute('dir'), 'rtl')
  t.equal(document.querySelector('h1')?.textContent, 'سد <القطاة> & "البحر"')
  t.same(
    all('.voices .name').map((name) => name.textContent),
    ['سالم الطويل', 'هيئة المياه'],
  )
  t.same(
    all('.voices .role').map((role) => role.textContent),
    ['باحث في <المياه>'],
  )
  t.match(document.querySelector('#voice-1 a')?.getAttribute('href'), /^\/read\/analysts\//)
  t.match(document.querySelector('#voice-2 a')?.getAttribute('href'), /^\/read\/sources\//)
  t.same(
    all('sup a').map((link) => link.getAttribute('href')),
    ['#voice-1', '#voice-2'],
  )
  for (const quote of quotes.slice(0, 2)) {
    t.ok(document.querySelector(`q#q-${quote.id}`), 'the words can be jumped to')
    t.ok(document.querySelector(`.voices a[href="#q-${quote.id}"]`), 'and their speaker leads to them')
  }
})

test('what is only proposed, or disputed, is nobody’s voice and no statement, and its words stand unmarked', async (t) => {
  const server = await reading(t)
  const { quotes } = await createSample(server)
  const change = { method: 'PATCH' as const, as: admin, ifMatch: '*' }
  for (const status of ['proposed', 'disputed', 'verified']) {
    for (const ref of ['q1', 'q3']) await server.expect(200, `/v1/quotes/ext:${ref}`, { ...change, body: { status } })
    const { document, all } = await open(server, '/read/ext:water-ar')
    const isOpen = status !== 'verified'
    t.same(
      all('.voices .name').map((name) => name.textContent),
      isOpen ? ['هيئة المياه'] : ['سالم الطويل', 'هيئة المياه'],
      status,
    )
    t.same(
      all('q').map((q) => q.getAttribute('data-quote')),
      (isOpen ? [quotes[1]] : [quotes[0], quotes[0], quotes[1]]).map(({ id }: any) => id),
    )
    t.match(document.querySelector('.text')?.textContent, 'الماء حق للجميع')
    const { body } = await open(server, '/read/analysts/ext:salem?lang=ar')
    t.equal(/الماء حق للجميع|لا ماء بعد اليوم/.test(body), !isOpen)
  }
})

test('an article shows its caption, credit, corrections, source, share links and translation', async (t) => {
  const server = await reading(t)
  await createSample(server)
  const { document, all } = await open(server, '/read/ext:water-ar')
  t.match(document.querySelector('figcaption')?.textContent, /السد عند الغروب.*Reuters/)
  t.equal(document.querySelector('img')?.getAttribute('alt'), 'سد "قديم"')
  const { dir, textContent } = document.querySelector('.address bdi') as any
  t.same([dir, textContent], ['ltr', 'http://localhost:3000/read/سد-القطاة-البحر'], 'for paper, as it is read')
  t.match(document.querySelector('.corrections li')?.textContent, /صُحّح <الاسم>/)
  t.match(document.querySelector('.source')?.textContent, /ساحل نيوز/)
  t.equal(all('.share a').length, 5)
  t.equal(document.querySelector('.translations a')?.getAttribute('hreflang'), 'en')
  t.same(
    all('link[hreflang]').map((link) => link.getAttribute('hreflang')),
    ['ar', 'en'],
  )
  const { document: english } = await open(
    server,
    document.querySelector('.translations a')?.getAttribute('href') ?? '',
  )
  t.equal(english.documentElement.getAttribute('dir'), 'ltr')
  t.equal(english.querySelector('.voices .name')?.textContent, 'Salem al-Tawil')
})

test('a page has no script, no style of its own, and a policy that allows neither', async (t) => {
  const server = await reading(t)
  await createSample(server)
  for (const url of [
    '/read?lang=ar',
    '/read/ext:water-ar',
    '/read/analysts/ext:salem',
    '/read/sources/ext:outlet',
    '/read/none',
  ]) {
    const { headers, all } = await open(server, url)
    t.same(all('script, style, [style], [onclick]'), [], url)
    t.match(headers['content-security-policy'], /^default-src 'none'; style-src 'self'; img-src 'self' http: https:;/)
    t.notMatch(headers['content-security-policy'], /unsafe/)
    const ids = all('[id]').map((one) => one.id)
    t.same(ids, [...new Set(ids)], 'every id stands once')
    for (const link of all('a[href^="#"]')) t.ok(ids.includes(link.getAttribute('href').slice(1)), 'leads somewhere')
  }
})

test('a page names its language and tags, and is revalidated', async (t) => {
  const server = await reading(t)
  const { id, slug } = await createSample(server)
  const url = `/read/${encodeURIComponent(slug)}`
  const { headers } = await server.expect(200, url)
  t.equal(headers['content-language'], 'ar')
  t.equal(headers['cache-control'], 'public, max-age=0, s-maxage=60, stale-while-revalidate=300')
  t.match(headers['cache-tag'], id)
  t.equal(headers.vary, undefined, 'it is the same for everybody')
  await server.expect(304, url, { headers: { 'if-none-match': headers.etag as string } })
  await server.expect(200, '/v1/articles/ext:water-ar', {
    method: 'PATCH',
    as: admin,
    body: { subtitle: 'جديد' },
    ifMatch: '*',
  })
  await server.expect(200, url, { headers: { 'if-none-match': headers.etag as string } })
})

test('no page is kept longer than the article is public', async (t) => {
  const server = await reading(t)
  server.setTime('2025-03-01T00:00:00Z')
  await createSample(server)
  await server.create('articles', {
    externalId: 'brief',
    lang: 'ar',
    title: 'خبر',
    status: 'published',
    expireAt: '2025-03-01T00:00:20Z',
  })
  const { headers } = await open(server, '/read/ext:brief')
  t.equal(headers['cache-control'], 'public, max-age=0, s-maxage=20, stale-while-revalidate=0')
})

test('the stylesheet can be kept for ever, for its address changes with it', async (t) => {
  const server = await reading(t)
  await createSample(server)
  const { document } = await open(server, '/read')
  const href = document.querySelector('link[rel="stylesheet"]')?.getAttribute('href') ?? ''
  const { headers } = await server.expect(200, href)
  t.match(headers['content-type'], /^text\/css/)
  t.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
  t.match(headers['x-content-type-options'], 'nosniff')
})

test('the front page is in the language asked for, else in the one the browser prefers', async (t) => {
  const server = await reading(t)
  await createSample(server)
  const titles = async (url: string, headers = {}) =>
    (await open(server, url, headers)).all('h2').map((one) => one.textContent)
  t.same(await titles('/read'), ['سد <القطاة> & "البحر"'])
  t.same(await titles('/read', { 'accept-language': 'en-GB,en;q=0.9,ar;q=0.5' }), ['The dam & the sea'])
  t.same(await titles('/read?lang=ar', { 'accept-language': 'en' }), ['سد <القطاة> & "البحر"'])
  t.same(
    await titles('/read', { 'accept-language': 'fr' }),
    ['The dam & the sea', 'سد <القطاة> & "البحر"'],
    'all, where there is none in it',
  )
  t.equal((await open(server, '/read')).headers.vary, 'Accept-Language')
  t.equal((await open(server, '/read?lang=ar')).headers.vary, undefined)
})

test('the front page is paged, and narrowed by section and tag', async (t) => {
  const server = await reading(t)
  await createSample(server)
  for (let day = 1; day <= 14; day += 1)
    await server.create('articles', {
      lang: 'ar',
      title: `خبر ${day}`,
      status: 'published',
      section: day < 3 ? 'بحر' : 'بر',
    })
  const first = await open(server, '/read?lang=ar&utm_source=x')
  t.equal(first.all('.card').length, 13)
  t.equal((await open(server, '/read?lang=ar&section=%D9%85%D9%8A%D8%A7%D9%87')).all('.card > img').length, 1)
  const second = await open(server, first.document.querySelector('a[rel="next"]')?.getAttribute('href') ?? '')
  t.equal(second.all('.card').length, 2)
  t.equal((await open(server, `/read?lang=ar&section=${encodeURIComponent('بحر')}`)).all('.card').length, 2)
  const tag = (await open(server, '/read/ext:water-ar')).document.querySelector('.tags a')?.getAttribute('href') ?? ''
  t.equal((await open(server, tag)).all('.card').length, 1)
})

test('a person is shown with roles and what they said, in the language asked for', async (t) => {
  const server = await reading(t)
  await createSample(server)
  const { document, all } = await open(server, '/read/analysts/ext:salem?lang=en')
  t.equal(document.querySelector('h1')?.textContent, 'Salem al-Tawil')
  t.equal(document.querySelector('.about')?.textContent, 'باحث <b>معروف</b>')
  t.match(document.querySelector('.roles li')?.textContent, /وزير.*هيئة المياه.*2026/)
  t.equal(all('.statements > li').length, 3)
  t.equal(all('.statements [lang="ar"][dir="rtl"] p').length, 1)
  t.same(
    (await open(server, '/read/sources/ext:office?lang=ar'))
      .all('.statements blockquote')
      .map((one) => one.textContent),
    ['الحل قريب'],
  )
})

test('the slash too many leads to the front page, and an article leads to the feeds of its language', async (t) => {
  const server = await reading(t)
  await createSample(server)
  t.equal((await server.expect(308, '/read/?lang=ar')).headers.location, '/read?lang=ar')
  const { all } = await open(server, '/read/ext:water-ar')
  for (const [suffix, type] of [
    ['rss', 'application/rss+xml'],
    ['atom', 'application/atom+xml'],
    ['json', 'application/feed+json'],
  ]) {
    const [link, ...others] = all(`link[rel="alternate"][type="${type}"]`)
    t.equal(link?.getAttribute('href'), `/v1/feeds/articles.${suffix}?lang=ar`)
    t.same(others, [])
    await server.expect(200, link.getAttribute('href'))
  }
})

test('of two translations in one language a page names one', async (t) => {
  const server = await reading(t)
  const { slug } = await createSample(server)
  const more = { lang: 'en', title: 'Again', translationOf: 'ext:water-ar', status: 'published' }
  const again = await server.create('articles', more)
  const links = async (url: string) =>
    (await open(server, url))
      .all('link[hreflang]')
      .map((link) => [link.getAttribute('hreflang'), link.href])
      .sort()
  const at = (slug: string) => `http://localhost:3000/read/${encodeURIComponent(slug)}`
  t.same(await links('/read/ext:water-ar'), [
    ['ar', at(slug)],
    ['en', at('the-dam-the-sea')],
  ])
  t.same(await links(`/read/${again.slug}`), [
    ['ar', at(slug)],
    ['en', at(again.slug)],
  ])
})

test('what the public may not see is not shown, whatever key is sent', async (t) => {
  const server = await reading(t)
  await server.create('articles', { externalId: 'draft', lang: 'ar', title: 'سر', slug: 'draft' })
  await server.create('analysts', { externalId: 'hidden', name: 'خفي', slug: 'hidden' })
  const created = await server.expect(201, '/v1/keys', {
    method: 'POST',
    as: admin,
    body: { name: 'k', scopes: ['admin'] },
  })
  const headers = { authorization: `Bearer ${created.body.key}` }
  for (const url of ['/read/draft', '/read/ext:draft', '/read/analysts/hidden']) {
    const { status, body } = await open(server, url, headers)
    t.equal(status, 404, url)
    t.notMatch(body, /سر|خفي/)
  }
  t.notMatch((await open(server, '/read?lang=ar', headers)).body, /سر/)
})

test('an address that leads nowhere is a page in the language of the reader', async (t) => {
  const server = await reading(t)
  const { status, headers, document } = await open(server, '/read/none', { 'accept-language': 'en' })
  t.equal(status, 404)
  t.equal(headers['cache-control'], 'no-store')
  t.match(headers['content-type'], /^text\/html/)
  t.equal(document.querySelector('h1')?.textContent, 'There is no page here')
  t.equal((await open(server, '/read?cursor=nonsense&lang=en')).status, 400)
})

test('a key or an earlier slug leads to the present address', async (t) => {
  const server = await reading(t)
  const { slug } = await createSample(server)
  await server.expect(200, '/v1/articles/ext:water-ar', {
    method: 'PATCH',
    as: admin,
    body: { slug: 'dam' },
    ifMatch: '*',
  })
  for (const ref of [encodeURIComponent(slug), 'ext:water-ar'])
    t.match((await server.expect(302, `/read/${ref}`)).headers.location, '/read/dam')
})

test('the pages import no store and no engine: all they know they ask of the API', async (t) => {
  const folder = new URL('../../src/reader/', import.meta.url)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const imports = [...readFileSync(new URL(file, folder), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from)
    const allowed = /^(\.\/|node:|fastify$|negotiator$|\.\.\/etag\.ts$|\.\.\/text\/(direction|name-in)\.ts$)/
    for (const from of imports) t.match(from, /^\.\.\/\.\.\/schemas\//.test(from as string) ? /./ : allowed, file)
  }
})
