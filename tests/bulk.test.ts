import { test } from 'tap'
import { admin, type Request, type World, world } from './helper.ts'

/** Sends lines, objects as JSON, and answers what came back. */
async function bulk({ expect }: World, lines: unknown[], query = '', more: Request = {}): Promise<any[]> {
  const raw = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const headers = { 'content-type': 'application/x-ndjson' }
  return (await expect(200, `/v1/bulk${query}`, { method: 'POST', as: admin, raw, headers, ...more })).body
}

const source = { op: 'put', type: 'source', externalId: 's', body: { name: 'ساحل نيوز', kind: 'outlet' } }
const analyst = { op: 'put', type: 'analyst', externalId: 'a', body: { name: 'سالم الطويل' } }
const article = {
  op: 'put',
  type: 'article',
  externalId: 'n',
  body: {
    lang: 'ar',
    title: 'الماء',
    sourceId: 'ext:s',
    status: 'published',
    body: { format: 'text', content: 'قال الطويل إن "الماء لا ينتظر أحدا" في المدينة.' },
    quotes: [{ externalId: 'q', kind: 'direct', text: 'الماء لا ينتظر أحدا', analystId: 'ext:a' }],
  },
}

test('lines of every kind are done in their order, and each is answered with what it has made', async (t) => {
  const w = await world(t)
  const answers = await bulk(w, [source, analyst, article])
  t.match(answers, [
    { line: 1, status: 201, outcome: 'created' },
    { line: 2, status: 201, outcome: 'created' },
    { line: 3, status: 201, outcome: 'created', etag: /-v1-q1-state"$/ },
  ])
  const { body } = await w.expect(200, '/v1/articles/ext:n?include=source,quotes.analyst')
  t.match(body, { id: answers[2].id, source: { id: answers[0].id }, quotes: [{ analyst: { id: answers[1].id } }] })
})

test('the same lines sent again change nothing', async (t) => {
  const w = await world(t)
  const first = await bulk(w, [source, analyst, article])
  const again = await bulk(w, [source, analyst, article])
  t.same(
    again.map(({ status, id, etag, outcome }) => ({ status, id, etag, outcome })),
    first.map(({ id, etag }) => ({ status: 200, id, etag, outcome: 'unchanged' })),
  )
})

test('a line that fails is answered as the single request would be, leaves nothing, and stops no other', async (t) => {
  const w = await world(t)
  const broken = { ...article, body: { ...article.body, quotes: [{ kind: 'direct', text: 'ليس في النص' }] } }
  const answers = await bulk(w, [
    source,
    broken,
    '{"op":',
    { ...source, op: 'upsert' },
    { ...source, body: { nam: 1 } },
    analyst,
  ])
  t.match(answers, [
    { status: 201 },
    { status: 422, id: null, problem: { code: 'invalid-content', errors: [{ pointer: '/quotes/0/text' }] } },
    { status: 400, problem: { code: 'invalid-json' } },
    { status: 400, problem: { code: 'invalid-parameter', errors: [{ parameter: 'op' }] } },
    { status: 400, problem: { code: 'invalid-body' } },
    { line: 6, status: 201 },
  ])
  await w.expect(404, '/v1/articles/ext:n', { as: admin })
})

test('a line is held to the same preconditions and scopes as a single request', async (t) => {
  const w = await world(t)
  const [, , made] = await bulk(w, [source, analyst, article])
  const change = { op: 'patch', type: 'article', ref: 'ext:n', body: { section: 'اقتصاد' } }
  const answers = await bulk(w, [
    change,
    { ...change, ifMatch: made.etag },
    { ...change, ifMatch: made.etag, body: { section: 'مياه' } },
    { ...source, ifNoneMatch: '*' },
    { op: 'delete', type: 'source', externalId: 's', ifMatch: '*' },
    { op: 'delete', type: 'article', externalId: 'n', ifMatch: '*' },
  ])
  t.same(
    answers.map(({ status }) => status),
    [428, 200, 412, 412, 409, 204],
  )
  const purge = { op: 'delete', type: 'analyst', externalId: 'a', ifMatch: '*', purge: true }
  const writer: Request = { as: ['content:write'] }
  t.match(await bulk(w, [{ ...article, externalId: 'other' }, purge], '', writer), [{ status: 403 }, { status: 403 }])
})

test('line breaks of any kind, a mark in front, blank lines and a missing last break are taken as they come', async (t) => {
  const w = await world(t)
  const raw = `\ufeff${JSON.stringify(source)}\r\n\r\n \n${JSON.stringify(analyst)}`
  const answers = await bulk(w, [], '', { raw })
  t.match(answers, [
    { line: 1, status: 201 },
    { line: 4, status: 201 },
  ])
  t.same(await bulk(w, [], '', { raw: '\n' }), [])
})

test('a bulk request takes lines of JSON and nothing else', async (t) => {
  const { expect } = await world(t)
  await expect(415, '/v1/bulk', { method: 'POST', as: admin, body: source })
  await expect(401, '/v1/bulk', { method: 'POST', body: source })
  await expect(403, '/v1/bulk', { method: 'POST', as: ['drafts:read'], body: source })
})
