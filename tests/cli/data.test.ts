import { type Test, test } from 'tap'
import { loadDemo } from '../../src/demo/load.ts'
import { admin } from '../helper.ts'
import { desk, whole } from './helper.ts'

async function count({ expect }: Awaited<ReturnType<typeof desk>>, kind: string): Promise<number> {
  return (await expect(200, `/v1/${kind}?count=true&limit=1`, { as: admin })).body.total
}

const ndjson = (...lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

test('the demo exported, put into an empty server and exported again is the same, byte for byte', async (t) => {
  const from = await desk(t)
  await loadDemo(from.stores, 'http://localhost:3000')
  await from.create('articles', { ...whole, quotes: [], translationOf: null })
  const original = await from.create('articles', { lang: 'en', title: 'Written later', status: 'published' })
  const patch = { translationOf: original.id, status: 'published' }
  await from.expect(200, '/v1/articles/ext:whole', { method: 'PATCH', as: admin, ifMatch: '*', body: patch })
  const exported = await from.isnad(['export'])
  t.equal(exported.code, 0)
  const to = await desk(t)
  to.write('all.ndjson', exported.out)
  t.match(await to.isnad(['push', '--preserve', '--dry-run', 'all.ndjson']), { code: 0, out: 'to push' })
  t.equal(await count(to, 'articles'), 0)
  t.match(await to.isnad(['push', '--preserve', 'all.ndjson']), { code: 0, out: 'pushed     all.ndjson' })
  const again = await to.isnad(['export'])
  t.equal(again.out, exported.out)
  t.match(await to.isnad(['push', '--preserve', 'all.ndjson']), { code: 0, out: 'unchanged' })
  t.equal(await count(to, 'quotes'), await count(from, 'quotes'))
})

test('what is withdrawn, scheduled, a draft, merged, or written strangely comes along as it is', async (t) => {
  const from = await desk(t)
  await from.create('sources', {
    externalId: 'w\u00e9ir d/\u06cc',
    name: 'س',
    aliases: ['a\u200fb', '\u0041\u030a', '𝒜 \ud83d\udc69\u200d\ud83d\udc67'],
  })
  await from.create('analysts', { externalId: 'kept', name: 'عز الدين', sameAs: ['https://example.org/1'] })
  await from.create('analysts', { externalId: 'gone', name: 'عزالدين', aliases: ['أبو علي'] })
  const quoting = (externalId: string, more: object) => ({
    ...whole,
    externalId,
    title: `\u2067${externalId}\u2069 \u0000`.slice(0, -1),
    quotes: [{ kind: 'direct', spans: [{ text: 'الميناء لا يحتمل تأجيلا' }], analystId: 'ext:gone' }],
    ...more,
  })
  await from.create('articles', quoting('live', { status: 'published' }))
  await from.create('articles', quoting('draft', { slug: 'a-draft' }))
  await from.create('articles', quoting('scheduled', { status: 'published', publishAt: '2099-04-01T06:00:00+02:00' }))
  await from.create('articles', quoting('wrong', { status: 'published' }))
  await from.create('articles', quoting('never', { status: 'published', embargoUntil: '2099-01-01T00:00:00Z' }))
  const post = { method: 'POST' as const, as: admin }
  await from.expect(200, '/v1/analysts/ext:gone/merge', { ...post, ifMatch: '*', body: { into: 'ext:kept' } })
  for (const ref of ['wrong', 'never'])
    await from.expect(200, `/v1/articles/ext:${ref}/withdrawal`, { ...post, body: { reason: 'غير صحيح.' } })
  await from.expect(200, '/v1/articles/ext:live/corrections', { ...post, body: { note: 'صُحح.' } })
  const removed = (await from.expect(200, '/v1/removed')).body
  t.equal(removed.items.length, 1)
  const exported = await from.isnad(['export'])
  const to = await desk(t)
  to.write('all.ndjson', exported.out)
  t.match(await to.isnad(['push', '--preserve', 'all.ndjson']), { code: 0 })
  t.equal((await to.isnad(['export'])).out, exported.out)
  t.match((await to.expect(410, '/v1/articles/ext:wrong')).body, { reason: 'غير صحيح.' })
  t.same((await to.expect(200, '/v1/removed')).body, removed)
  await to.expect(404, '/v1/articles/ext:never')
  await to.expect(404, '/v1/articles/ext:scheduled')
})

test('an export holds what the key may see, and no trash', async (t) => {
  const at = await desk(t)
  await at.create('articles', { externalId: 'live', lang: 'en', title: 'Live', status: 'published' })
  await at.create('articles', { externalId: 'draft', lang: 'en', title: 'Draft' })
  await at.create('articles', { externalId: 'gone', lang: 'en', title: 'Gone', status: 'published' })
  await at.expect(204, '/v1/articles/ext:gone', { method: 'DELETE', as: admin, ifMatch: '*' })
  const titles = async (env?: Record<string, string>) =>
    (await at.isnad(['export'], env && { env })).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).body.title)
  t.same(await titles(), ['Live', 'Draft'])
  t.same(await titles({ ISNAD_URL: at.url }), ['Live'])
  t.match(await at.isnad(['export', 'x']), { code: 2 })
})

test('resources go in line by line: those that fail are named with their line, the others stand', async (t) => {
  const at = await desk(t)
  at.write(
    'articles.ndjson',
    `${ndjson(
      { externalId: 'a', lang: 'en', title: 'A' },
      { externalId: 'b', lang: 'en', title: 'B', sourceId: 'ext:none' },
    )}\n{"broken\n${ndjson({ op: 'put', type: 'source', externalId: 's', body: { name: 'S' } })}`,
  )
  const { code, out } = await at.isnad(['push', 'articles.ndjson'])
  t.equal(code, 7)
  t.match(out, 'refused    articles.ndjson  2 created, 2 refused')
  t.match(out, /line 2: \/sourceId: /)
  t.match(out, /line 4: /, 'the line of the file')
  t.equal(await count(at, 'articles'), 1)
  t.match(await at.isnad(['push', 'articles.ndjson']), { code: 7, out: '2 unchanged, 2 refused' })
  const [{ refused }] = (await at.isnad(['push', 'articles.ndjson', '--json'])).lines
  t.match(refused, [
    { line: 2, status: 422, problem: { code: 'invalid-content' } },
    { line: 4, status: 400 },
  ])
})

test('with --atomic a file goes in whole or not at all, and with --dry-run not at all', async (t) => {
  const at = await desk(t)
  at.write(
    'articles.json',
    JSON.stringify([
      { externalId: 'a', lang: 'en', title: 'A', translationOf: 'ext:b' },
      { externalId: 'b', lang: 'en', title: 'B' },
      { externalId: 'c', lang: 'en' },
    ]),
  )
  const { code, out } = await at.isnad(['push', '--atomic', 'articles.json'])
  t.equal(code, 7)
  t.match(out, 'line 3: /title')
  t.equal(await count(at, 'articles'), 0)
  at.write(
    'articles.json',
    JSON.stringify([
      { externalId: 'a', lang: 'en', title: 'A', translationOf: 'ext:b' },
      { externalId: 'b', lang: 'en', title: 'B' },
    ]),
  )
  t.match(await at.isnad(['push', '-n', '--atomic', 'articles.json']), {
    code: 0,
    out: 'to push    articles.json  2 created',
  })
  t.equal(await count(at, 'articles'), 0)
  t.match(await at.isnad(['push', '--atomic', 'articles.json']), { code: 0, out: '2 created' })
})

test('tables of sources and analysts go in before the articles of the same folder', async (t) => {
  const at = await desk(t)
  at.write(
    'in/analysts.csv',
    '\ufeffexternalId,name,names.en,aliases,role\r\nsalma,"سلمى, العامري",Salma,سلمى|أم علي,وزيرة\r\n',
  )
  at.write('in/Sources.CSV', 'externalId,name,kind\nsahil,ساحل نيوز,outlet\n')
  at.write(
    'in/a.md',
    '---\nlang: ar\ntitle: أ\nsourceId: ext:sahil\nquotes: [{ kind: direct, text: نعم, analystId: ext:salma }]\n---\n\nقالت "نعم".\n',
  )
  t.match(await at.isnad(['push', 'in']), { code: 0, out: '2 pushed, 1 created' })
  const { body } = await at.expect(200, '/v1/analysts/ext:salma', { as: admin })
  t.match(body, { name: 'سلمى, العامري', names: { en: 'Salma' }, aliases: ['سلمى', 'أم علي'] })
  t.match(await at.isnad(['push', 'in']), { code: 0, out: '3 unchanged' })
  at.write('people.csv', 'externalId,name\na,A\n')
  t.match(await at.isnad(['push', 'people.csv']), { code: 2, out: '--type analyst' })
  t.match(await at.isnad(['push', 'people.csv', '--type', 'analyst']), { code: 0, out: '1 created' })
  at.write('sources.csv', 'externalId,nmae\na,A\n')
  t.match(await at.isnad(['push', 'sources.csv']), { code: 7, out: "did you mean 'name'?" })
})

test('a file of many lines goes in batches, numbered through, and each batch once', async (t) => {
  const at = await desk(t)
  const lines = Array.from({ length: 1201 }, (_, n) => ({ externalId: `s${n}`, name: `Source ${n}` }))
  at.write('sources.ndjson', ndjson(...lines.slice(0, 1200), { externalId: 'x' }))
  const result = await at.isnad(['push', 'sources.ndjson'])
  t.match(result, { code: 7, out: '1200 created, 1 refused' })
  t.match(result.out, 'line 1201: ')
  t.equal(await count(at, 'sources'), 1200)
})

test('somebody else’s change is a conflict for data as well', async (t: Test) => {
  const at = await desk(t)
  at.write('sources.json', JSON.stringify({ externalId: 'a', name: 'A' }))
  await at.isnad(['push', 'sources.json'])
  const change = { method: 'PATCH' as const, as: admin, ifMatch: '*', body: { name: 'B' } }
  await at.expect(200, '/v1/sources/ext:a', change)
  t.match(await at.isnad(['push', 'sources.json']), { code: 6, out: 'conflict   sources.json  1 refused' })
  const { out } = await at.isnad(['push', 'sources.json'])
  for (const line of ['- server  + yours', 'line 1:', '- name: B', '+ name: A', '"ifMatch": "*"'])
    t.ok(out.includes(line), line)
  const line = { op: 'put', type: 'source', externalId: 'a', ifMatch: '*', body: { name: 'A' } }
  at.write('sources.json', JSON.stringify(line))
  t.match(await at.isnad(['push', 'sources.json']), { code: 0, out: '1 changed' })
  at.write('none.json', '"text"')
  t.match(await at.isnad(['push', 'none.json']), { code: 7, out: 'not JSON' })
})
