import { type Test, test } from 'tap'
import { type Answer, admin, type Request, type World, world } from './helper.ts'

const source = { op: 'put', type: 'source', externalId: 's', body: { name: 'ساحل نيوز', kind: 'outlet' } }
const analyst = { op: 'put', type: 'analyst', externalId: 'a', body: { name: 'سالم الطويل' } }
const words = 'الماء لا ينتظر أحدا'
const article = (externalId: string, more: object = {}) => ({
  op: 'put',
  type: 'article',
  externalId,
  body: {
    lang: 'ar',
    title: `الماء ${externalId}`,
    sourceId: 'ext:s',
    status: 'published',
    body: { format: 'text', content: `قال الطويل إن "${words}" في المدينة.` },
    quotes: [{ externalId: `${externalId}-q`, kind: 'direct', text: words, analystId: 'ext:a' }],
    ...more,
  },
})

function send(
  { ask }: World,
  query: string,
  lines: unknown[] | string,
  type = 'application/x-ndjson',
  more: Request = {},
): Promise<Answer> {
  const raw = typeof lines === 'string' ? lines : lines.map((line) => JSON.stringify(line)).join('\n')
  return ask(`/v1/bulk?${query}`, { method: 'POST', as: admin, raw, headers: { 'content-type': type }, ...more })
}

async function count({ expect }: World, kind: string): Promise<number> {
  return (await expect(200, `/v1/${kind}?count=true`, { as: admin })).body.total
}

test('atomic lines may refer to one another in any order', async (t) => {
  const w = await world(t)
  const translation = article('n2', { translationOf: 'ext:n1' })
  const { status, body } = await send(w, 'mode=atomic', [translation, article('n1'), analyst, source])
  t.equal(status, 200)
  t.same(
    body.map(({ line, status }: any) => [line, status]),
    [1, 2, 3, 4].map((line) => [line, 201]),
  )
})

test('of atomic lines, one that fails leaves nothing of all, and what only refers to it is not reported', async (t) => {
  const w = await world(t)
  const broken = { ...source, body: { ...source.body, slug: '--' } }
  const { status, body } = await send(w, 'mode=atomic', [article('n1'), analyst, broken, { op: 'put' }])
  t.equal(status, 422)
  t.match(body, {
    code: 'bulk-refused',
    lines: [{ line: 3, status: 422, problem: { code: 'invalid-content' } }, { line: 4 }],
  })
  t.equal(body.lines.length, 2)
  t.equal(await count(w, 'analysts'), 0)
})

test('atomic lines that refer to one another in a circle are refused, and one line after another is not', async (t) => {
  const w = await world(t)
  const [one, two] = [article('n1', { translationOf: 'ext:n2' }), article('n2', { translationOf: 'ext:n1' })]
  const { status, body } = await send(w, 'mode=atomic', [source, analyst, one, two])
  t.equal(status, 422)
  t.match(body.lines, [
    { line: 3, problem: { errors: [{ code: 'circular' }] } },
    { line: 4, problem: { errors: [{ code: 'circular' }] } },
  ])
  const later = { op: 'patch', type: 'article', ref: 'ext:n1', ifMatch: '*', body: { translationOf: 'ext:n2' } }
  t.equal((await send(w, 'mode=atomic', [two, article('n1'), later, source, analyst])).status, 200)
})

test('a dry run answers what would have been and stores nothing', async (t) => {
  const w = await world(t)
  for (const mode of ['each', 'atomic']) {
    const { status, body } = await send(w, `dryRun=true&mode=${mode}`, [source, analyst, article('n1'), { op: 'put' }])
    t.equal(status, 200, mode)
    t.match(body, [{ status: 201 }, { status: 201 }, { status: 201, outcome: 'created' }, { status: 400 }])
  }
  t.equal((await count(w, 'sources')) + (await count(w, 'articles')), 0)
})

test('a table of sources is taken row by row, whatever stands in its cells', async (t) => {
  const w = await world(t)
  const table =
    '\ufeffexternalId,name,names.en,kind,aliases,description\r\ns,ساحل نيوز,Sahil News,outlet,ساحل|الساحل نيوز,"قال: ""نعم""\r\nولا"\r\n,بلا مفتاح,,agency,,\r\nx,بلا نوع,,نوع,,\r\n'
  const { body } = await send(w, 'type=source', table, 'text/csv')
  t.match(body, [
    { line: 2, status: 201 },
    { line: 3, status: 201 },
    { line: 4, status: 400, problem: { errors: [{ pointer: '/kind' }] } },
  ])
  const made = (await w.expect(200, '/v1/sources/ext:s', { as: admin })).body
  t.match(made, { names: { en: 'Sahil News' }, aliases: ['ساحل', 'الساحل نيوز'], description: 'قال: "نعم"\r\nولا' })
})

test('a table of analysts has their role, and a row that cannot be read stops no other', async (t) => {
  const w = await world(t)
  const { body } = await send(
    w,
    'type=analyst',
    'externalId,name,role,affiliation\na,سالم,باحث,معهد\nb,قصير\nc,سليم,,\n',
    'text/csv',
  )
  t.match(body, [{ status: 201 }, { line: 3, status: 400, problem: { code: 'invalid-csv' } }, { line: 4, status: 201 }])
  t.match((await w.expect(200, '/v1/analysts/ext:a', { as: admin })).body.roles, [
    { title: 'باحث', affiliation: 'معهد' },
  ])
  t.match(await send(w, 'type=analyst', 'externalId,nam\na,b\n', 'text/csv'), {
    status: 400,
    body: { errors: [{ detail: /did you mean 'name'/ }] },
  })
  t.match(await send(w, '', 'name\na\n', 'text/csv'), { status: 400, body: { errors: [{ parameter: 'type' }] } })
})

async function everything({ expect }: World) {
  const read = async (path: string) => (await expect(200, path, { as: admin })).text
  return {
    sources: await read('/v1/sources?sort=createdAt'),
    analysts: await read('/v1/analysts?sort=createdAt'),
    articles: await read('/v1/articles?sort=createdAt&include=quotes&body=portable-text'),
    quotes: await read('/v1/quotes?sort=createdAt'),
  }
}

async function filled(t: Test): Promise<World> {
  const w = await world(t)
  const free = { kind: 'indirect', text: 'كلام منقول', position: 1 }
  const told = { externalId: 'n1-q', kind: 'direct', text: words, analystId: 'ext:a', toldToId: 'ext:s' }
  await send(w, 'mode=atomic', [
    source,
    analyst,
    article('n1', { quotes: [told, free] }),
    article('n2', { translationOf: 'ext:n1' }),
  ])
  const edit = {
    body: { format: 'text', content: `قال الطويل أمس إن "${words} بعد" في المدينة.` },
    corrections: [{ at: '2026-01-01T00:00:00Z', note: 'تصحيح' }],
  }
  await send(w, 'onDrift=flag', [
    { op: 'patch', type: 'article', ref: 'ext:n1', ifMatch: '*', body: edit },
    { op: 'patch', type: 'quote', ref: 'ext:n2-q', ifMatch: '*', body: { status: 'verified' } },
    {
      op: 'patch',
      type: 'article',
      ref: 'ext:n2',
      ifMatch: '*',
      body: { status: 'withdrawn', withdrawnReason: 'خطأ' },
    },
  ])
  return w
}

test('what was read of one server and sent to another with preserve reads the same there, byte for byte', async (t) => {
  const [one, two] = [await filled(t), await world(t)]
  const before = await everything(one)
  const lines = (['source', 'analyst', 'article'] as const).flatMap((type) =>
    JSON.parse(before[`${type}s`]).items.map((body: object) => ({ op: 'put', type, body })),
  )
  t.match(
    (await send(two, 'preserve=true', lines)).body.map(({ status }: any) => status),
    lines.map(() => 201),
  )
  t.same(await everything(two), before)
  const again = (await send(two, 'preserve=true', lines)).body
  t.same(
    again.map(({ outcome }: any) => outcome),
    lines.map(() => 'unchanged'),
  )
})

test('quotes can be sent with preserve apart from their article', async (t) => {
  const [one, two] = [await filled(t), await world(t)]
  const before = await everything(one)
  const items = (kind: keyof typeof before) => JSON.parse(before[kind]).items
  const articles = items('articles').map(({ quotes: _, ...body }: any) => ({ op: 'create', type: 'article', body }))
  const quotes = items('quotes').map((body: object) => ({ op: 'create', type: 'quote', body }))
  const others = [
    ...items('sources').map((body: object) => ({ op: 'put', type: 'source', body })),
    ...items('analysts').map((body: object) => ({ op: 'put', type: 'analyst', body })),
  ]
  t.equal((await send(two, 'preserve=true&mode=atomic', [...quotes, ...articles, ...others])).status, 200)
  t.same(await everything(two), before)
})

test('preserve takes admin, references that lead somewhere, and nothing that would be unsafe or change what is there', async (t) => {
  const [one, two] = [await filled(t), await world(t)]
  const { items } = JSON.parse((await everything(one)).articles)
  const put = (body: object) => ({ op: 'put', type: 'article', body })
  t.equal((await send(two, 'preserve=true', [put(items[0])], undefined, { as: ['content:publish'] })).status, 403)
  t.match((await send(two, 'preserve=true', [put(items[0])])).body, [
    { status: 422, problem: { errors: [{ pointer: '/sourceId' }] } },
  ])
  const link = {
    _type: 'block',
    _key: 'b',
    style: 'normal',
    markDefs: [{ _key: 'l', _type: 'link', href: 'javascript:0' }],
    children: [{ _type: 'span', _key: 'c', text: 'نص', marks: ['l'] }],
  }
  t.match(
    (
      await send(one, 'preserve=true', [
        put({ ...items[0], body: [link] }),
        put({ ...items[0], title: 'غيره' }),
        { op: 'patch', type: 'article', ref: 'ext:n1', body: {} },
      ])
    ).body,
    [{ status: 422 }, { status: 412, problem: { code: 'already-exists' } }, { status: 400 }],
  )
})

test('an idempotency key holds for each line: lines that stand are answered as they were, and the rest is done', async (t) => {
  const w = await world(t)
  const create = (name: string) => ({ op: 'create', type: 'source', body: { name, kind: 'outlet' } })
  const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': '"night"' }
  const first = await send(w, '', [create('ا')], undefined, { headers })
  const again = await send(w, '', [create('ا'), create('ب')], undefined, { headers })
  t.same(again.body[0], first.body[0])
  t.equal(again.body[1].status, 201)
  t.match((await send(w, '', [create('ج')], undefined, { headers })).body, [
    { status: 422, problem: { code: 'idempotency-key-reused' } },
  ])
  t.equal(await count(w, 'sources'), 2)
})
