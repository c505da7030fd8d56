import fc from 'fast-check'
import { type Test, test } from 'tap'
import { type Answer, admin, type Request, type World, world } from './helper.ts'

const draft = { lang: 'ar', title: 'مرسى الرمل' }
const kinds = ['articles', 'sources', 'analysts', 'quotes'] as const

/** What is wrong, as a list of "place code"; the place is a pointer or a parameter. */
function faultsOf({ body }: Answer): string[] {
  return (body.errors ?? []).map(
    ({ pointer, parameter, code }: Record<string, string>) => `${pointer ?? parameter} ${code}`,
  )
}

/** Invisible characters would garble the report. */
function visibly(value: unknown): string {
  return JSON.stringify(value)
    .slice(0, 120)
    .replace(/[^ -~ء-ي]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function post(raw: string | Buffer): Request {
  return { method: 'POST', as: admin, raw }
}

async function nothingStored({ expect }: World, t: Test) {
  for (const kind of kinds)
    for (const trashed of [false, true]) {
      const { total } = (await expect(200, `/v1/${kind}?count=true&trashed=${trashed}`, { as: admin })).body
      t.equal(total, 0, `${kind} stored`)
    }
}

const deep = (levels: number, open: string, close: string) => `${open.repeat(levels)}${close.repeat(levels)}`

const brokenBodies: [name: string, raw: string | Buffer, code: string, fault?: string][] = [
  ['nothing', '', 'invalid-json'],
  ['white space', ' \n\t ', 'invalid-json'],
  ['half an object', '{"lang":"ar","title":', 'invalid-json'],
  ['a trailing comma', '{"lang":"ar","title":"a",}', 'invalid-json'],
  ['single quotes', "{'lang':'ar'}", 'invalid-json'],
  ['a comment', '{"lang":"ar","title":"a"}//', 'invalid-json'],
  ['two values', '{"lang":"ar","title":"a"}{}', 'invalid-json'],
  ['NaN', '{"lang":"ar","title":NaN}', 'invalid-json'],
  ['a byte order mark', '\ufeff{"lang":"ar","title":"a"}', 'invalid-json'],
  ['a line break in a string', '{"lang":"ar","title":"a\nb"}', 'invalid-json'],
  ['a bad escape', '{"lang":"ar","title":"\\x41"}', 'invalid-json'],
  ['an open string', '{"lang":"ar","title":"a', 'invalid-json'],
  ['a closing bracket too many', '{"lang":"ar","title":"a"}}', 'invalid-json'],
  ['brackets crossed', '{"lang":["ar"},"title":"a"]', 'invalid-json'],
  ['a name twice', '{"lang":"ar","title":"a","title":"b"}', 'invalid-json', '/title duplicate'],
  ['a name twice in a part', '{"image":{"alt":"a","alt":"b"}}', 'invalid-json', '/image/alt duplicate'],
  ['a name twice in a list', '{"authors":[{},{"name":"a","name":"b"}]}', 'invalid-json', '/authors/1/name duplicate'],
  ['a name twice, once escaped', '{"title":"a","t\\u0069tle":"b"}', 'invalid-json', '/title duplicate'],
  ['a name twice in NFC', '{"é":1,"e\u0301":2}', 'invalid-json', '/é duplicate'],
  ['__proto__', '{"__proto__":{"status":"published"}}', 'invalid-json', '/__proto__ not-allowed'],
  ['__proto__ escaped', '{"\\u005f_proto__":{}}', 'invalid-json', '/__proto__ not-allowed'],
  ['__proto__ in a part', '{"image":{"__proto__":{}}}', 'invalid-json', '/image/__proto__ not-allowed'],
  ['10,000 arrays deep', deep(10_000, '[', ']'), 'invalid-json'],
  ['100,000 arrays deep and open', '['.repeat(100_000), 'invalid-json'],
  ['10,000 objects deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'invalid-json'],
  ['invalid UTF-8', Buffer.from('{"title":"\xff"}', 'latin1'), 'invalid-text'],
  ['an overlong NUL', Buffer.from('{"title":"\xc0\x80"}', 'latin1'), 'invalid-text'],
  ['a surrogate in UTF-8', Buffer.from('{"title":"\xed\xa0\x80"}', 'latin1'), 'invalid-text'],
  ['UTF-16', Buffer.from('{"title":"a"}', 'utf16le'), 'invalid-json'],
  ['a lone surrogate', '{"lang":"ar","title":"a\\ud800"}', 'invalid-text', '/title wrong-format'],
  ['surrogates the wrong way round', '{"title":"\\udc00\\ud800"}', 'invalid-text', '/title wrong-format'],
  ['a lone surrogate as a name', '{"a\\ud800":1}', 'invalid-text', '/a\ud800 wrong-format'],
  ['NUL', '{"lang":"ar","title":"a\\u0000b"}', 'invalid-text', '/title wrong-format'],
  ['NUL in a list', '{"tags":["a","\\u0000"]}', 'invalid-text', '/tags/1 wrong-format'],
  ['null', 'null', 'invalid-body', ' wrong-type'],
  ['a number', '5', 'invalid-body', ' wrong-type'],
  ['a string', '"a"', 'invalid-body', ' wrong-type'],
  ['a list', '[]', 'invalid-body', ' wrong-type'],
  ['constructor', '{"lang":"ar","title":"a","constructor":{}}', 'invalid-body', '/constructor unknown-member'],
  ['toString.call', '{"lang":"ar","title":"a","toString.call":"x"}', 'invalid-body', '/toString.call unknown-member'],
  ['a name with a slash', '{"lang":"ar","title":"a","a/b~c":1}', 'invalid-body', '/a~1b~0c unknown-member'],
]

test('a body that is broken is refused with its place, and nothing is stored', async (t) => {
  const w = await world(t)
  for (const [name, raw, code, fault] of brokenBodies) {
    const answer = await w.expect(400, '/v1/articles', post(raw))
    t.equal(answer.body.code, code, name)
    if (fault !== undefined) t.ok(faultsOf(answer).includes(fault), `${name}: ${faultsOf(answer)}`)
  }
  await nothingStored(w, t)
  t.equal(({} as Record<string, unknown>).status, undefined)
})

test('a body of more than 8 MiB or 250,000 values is 413', async (t) => {
  const w = await world(t)
  for (const raw of [
    JSON.stringify({ ...draft, summary: 'a'.repeat(8 * 1024 * 1024) }),
    `{"lang":"ar","title":"a","quotes":[${'0,'.repeat(300_000)}0]}`,
    `{"lang":"ar","title":"a","tags":[${'"",'.repeat(300_000)}""]}`,
  ])
    t.equal((await w.expect(413, '/v1/articles', post(raw))).body.code, 'payload-too-large')
  await nothingStored(w, t)
})

const many: [name: string, members: string][] = [
  ['numbers for blocks', `"body":[${'0,'.repeat(100_000)}0]`],
  ['empty blocks', `"body":[${'{},'.repeat(100_000)}{}]`],
  ['numbers for spans', `"body":[{"_type":"block","children":[${'0,'.repeat(100_000)}0]}]`],
  ['numbers for quotes', `"quotes":[${'0,'.repeat(100_000)}0]`],
  ['empty quotes', `"quotes":[${'{},'.repeat(100_000)}{}]`],
  ['equal tags', `"tags":[${'"a",'.repeat(100_000)}"a"]`],
  ['different tags', `"tags":[${Array.from({ length: 100_000 }, (_, i) => `"${i}"`)}]`],
  ['unknown members', Array.from({ length: 100_000 }, (_, i) => `"m${i}":0`).join()],
]

test('of 100,000 faults the first 100 are named', async (t) => {
  const { expect } = await world(t)
  for (const [name, members] of many) {
    const answer = await expect(400, '/v1/articles', post(`{"lang":"ar","title":"a",${members}}`))
    const faults = faultsOf(answer)
    t.ok(faults.length > 0 && faults.length <= 100, `${name}: ${faults.length}`)
    t.ok(answer.text.length < 50_000, name)
  }
})

test('what costs the square of its size to convert is refused before it does', async (t) => {
  const { expect } = await world(t)
  const crowds: [format: string, content: string][] = [
    ['html', '<b>a</b>c'],
    ['html', '<img src=x>'],
    ['html', '<h2>a</h2>'],
    ['markdown', '`a``'],
    ['markdown', '***a'],
  ]
  for (const [format, content] of crowds) {
    const body = { ...draft, body: { format, content: content.repeat(12_000) } }
    const answer = await expect(422, '/v1/articles', { method: 'POST', as: admin, body })
    t.match(faultsOf(answer), ['/body/content too-many'], content)
  }
})

test('similar words are looked for in bounded time, however many quotes stand nowhere', async (t) => {
  const { expect } = await world(t)
  const content = Array.from({ length: 60_000 }, (_, i) => `كلمة${i % 977}`).join(' ')
  const quotes = Array.from({ length: 500 }, (_, i) => ({ kind: 'direct', text: `كلمة${i} كلمة${i + 2} كلمة${i + 5}` }))
  const body = { ...draft, body: { format: 'text', content }, quotes }
  const answer = await expect(422, '/v1/articles', { method: 'POST', as: admin, body })
  t.equal(answer.body.errors.length, 100)
  t.ok(answer.body.errors[0].candidates.length > 0)
  t.notOk(answer.body.errors[99].candidates)
})

const readOnly = ['id', 'version', 'createdAt', 'updatedAt', 'dir', 'publishedAt', 'wordCount', 'readingMinutes']

test('members that only the server sets are refused, not dropped', async (t) => {
  const w = await world(t)
  for (const method of ['POST', 'PUT', 'PATCH'] as const) {
    const url = method === 'POST' ? '/v1/articles' : '/v1/articles/ext:x'
    for (const name of [...readOnly, 'actor', 'trashedAt', 'quotesVersion', 'slugKey']) {
      const answer = await w.expect(400, url, { method, as: admin, body: { ...draft, [name]: 1 } })
      t.strictSame(faultsOf(answer), [`/${name} unknown-member`])
      if (readOnly.includes(name)) t.equal(answer.body.errors[0].detail, 'is set by the server; leave it out')
    }
  }
  await nothingStored(w, t)
})

const misspelt: [kind: string, name: string, meant: string][] = [
  ['articles', 'titel', 'title'],
  ['articles', 'Title', 'title'],
  ['articles', 'source_id', 'sourceId'],
  ['sources', 'alaises', 'aliases'],
  ['analysts', 'role', 'roles'],
  ['quotes', 'analystID', 'analystId'],
]

test('a misspelt member is answered with the one that was meant', async (t) => {
  const { expect } = await world(t)
  for (const [kind, name, meant] of misspelt) {
    const { body } = await expect(400, `/v1/${kind}`, { method: 'POST', as: admin, body: { [name]: 'x' } })
    const fault = body.errors.find(({ pointer }: { pointer: string }) => pointer === `/${name}`)
    t.match(fault.detail, `did you mean '${meant}'?`)
  }
})

const long = (length: number) => 'ح'.repeat(length)
const times = [
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:60:00Z',
  '2026-12-31T23:59:60Z',
  '2026-01-01T00:00:00',
  '2026-01-01T00:00:00+24:00',
  '2026-01-01T00:00:00.123456Z',
  '2026-01-01t00:00:00z',
  '2026-01-01 00:00:00Z',
  '2026-01-01',
  '20260101T000000Z',
  '٢٠٢٦-٠١-٠١T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
  '0000-01-01T00:00:00+23:59',
  'tomorrow',
  '',
  '1767225600',
]
const controls = [
  '\u202e',
  '\u2066',
  '\u061c',
  '\u200b',
  '\u200f',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u2028',
  '\u0007',
  '\u0085',
]

type Case = [kind: string, body: object, fault: string]
const article = (members: object, fault: string): Case => ['articles', { ...draft, ...members }, fault]
const badMembers: Case[] = [
  article({ title: '' }, '/title too-short'),
  article({ title: ' \u00a0\n' }, '/title wrong-format'),
  article({ title: long(501) }, '/title too-long'),
  article({ title: null }, '/title wrong-type'),
  article({ title: 5 }, '/title wrong-type'),
  article({ title: ['a'] }, '/title wrong-type'),
  article({ title: {} }, '/title wrong-type'),
  article({ summary: '' }, '/summary too-short'),
  article({ summary: true }, '/summary wrong-type'),
  article({ lang: '' }, '/lang too-short'),
  article({ lang: 'arabic language' }, '/lang wrong-format'),
  article({ lang: 'ar_LY' }, '/lang wrong-format'),
  article({ lang: null }, '/lang wrong-type'),
  article({ status: 'live' }, '/status not-allowed'),
  article({ status: null }, '/status wrong-type'),
  article({ tags: 'a' }, '/tags wrong-type'),
  article({ tags: ['a', 'a'] }, '/tags duplicate'),
  article({ tags: ['é', 'e\u0301'] }, '/tags duplicate'),
  article({ tags: ['a', null] }, '/tags/1 wrong-type'),
  article({ tags: [''] }, '/tags/0 too-short'),
  article({ tags: [' a'] }, '/tags/0 wrong-format'),
  article({ tags: [long(101)] }, '/tags/0 too-long'),
  article({ tags: Array.from({ length: 101 }, (_, i) => `${i}`) }, '/tags too-many'),
  article({ authors: [{ name: 'a', email: 'a@b.c' }] }, '/authors/0/email unknown-member'),
  article({ authors: [{}] }, '/authors/0/name required'),
  article({ image: { width: 0 } }, '/image/width out-of-range'),
  article({ image: { width: 1.5 } }, '/image/width wrong-type'),
  article({ image: { width: '5' } }, '/image/width wrong-type'),
  article({ image: { url: 'javascript:alert(1)' } }, '/image/url wrong-format'),
  article({ image: { url: '/relative' } }, '/image/url wrong-format'),
  article({ canonicalUrl: `https://x.example/${'a'.repeat(2000)}` }, '/canonicalUrl too-long'),
  article({ canonicalUrl: 'https://' }, '/canonicalUrl wrong-format'),
  article({ canonicalUrl: 'https://x.example/a b' }, '/canonicalUrl wrong-format'),
  article({ slug: '' }, '/slug too-short'),
  article({ slug: 5 }, '/slug wrong-type'),
  article({ externalId: '' }, '/externalId too-short'),
  article({ externalId: long(201) }, '/externalId too-long'),
  article({ body: 'text' }, '/body wrong-type'),
  article({ body: 5 }, '/body wrong-type'),
  article({ body: { format: 'docx', content: '' } }, '/body/format not-allowed'),
  article({ body: { format: 'text' } }, '/body/content required'),
  article({ body: { format: 'text', content: null } }, '/body/content wrong-type'),
  article({ body: [{ _type: 'video' }] }, '/body/0/_type not-allowed'),
  article({ body: [{ _type: 'block', children: [] }] }, '/body/0/children too-few'),
  article({ body: [{ _type: 'block', children: [{ _type: 'span', text: 5 }] }] }, '/body/0/children/0/text wrong-type'),
  article({ body: [{ _type: 'block', level: 7, children: [] }] }, '/body/0/level out-of-range'),
  article({ body: [{ _key: 'a b', _type: 'image', url: 'https://x.example/' }] }, '/body/0/_key wrong-format'),
  article({ quotes: [{ kind: 'shouted' }] }, '/quotes/0/kind not-allowed'),
  article({ quotes: [{ kind: 'direct', spans: [{ start: -1 }] }] }, '/quotes/0/spans/0/start out-of-range'),
  article({ quotes: [{ kind: 'direct', spans: [{ start: 1e300 }] }] }, '/quotes/0/spans/0/start out-of-range'),
  article({ quotes: [{ kind: 'direct', articleId: 'x' }] }, '/quotes/0/articleId unknown-member'),
  ...times.map((publishAt) => article({ publishAt }, '/publishAt wrong-format')),
  ...controls.map((control) => article({ tags: [`a${control}b`] }, '/tags/0 wrong-format')),
  ...controls.map((control) => article({ section: `a${control}b` }, '/section wrong-format')),
  ...controls.map((control) => article({ externalId: `a${control}b` }, '/externalId wrong-format')),
  ['sources', { name: 'a', kind: 'blog' }, '/kind not-allowed'],
  ['sources', { name: 'a', country: 'ly' }, '/country wrong-format'],
  ['sources', { name: 'a', country: 'ZZ' }, '/country wrong-format'],
  ['sources', { name: 'a', names: { 'not a tag': 'b' } }, '/names/not a tag wrong-format'],
  ['sources', { name: 'a', names: { en: 5 } }, '/names/en wrong-type'],
  ['sources', { name: 'a', names: [] }, '/names wrong-type'],
  ['analysts', { name: 'a', roles: [{ title: 'b', from: '2026-13' }] }, '/roles/0/from wrong-format'],
  ['analysts', { name: 'a', roles: [{}] }, '/roles/0/title required'],
  ['analysts', { name: 'a', sameAs: ['wikidata:Q1'] }, '/sameAs/0 wrong-format'],
  ['quotes', { kind: 'direct' }, '/articleId required'],
  ['quotes', { articleId: 5, kind: 'direct' }, '/articleId wrong-type'],
  ['quotes', { articleId: '', kind: 'direct' }, '/articleId too-short'],
]

test('a member with a value it cannot have is named', async (t) => {
  const w = await world(t)
  for (const [kind, body, fault] of badMembers) {
    const answer = await w.expect(400, `/v1/${kind}`, { method: 'POST', as: admin, body })
    t.ok(faultsOf(answer).includes(fault), `${fault} in ${faultsOf(answer)} of ${visibly(body)}`)
  }
  await nothingStored(w, t)
})

const badContent: Case[] = [
  ...[...controls, ' ', '/', '--', '\u0640', '🙂', '\ud7ff'].map((part) =>
    article({ slug: `a${part}b` }, '/slug wrong-format'),
  ),
  article({ slug: '-a' }, '/slug wrong-format'),
  article({ slug: '..' }, '/slug wrong-format'),
  article({ slug: long(101) }, '/slug wrong-format'),
  article({ slug: '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' }, '/slug wrong-format'),
  article({ sourceId: 'nobody' }, '/sourceId unresolved'),
  article({ sourceId: 'ext:nobody' }, '/sourceId unresolved'),
  article({ sourceId: '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' }, '/sourceId unresolved'),
  article({ sourceId: "' OR 1=1 --" }, '/sourceId unresolved'),
  article({ translationOf: 'ext:' }, '/translationOf unresolved'),
  article({ withdrawnReason: 'x' }, '/withdrawnReason mismatch'),
  article({ quotes: [{ kind: 'indirect', text: 'a', analystId: 'nobody' }] }, '/quotes/0/analystId unresolved'),
  article({ quotes: [{ kind: 'indirect', text: 'a', toldToId: 'nobody' }] }, '/quotes/0/toldToId unresolved'),
  article({ quotes: [{ kind: 'direct', text: 'nowhere' }] }, '/quotes/0/text span-not-found'),
  article({ quotes: [{ kind: 'direct' }] }, '/quotes/0/spans required'),
  ['analysts', { name: 'a', roles: [{ title: 'b', affiliation: 'ext:nobody' }] }, '/roles/0/affiliation unresolved'],
  ['quotes', { articleId: 'nobody', kind: 'indirect', text: 'a' }, '/articleId unresolved'],
]

test('content that contradicts itself or refers to nothing is named, and nothing is stored', async (t) => {
  const w = await world(t)
  for (const [kind, body, fault] of badContent) {
    const answer = await w.expect(422, `/v1/${kind}`, { method: 'POST', as: admin, body })
    t.ok(faultsOf(answer).includes(fault), `${fault} in ${faultsOf(answer)} of ${visibly(body)}`)
  }
  await nothingStored(w, t)
})

test('an external key in an address is held to the rules of one in a body', async (t) => {
  const w = await world(t)
  for (const key of ['', ' a', 'a ', 'x'.repeat(201), 'x'.repeat(296), ...controls.map((control) => `a${control}b`)]) {
    const url = `/v1/articles/${encodeURIComponent(`ext:${key}`)}`
    const { status, body } = await w.ask(url, { method: 'PUT', as: admin, body: draft })
    t.ok(status === 422 || status === 400, `${visibly(key)} answers ${status}`)
    t.ok(['/externalId', 'ref'].includes(body.errors[0].pointer ?? body.errors[0].parameter))
  }
  await nothingStored(w, t)
})

test('an external key and a slug are the same in every normal form', async (t) => {
  const { expect } = await world(t)
  const [composed, decomposed] = ['ext:caf\u00e9', 'ext:cafe\u0301'].map(encodeURIComponent)
  const put = { method: 'PUT', as: admin, body: { ...draft, slug: 'cafe\u0301', tags: ['cafe\u0301'] } } as const
  const { body } = await expect(201, `/v1/articles/${decomposed}`, put)
  t.match(body, { externalId: 'caf\u00e9', slug: 'caf\u00e9', tags: ['caf\u00e9'] })
  await expect(200, `/v1/articles/${composed}`, put)
  for (const query of ['/caf%C3%A9?', '/cafe%CC%81?', '?count=true&tag=caf%C3%A9&', '?count=true&tag=cafe%CC%81&']) {
    const found = (await expect(200, `/v1/articles${query}fields=id`, { as: admin })).body
    t.equal(found.id ?? found.items[0]?.id, body.id, query)
  }
})

const limits = [
  '-1',
  '0',
  '101',
  '1e2',
  '0x10',
  '1.0',
  '1.5',
  '+5',
  '05',
  ' 5',
  '5 ',
  '',
  'ten',
  '٥',
  'NaN',
  'Infinity',
  '1e400',
  '99999999999999999999',
  '[]',
  'null',
  'true',
]
const sqlish = [
  "'",
  '"',
  '`',
  ']',
  '--',
  ';',
  "' OR '1'='1",
  'title;--',
  'title,(select 1)',
  'a.title',
  'articles.title',
  '"title"',
  'title desc',
  'TITLE',
  '-',
  '--title',
  'constructor',
  '__proto__',
  'toString',
  'password',
  'hash',
  'actor',
  'title%00',
  '',
]

const badQueries: [query: string, fault: string][] = [
  ...limits.map((value): [string, string] => [`limit=${encodeURIComponent(value)}`, 'limit']),
  ...sqlish.map((value): [string, string] => [`sort=${encodeURIComponent(value)}`, 'sort']),
  ...sqlish.map((value): [string, string] => [`fields=${encodeURIComponent(value)}`, 'fields']),
  ...sqlish.map((value): [string, string] => [`include=${encodeURIComponent(value)}`, 'include']),
  ...sqlish.map((value): [string, string] => [`status=${encodeURIComponent(value)}`, 'status']),
  ...sqlish.map((value): [string, string] => [`source=${encodeURIComponent(value)}`, 'source']),
  ...times.map((value): [string, string] => [`publishedFrom=${encodeURIComponent(value)}`, 'publishedFrom']),
  ...['', 'yes', '1', 'TRUE', 'null'].map((value): [string, string] => [`count=${value}`, 'count']),
  ...['', 'a', 'e30', 'a.b', 'bnVsbA.AAAA', `${'a'.repeat(4001)}`, '..', '%7B%7D'].map((value): [string, string] => [
    `cursor=${value}`,
    'cursor',
  ]),
  ...controls.map((control): [string, string] => [`tag=a${encodeURIComponent(control)}b`, 'tag']),
  ['tag=', 'tag'],
  ['tag=%00', 'tag'],
  ['lang=arabic%20language', 'lang'],
  [Array.from({ length: 21 }, (_, i) => `tag=${i}`).join('&'), 'tag'],
  ['body=docx', 'body'],
  ['include=quotes.article', 'include'],
  ['include=quotes.analyst.quotes', 'include'],
  ['fields=title,', 'fields'],
  ['fields=title,titel', 'fields'],
]

test('a parameter with a value it cannot have is named, and the next question is answered', async (t) => {
  const { expect } = await world(t)
  for (const [query, parameter] of badQueries) {
    const { body } = await expect(400, `/v1/articles?${query}`, { as: admin })
    t.ok(
      body.errors?.some((fault: { parameter: string }) => fault.parameter === parameter),
      `${query}: ${body.detail}`,
    )
  }
  await expect(200, '/v1/articles')
})

const singles = [
  'limit=1',
  'cursor=a',
  'sort=title',
  'count=true',
  'fields=title',
  'include=source',
  'body=none',
  'trashed=false',
  'publishedFrom=2026-01-01T00:00:00Z',
]

test('a parameter that takes one value is refused when it comes twice', async (t) => {
  const { expect } = await world(t)
  for (const single of singles) {
    const [name] = single.split('=')
    const { body } = await expect(400, `/v1/articles?${single}&${single}`, { as: admin })
    t.match(body.errors, [{ parameter: name, code: 'repeated' }], single)
  }
})

const unknown: [url: string, name: string, meant?: string][] = [
  ['/v1/articles?limt=1', 'limt', 'limit'],
  ['/v1/articles?Sort=title', 'Sort', 'sort'],
  ['/v1/articles?tags=a', 'tags', 'tag'],
  ['/v1/articles?filter[title][$startsWith]=a', 'filter[title][$startsWith]'],
  ['/v1/articles?where[updatedBy]=a', 'where[updatedBy]'],
  ['/v1/articles?$or[0][title]=a', '$or[0][title]'],
  ['/v1/articles?__proto__=1', '__proto__'],
  ['/v1/articles?__proto__[polluted]=1', '__proto__[polluted]'],
  ['/v1/articles?constructor.prototype.polluted=1', 'constructor.prototype.polluted'],
  ['/v1/articles?constructor=1', 'constructor'],
  ['/v1/articles?toString=1', 'toString'],
  ['/v1/articles?a/b~c=1', 'a/b~c'],
  ['/v1/articles?=1', ''],
  ['/v1/articles?preview=1', 'preview'],
  ['/v1/articles?version=draft', 'version'],
  ['/v1/articles/nobody?limit=1', 'limit'],
  ['/v1/articles/nobody?purge=true', 'purge'],
  ['/v1/keys?limit=1', 'limit'],
  ['/?pretty=1', 'pretty'],
  ['/problems?q=1', 'q'],
]

test('an unknown parameter is refused by every documented address, and nothing is polluted', async (t) => {
  const { app, expect } = await world(t)
  for (const [url, name, meant] of unknown) {
    const { body } = await expect(400, url, { as: admin })
    const fault = body.errors.find(({ parameter }: { parameter: string }) => parameter === name)
    t.equal(fault?.code, 'unknown-parameter', url)
    if (meant) t.match(fault.detail, `did you mean '${meant}'?`)
  }
  const paths = app.swagger().paths as Record<string, Record<string, { requestBody?: { content: object } }>>
  for (const [path, operations] of Object.entries(paths)) {
    for (const [verb, operation] of Object.entries(operations)) {
      const method = verb.toUpperCase() as NonNullable<Request['method']>
      const url = `${path
        .replace(/\{(n|page)\}/, '1')
        .replace('{id}', '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b')
        .replace(/\{\w+\}/, 'nobody')}?nothing=1`
      const body = operation.requestBody && {}
      const [type] = Object.keys(operation.requestBody?.content ?? {})
      const headers: Record<string, string> = type ? { 'content-type': type } : {}
      const { errors } = (await expect(400, url, { method, as: admin, ifMatch: '*', body, headers })).body
      if (!body) t.match(errors, [{ parameter: 'nothing' }], `${method} ${path}`)
    }
  }
  t.equal(({} as Record<string, unknown>).polluted, undefined)
})

test('what looks like SQL in a filter is a word like any other', async (t) => {
  const { create, expect } = await world(t)
  await create('articles', draft)
  for (const word of sqlish.filter((one) => one !== '')) {
    const value = encodeURIComponent(word.replace('%00', ''))
    for (const query of [`tag=${value}`, `section=${value}`, `tag=${value}&tag=${value}`])
      t.equal((await expect(200, `/v1/articles?count=true&${query}`, { as: admin })).body.total, 0, query)
    await expect(404, `/v1/articles/${value}`, { as: admin })
    await expect(404, `/v1/articles/ext:${value}`, { as: admin })
  }
  t.equal((await expect(200, '/v1/articles?count=true', { as: admin })).body.total, 1)
})

test('a cursor that was changed, or made for another question, is refused', async (t) => {
  const { create, expect } = await world(t)
  for (const title of ['a', 'b', 'c']) await create('articles', { ...draft, title })
  const { nextCursor } = (await expect(200, '/v1/articles?limit=1&sort=title', { as: admin })).body
  await expect(200, `/v1/articles?limit=2&sort=title&cursor=${nextCursor}`, { as: admin })
  const [payload, signature] = nextCursor.split('.')
  const forged = Buffer.from(JSON.stringify(['', ''])).toString('base64url')
  for (const url of [
    `/v1/articles?sort=title&cursor=${forged}.${signature}`,
    `/v1/articles?sort=title&cursor=${payload}`,
    `/v1/articles?sort=title&cursor=${payload}.`,
    `/v1/articles?sort=title&cursor=${payload}.${signature}.${signature}`,
    `/v1/articles?sort=title&cursor=${nextCursor}=`,
    `/v1/articles?sort=title&cursor=${nextCursor.toLowerCase()}`,
    `/v1/articles?sort=-title&cursor=${nextCursor}`,
    `/v1/articles?sort=title&lang=ar&cursor=${nextCursor}`,
    `/v1/articles?sort=title&trashed=true&cursor=${nextCursor}`,
    `/v1/sources?cursor=${nextCursor}`,
  ]) {
    const { body } = await expect(400, url, { as: admin })
    t.match(body, { code: 'invalid-cursor', errors: [{ parameter: 'cursor' }] }, url)
  }
})

test('a question mark within a query goes along to the next page and to the present slug', async (t) => {
  const { create, expect } = await world(t)
  for (const slug of ['one', 'two']) await create('articles', { ...draft, slug, tags: ['what?'] })
  const { headers } = await expect(200, '/v1/articles?tag=what?&limit=1', { as: admin })
  const next = /<([^>]*)>/.exec(headers.link ?? '')?.[1] ?? ''
  t.equal((await expect(200, next, { as: admin })).body.items.length, 1)
  await create('sources', { name: 'a', slug: 'one' })
  const moved = await expect(308, '/v1/sources/ONE/quotes?q=what?&limit=1', { as: admin })
  t.equal(moved.headers.location, '/v1/sources/one/quotes?q=what?&limit=1')
})

const oddPaths: [path: string, status: number][] = [
  ['/v1/articles/..%2f..%2fetc%2fpasswd', 404],
  ['/v1/articles/%2e%2e%2fkeys', 404],
  ['/v1/articles/..;/keys', 404],
  ['/v1/articles/%252e%252e', 404],
  ['/v1/articles/..%5c..%5ckeys', 404],
  ['/v1/articles//', 404],
  ['/v1/articles/', 400],
  ['//v1/articles', 404],
  ['/v1//articles', 404],
  ['/v1/./articles/x/y/z', 404],
  ['/V1/articles', 404],
  ['/v1/Articles', 404],
  ['/v1/articles;a=b', 404],
  ['/v1/articles.json', 404],
  ['/v1/articles/%00', 400],
  ['/v1/articles/a%00b', 400],
  ['/v1/articles/%0d%0aX-Evil:1', 400],
  ['/v1/articles/%e2%80%ae', 400],
  ['/v1/articles/%c0%af', 400],
  ['/v1/articles/%ff', 400],
  ['/v1/articles/%', 400],
  ['/v1/articles/%zz', 400],
  ['/v1/articles/%ed%a0%80', 400],
  ['/v1/articles?tag=%ff', 400],
  ['/v1/articles?tag=%', 400],
  ['/v1/articles?tag=%zz', 400],
  ['/v1/articles?tag=%ed%a0%80', 400],
  ['/v1/articles?%ff=1', 400],
  [`/v1/articles/${'a'.repeat(301)}`, 400],
  [`/v1/articles/${'%D8%AD'.repeat(301)}`, 400],
  [`/v1/articles/${'a'.repeat(4500)}`, 414],
  [`/v1/articles?tag=${'a'.repeat(8000)}`, 414],
  ['/v1/articles/1', 404],
  ['/v1/articles/0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b%20', 400],
  ['/v1/articles/0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b0', 404],
  ['/v1/articles/ext:', 404],
  ['/v1/articles/ext:ext:x', 404],
  ['/v1/quotes/a-slug', 404],
]

test('an odd path is 404, or 400 or 414 when it cannot be read', async (t) => {
  const { expect } = await world(t)
  for (const [path, status] of oddPaths) {
    for (const as of [undefined, admin]) {
      const { body, headers } = await expect(status, path, { as })
      t.ok(body.code && !headers['x-evil'], path)
    }
  }
})

const badConditions = ['', 'x', 'W/', '"', '"a', 'a"', '"a" "b"', '"a",', '"é"', '5', '"a"; "b"', '*, *', "'a'"]

test('a precondition that is none is refused by the name of its header', async (t) => {
  const { create, expect } = await world(t)
  const { id } = await create('articles', draft)
  const url = `/v1/articles/${id}`
  for (const value of badConditions) {
    for (const [method, body] of [
      ['PUT', draft],
      ['PATCH', {}],
      ['DELETE', undefined],
    ] as const) {
      const answer = await expect(400, url, { method, as: admin, body, headers: { 'if-match': value } })
      t.match(answer.body.errors, [{ parameter: /^if-match$/i }], `${method} ${value}`)
    }
    await expect(200, url, { as: admin, headers: { 'if-none-match': value } })
  }
  for (const value of ['"a"', 'x', ''])
    t.match(
      (await expect(400, url, { method: 'PUT', as: admin, body: draft, headers: { 'if-none-match': value } })).body
        .errors,
      [{ parameter: /^if-none-match$/i }],
    )
  t.equal((await expect(200, url, { as: admin })).body.version, 1)
})

test('hostile text is stored and answered as it is', async (t) => {
  const { create, expect } = await world(t)
  const texts = [
    '</script><script>alert(1)</script>',
    '"></title><script>',
    ']]>&#x0;<?xml',
    '\u202eمعكوس\u202c \u200fو\u200dصل',
    'a\tb\r\nc\u2028d\u2029e',
    '\ufffe\uffff\ufdd0',
    '{{7*7}}#{7*7}<%= 7*7 %>',
    "Robert'); DROP TABLE articles;--",
    '👩‍👩‍👧‍👦🏳️‍🌈',
    'toString',
    '__proto__',
  ]
  for (const title of texts) {
    const { id } = await create('articles', { ...draft, title, summary: title })
    t.match((await expect(200, `/v1/articles/${id}`, { as: admin })).body, { title, summary: title })
  }
  const names = { toString: 'a', valueOf: 'b', toJSON: 'c' }
  const { id } = await create('sources', { name: 'a', names, aliases: texts })
  t.match((await expect(200, `/v1/sources/${id}`, { as: admin })).body, { names, aliases: texts })
})

/* What a client could mean, with a little of what it should not. */
const words = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'a',
    'ar',
    'ext:x',
    'مرسى',
    '\u202e',
    '\ud800',
    '\u0000',
    '__proto__',
    '2026-01-01T00:00:00Z',
    'published',
    'direct',
    'null',
    '1e400',
    'https://x.example/',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const leaves = fc.oneof(words, fc.integer(), fc.double(), fc.boolean(), fc.constant(null))

function names({ app }: World): fc.Arbitrary<string> {
  const { schemas } = (app.swagger() as unknown as { components: { schemas: Record<string, { properties?: object }> } })
    .components
  const known = Object.values(schemas).flatMap(({ properties = {} }) => Object.keys(properties))
  return fc.oneof(fc.constantFrom(...new Set(known)), words)
}

interface Operation {
  requestBody?: { content: Record<string, { schema: { $ref?: string; examples?: object[] }; example?: object }> }
  parameters?: { in: string; name: string }[]
}

/** The documented operations; every ref leads to something that is there. */
function operations({ app }: World, refs: Record<string, string>) {
  const paths = app.swagger().paths as Record<string, Record<string, Operation>>
  return Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => ({
      method: verb.toUpperCase() as NonNullable<Request['method']>,
      url: path
        .replace(/\{(n|page)\}/, '1')
        .replace('{id}', '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b')
        .replace('{ref}', refs[path.split('/')[2] ?? ''] ?? 'nobody')
        .replace(/\{\w+\}/, 'nobody'),
      ...operation,
    })),
  )
}

async function oneOfEach(w: World): Promise<Record<string, string>> {
  const source = await w.create('sources', { name: 'جهة' })
  const analyst = await w.create('analysts', { name: 'محلل' })
  const quotes = [{ kind: 'direct', text: 'كلام', analystId: analyst.id }]
  const made = await w.create('articles', { ...draft, body: { format: 'text', content: 'قال: "كلام".' }, quotes })
  return { articles: made.id, sources: source.id, analysts: analyst.id, quotes: made.quotes[0].id }
}

/** A problem that says what is wrong; where a member or a parameter is at fault, by its name. */
function checkRefusal(t: Test, what: string, { status, body }: Answer): void {
  if (status < 400) return
  if (status >= 500) t.fail(`${what} answered ${status}`, { body })
  if (!['invalid-body', 'invalid-content', 'invalid-parameter', 'invalid-cursor'].includes(body.code)) return
  const isNamed = ({ pointer, parameter }: { pointer?: string; parameter?: string }) =>
    typeof parameter === 'string' || (typeof pointer === 'string' && /^(\/|$)/.test(pointer))
  if (!body.errors?.every(isNamed)) t.fail(`${what} does not say where the fault is`, { body })
}

test('no JSON that is sent to a write makes the server fail, and every refusal names its place', async (t) => {
  const w = await world(t)
  const refs = await oneOfEach(w)
  const writes = operations(w, refs).filter(({ requestBody }) => requestBody)
  t.ok(writes.length >= 13)
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, leaves, fc.array(tie('any'), { maxLength: 4 }), tie('object')),
    object: fc.dictionary(names(w), tie('any'), { maxKeys: 8 }),
  }))
  /* Often an object that is nearly right: an example of the document, with some members replaced. */
  const near = (example: object) => value.object.map((members) => ({ ...example, ...(members as object) }))
  for (const { method, url, requestBody } of writes) {
    const [content] = Object.values(requestBody?.content ?? {})
    const example = content?.example ?? content?.schema.examples?.[0] ?? draft
    await fc.assert(
      fc.asyncProperty(fc.oneof(value.any, near({ ...draft, name: 'a', ...example })), async (body) => {
        const raw = JSON.stringify(body)
        checkRefusal(t, `${method} ${url} ${visibly(body)}`, await w.ask(url, { method, as: admin, ifMatch: '*', raw }))
      }),
      { numRuns: 40 },
    )
  }
})

test('no query that is sent to a read makes the server fail, and every refusal names its parameter', async (t) => {
  const w = await world(t)
  const refs = await oneOfEach(w)
  const reads = operations(w, refs).filter(({ method }) => method === 'GET')
  const values = fc.oneof(
    words,
    fc.integer().map(String),
    fc.constantFrom(...sqlish, ...limits, ...times, ...Object.values(refs)),
  )
  for (const { url, parameters = [] } of reads) {
    const known = parameters.filter((one) => one.in === 'query').map(({ name }) => name)
    const name = known.length > 0 ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, names(w)) : names(w)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, values), { maxLength: 4 }), async (pairs) => {
        const asked = `${url}?${new URLSearchParams(pairs)}`
        checkRefusal(t, asked, await w.ask(asked, { as: admin }))
      }),
      { numRuns: 20 },
    )
  }
})

test('no bytes that are sent as a body or an address make the server fail', async (t) => {
  const w = await world(t)
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      checkRefusal(t, `POST ${bytes}`, await w.ask('/v1/articles', post(Buffer.from(bytes))))
      const encoded = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
      for (const url of [`/v1/articles/${encoded}`, `/v1/articles?tag=${encoded}`, `/${encoded}`])
        checkRefusal(t, url, await w.ask(url))
    }),
    { numRuns: 100 },
  )
})
