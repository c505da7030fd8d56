import { test } from 'tap'
import { admin, type World, world } from './helper.ts'

const key = { as: admin }
const draft = { lang: 'ar', title: 'مرسى الرمل بين الملح والماء' }
const put = ({ expect }: World, body: object, status = 200) =>
  expect(status, '/v1/articles/ext:k', { ...key, method: 'PUT', body })

test('a draft needs only a title and a language', async (t) => {
  const { create, expect } = await world(t)
  const { id, createdAt, updatedAt, ...article } = await create('articles', draft)
  t.strictSame(article, {
    externalId: null,
    slug: 'مرسى-الرمل-بين-الملح-والماء',
    version: 1,
    ...draft,
    dir: 'rtl',
    subtitle: null,
    summary: null,
    body: [],
    image: null,
    section: null,
    tags: [],
    authors: [],
    sourceId: null,
    canonicalUrl: null,
    translationOf: null,
    status: 'draft',
    publishAt: null,
    embargoUntil: null,
    expireAt: null,
    publishedAt: null,
    corrections: [],
    withdrawnReason: null,
    wordCount: 0,
    readingMinutes: 0,
  })
  t.equal(createdAt, updatedAt)
  const { body: problem } = await expect(400, '/v1/articles', { ...key, method: 'POST', body: {} })
  t.strictSame(problem.errors.map(({ pointer, code }: any) => [pointer, code]).sort(), [
    ['/lang', 'required'],
    ['/title', 'required'],
  ])
})

const everything = {
  ...draft,
  externalId: 'k',
  slug: 'salt',
  subtitle: 'سطر',
  summary: 'خلاصة',
  body: { format: 'text', content: 'الملح غال. '.repeat(250) },
  image: {
    url: 'https://example.org/صورة.jpg',
    alt: 'ميناء',
    caption: 'الميناء',
    credit: 'ليلى',
    width: 1200,
    height: 800,
  },
  section: 'اقتصاد',
  tags: ['الملح', 'الماء'],
  authors: [{ name: 'ليلى حمدان', url: 'https://example.org/layla' }, { name: 'سمير' }],
  canonicalUrl: 'https://example.org/salt',
  publishAt: '2026-03-01T10:00:00+02:00',
  embargoUntil: '2026-03-01T08:30:00.5Z',
  expireAt: '2999-01-01T00:00:00.000Z',
  corrections: [{ at: '2026-03-02T00:00:00Z', note: 'صحح رقم.' }],
}

test('an article keeps everything that is written of it, times in UTC and references as ids', async (t) => {
  const made = await world(t)
  const source = await made.create('sources', { externalId: 's', name: 'Daily' })
  const original = await made.create('articles', { externalId: 'o', lang: 'en', title: 'Original' })
  const { body: article, headers } = await put(made, { ...everything, sourceId: 'ext:s', translationOf: 'ext:o' }, 201)
  t.match(article, {
    ...everything,
    body: [{ _type: 'block' }],
    authors: [everything.authors[0], { name: 'سمير', url: null }],
    publishAt: '2026-03-01T08:00:00.000Z',
    embargoUntil: '2026-03-01T08:30:00.500Z',
    corrections: [{ at: '2026-03-02T00:00:00.000Z' }],
    sourceId: source.id,
    translationOf: original.id,
    wordCount: 500,
    readingMinutes: 3,
  })
  t.equal(headers.location, '/v1/articles/salt')
  t.equal(headers['content-language'], 'ar')
  t.strictSame((await made.expect(200, '/v1/articles/salt', key)).body, article)
})

test('a PUT replaces an article whole: what it leaves out is null or empty, but for the keys', async (t) => {
  const made = await world(t)
  await put(made, everything, 201)
  const { body: bare } = await put(made, draft)
  const { body: fresh } = await put(made, { ...draft, corrections: null })
  const { id, createdAt, updatedAt, version, externalId, slug, ...members } = fresh
  t.match({ externalId, slug, version }, { externalId: 'k', slug: 'salt', version: 3 })
  t.equal(bare.corrections.length, 1)
  t.match(members, {
    ...draft,
    summary: null,
    body: [],
    image: null,
    tags: [],
    authors: [],
    publishAt: null,
    corrections: [],
    wordCount: 0,
  })
})

const patches: [string, object, object][] = [
  ['nothing', {}, {}],
  ['a member', { title: 'جديد' }, { title: 'جديد', slug: 'salt' }],
  [
    'null clears',
    { summary: null, section: null, image: null, canonicalUrl: null },
    { summary: null, section: null, image: null, canonicalUrl: null },
  ],
  ['null empties', { tags: null, authors: null, corrections: null }, { tags: [], authors: [], corrections: [] }],
  ['a list is replaced', { tags: ['بحر'] }, { tags: ['بحر'] }],
  [
    'an object is merged',
    { image: { alt: null, width: 10 } },
    { image: { ...everything.image, alt: null, width: 10 } },
  ],
  ['null clears the body', { body: null }, { body: [], wordCount: 0 }],
  ['a body', { body: { format: 'markdown', content: 'كلمتان **هنا**' } }, { wordCount: 2 }],
  ['another language', { lang: 'EN-gb' }, { lang: 'en-GB', dir: 'ltr' }],
  ['a language by its script', { lang: 'az-Arab' }, { lang: 'az-Arab' }],
  ['null clears the external key', { externalId: null }, { externalId: null }],
]

test('a merge patch changes what it names and leaves the rest', async (t) => {
  const made = await world(t)
  for (const [name, patch, wanted] of patches) {
    await made.ask('/v1/articles/salt?purge=true', { ...key, method: 'DELETE', ifMatch: '*' })
    const { body: before } = await put(made, everything, 201)
    const { body: after } = await made.expect(200, '/v1/articles/salt', {
      ...key,
      method: 'PATCH',
      body: patch,
      ifMatch: '*',
    })
    const changed = Object.keys(before).filter(
      (member) => JSON.stringify(before[member]) !== JSON.stringify(after[member]),
    )
    t.match(after, wanted, name)
    const expected = new Set([
      ...Object.keys(wanted).filter((member) => member !== 'slug'),
      ...(name === 'nothing' ? [] : ['version', 'updatedAt']),
    ])
    if ('wordCount' in wanted) for (const member of ['body', 'readingMinutes']) expected.add(member)
    t.strictSame(changed.sort(), [...expected].sort(), `${name}, and nothing else`)
  }
})

const invalid: [object, string][] = [
  [{ title: null }, '/title'],
  [{ title: '' }, '/title'],
  [{ title: ' \n' }, '/title'],
  [{ title: 5 }, '/title'],
  [{ title: 'x'.repeat(501) }, '/title'],
  [{ lang: 'arabic!' }, '/lang'],
  [{ lang: null }, '/lang'],
  [{ summary: '' }, '/summary'],
  [{ status: 'live' }, '/status'],
  [{ status: null }, '/status'],
  [{ tags: 'salt' }, '/tags'],
  [{ tags: ['a', 'a'] }, '/tags'],
  [{ tags: ['a', 'a\u202eb'] }, '/tags/1'],
  [{ tags: [' a'] }, '/tags/0'],
  [{ authors: [{ url: 'https://example.org' }] }, '/authors/0/name'],
  [{ authors: [{ name: 'x', url: 'javascript:alert(1)' }] }, '/authors/0/url'],
  [{ canonicalUrl: '/relative' }, '/canonicalUrl'],
  [{ image: { width: 0 } }, '/image/width'],
  [{ image: { src: 'x' } }, '/image/src'],
  [{ publishAt: '2026-03-01' }, '/publishAt'],
  [{ publishAt: '2026-03-01T00:00:00' }, '/publishAt'],
  [{ embargoUntil: '2026-02-29T00:00:00Z' }, '/embargoUntil'],
  [{ expireAt: 1772323200 }, '/expireAt'],
  [{ corrections: [{ at: '2026-03-01T00:00:00Z' }] }, '/corrections/0/note'],
  [{ sourceId: 5 }, '/sourceId'],
  [{ externalId: '' }, '/externalId'],
  [{ externalId: 'a\u200bb' }, '/externalId'],
  [{ titel: 'x' }, '/titel'],
  [{ dir: 'rtl' }, '/dir'],
  [{ publishedAt: null }, '/publishedAt'],
  [{ wordCount: 5 }, '/wordCount'],
]

test('a member that cannot be stored is refused by its pointer, in a POST as in a PATCH', async (t) => {
  const { create, expect, ask } = await world(t)
  const { id } = await create('articles', draft)
  for (const [members, pointer] of invalid) {
    const { body: posted } = await expect(400, '/v1/articles', {
      ...key,
      method: 'POST',
      body: { ...draft, ...members },
    })
    const patched = await ask(`/v1/articles/${id}`, { ...key, method: 'PATCH', body: members, ifMatch: '*' })
    t.ok([400, 422].includes(patched.status), pointer)
    for (const problem of [posted, patched.body])
      t.strictSame(
        problem.errors.map((fault: any) => fault.pointer),
        [pointer],
        JSON.stringify(members),
      )
  }
  t.equal((await expect(200, `/v1/articles/${id}`, key)).body.version, 1)
})

test('a duplicate external key is refused wherever it is written, and says whose it is', async (t) => {
  const { create, expect } = await world(t)
  const holder = await create('articles', { ...draft, externalId: 'k' })
  const other = await create('articles', draft)
  for (const [method, url, status] of [
    ['POST', '/v1/articles', 409],
    ['PATCH', `/v1/articles/${other.id}`, 409],
    ['PUT', `/v1/articles/${other.id}`, 409],
  ] as const) {
    const body = method === 'PATCH' ? { externalId: 'k' } : { ...draft, externalId: 'k' }
    const answer = await expect(status, url, { ...key, method, body, ...(method !== 'POST' && { ifMatch: '*' }) })
    t.match(answer.body, {
      code: 'duplicate-external-id',
      errors: [{ pointer: '/externalId', detail: new RegExp(holder.id) }],
    })
  }
  await create('sources', { name: 'x', externalId: 'k' })
})

test('an article translates another, not itself, and the reader is told which', async (t) => {
  const { create, expect } = await world(t)
  const original = await create('articles', { ...draft, externalId: 'o', status: 'published' })
  const translation = await create('articles', {
    lang: 'en',
    title: 'Salt',
    translationOf: 'ext:o',
    status: 'published',
  })
  t.equal((await expect(200, `/v1/articles/${translation.id}`)).body.translationOf, original.id)
  const { body } = await expect(422, '/v1/articles/ext:o', {
    ...key,
    method: 'PATCH',
    body: { translationOf: 'ext:o' },
    ifMatch: '*',
  })
  t.match(body, { errors: [{ pointer: '/translationOf' }] })
  await expect(200, '/v1/articles/ext:o', { ...key, method: 'PATCH', body: { status: 'draft' }, ifMatch: '*' })
  t.equal(
    (await expect(200, `/v1/articles/${translation.id}`)).body.translationOf,
    null,
    'what the reader may not see is not there',
  )
  t.equal(
    (await expect(200, `/v1/articles/${translation.id}`, { as: ['drafts:read'] })).body.translationOf,
    original.id,
  )
})

test('two writers at once both succeed or one is told, and no write is lost', async (t) => {
  const { create, expect, ask } = await world(t)
  const { id } = await create('articles', draft)
  const { etag } = await expect(200, `/v1/articles/${id}`, key)
  const sections = Array.from({ length: 8 }, (_, n) => `s${n}`)
  const answers = await Promise.all(
    sections.map((section) => ask(`/v1/articles/${id}`, { ...key, method: 'PATCH', body: { section }, ifMatch: etag })),
  )
  t.strictSame(answers.map(({ status }) => status).sort(), [200, ...sections.slice(1).map(() => 412)])
  const created = await Promise.all(sections.map(() => ask('/v1/articles', { ...key, method: 'POST', body: draft })))
  t.strictSame(
    created.map(({ status }) => status),
    sections.map(() => 201),
  )
  t.equal(new Set(created.map(({ body }) => body.slug)).size, sections.length)
  const upserts = await Promise.all(
    sections.map(() => ask('/v1/articles/ext:once', { ...key, method: 'PUT', body: draft })),
  )
  t.strictSame(upserts.map(({ status }) => status).sort(), [...sections.slice(1).map(() => 200), 201])
  t.equal(new Set(upserts.map(({ body }) => body.id)).size, 1)
})
