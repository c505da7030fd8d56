import { test } from 'tap'
import { type Answer, admin, type Request, type World, world } from './helper.ts'

const draft = { name: 'ساحل نيوز', kind: 'outlet' }

function post({ ask }: World, url: string, key: string, more: Request = {}): Promise<Answer> {
  return ask(url, { method: 'POST', as: admin, body: draft, headers: { 'idempotency-key': key }, ...more })
}

function comparable({ status, headers, text }: Answer) {
  const { date: _d, 'x-request-id': _r, ...others } = headers
  return { status, headers: others, text }
}

test('a POST sent again with the same key is answered with the same bytes and done once', async (t) => {
  const w = await world(t)
  const first = await post(w, '/v1/sources', '"k1"')
  const again = await post(w, '/v1/sources', '"k1"')
  t.equal(first.status, 201)
  t.same(comparable(again), comparable(first))
  t.equal((await w.expect(200, '/v1/sources?count=true', { as: admin })).body.total, 1)
})

test('a replayed answer is the one of then, whatever has changed since', async (t) => {
  const w = await world(t)
  const first = await post(w, '/v1/sources', '"k1"')
  await w.expect(200, `/v1/sources/${first.body.id}`, {
    method: 'PATCH',
    as: admin,
    ifMatch: '*',
    body: { name: 'غيره' },
  })
  t.same(comparable(await post(w, '/v1/sources', '"k1"')), comparable(first))
})

test('the same key on another address, query or body is refused, and on one that failed it is free', async (t) => {
  const w = await world(t)
  t.equal((await post(w, '/v1/sources', 'k1', { body: { ...draft, slug: '--' } })).status, 422)
  t.equal((await post(w, '/v1/sources', 'k1')).status, 201)
  const other = await post(w, '/v1/sources', 'k1', { body: { ...draft, name: 'غيره' } })
  t.match(other, { status: 422, body: { code: 'idempotency-key-reused' } })
  const elsewhere = await post(w, '/v1/analysts', 'k1', { body: { name: 'سالم' } })
  t.match(elsewhere, { status: 422, body: { code: 'idempotency-key-reused' } })
})

test('a key stands for the caller it came with, for 24 hours, and then is removed', async (t) => {
  const w = await world(t)
  w.setTime('2026-03-01T10:00:00Z')
  const ids = [await post(w, '/v1/sources', 'k'), await post(w, '/v1/sources', 'k', { as: ['content:write'] })]
  w.setTime('2026-03-02T09:59:00Z')
  ids.push(await post(w, '/v1/sources', 'k'))
  w.setTime('2026-03-02T10:01:00Z')
  ids.push(await post(w, '/v1/sources', 'k'))
  const [one, two, replayed, anew] = ids.map(({ body }) => body.id)
  t.equal(replayed, one)
  t.equal(new Set([one, two, anew]).size, 3)
})

test('a key that is no string of printable characters is refused with its form', async (t) => {
  const w = await world(t)
  for (const key of ['""', '"a', 'a b', `"${'x'.repeat(256)}"`]) {
    const answer = await post(w, '/v1/sources', key)
    t.match(answer, { status: 400, body: { errors: [{ parameter: 'Idempotency-Key' }] } }, key)
  }
  t.equal((await post(w, '/v1/sources', '"with \\"quotes\\""')).status, 201)
})

test('every POST that the document names takes the header and repeats its answer', async (t) => {
  const w = await world(t)
  const { paths } = w.app.swagger() as unknown as { paths: Record<string, { post?: any }> }
  const posts = Object.entries(paths).filter(([, { post }]) => post)
  for (const [path, { post }] of posts)
    t.ok(
      post.parameters.some(({ name }: any) => name === 'idempotency-key'),
      `POST ${path}`,
    )
  const { id } = (await post(w, '/v1/sources', 'make')).body
  await w.expect(204, `/v1/sources/${id}`, { method: 'DELETE', as: admin, ifMatch: '*' })
  const restore = () => post(w, `/v1/sources/${id}/restoration`, 'back', { body: undefined })
  t.same(comparable(await restore()), comparable(await restore()))
})

test('a new key is shown again to who asks again with the same idempotency key, and to nobody else', async (t) => {
  const w = await world(t)
  const body = { name: 'nightly', scopes: ['content:write'] }
  const [first, again, other] = [
    await post(w, '/v1/keys', 'k1', { body }),
    await post(w, '/v1/keys', 'k1', { body }),
    await post(w, '/v1/keys', 'k2', { body }),
  ]
  t.same(again.body, first.body)
  t.not(other.body.key, first.body.key)
  t.equal(
    (await w.expect(200, '/v1/keys', { as: admin })).body.items.filter((key: any) => key.name === 'nightly').length,
    2,
  )
  t.equal((await post(w, '/v1/sources', 'k3', { as: first.body.key })).status, 201)
})

test('eight clients that send the same 200 POSTs with the same keys make 200 resources', async (t) => {
  const w = await world(t)
  await w.expect(200, '/v1/keys', { as: admin })
  const numbers = Array.from({ length: 200 }, (_, index) => index)
  const send = async (index: number): Promise<Answer> => {
    const answer = await post(w, '/v1/sources', `"k${index}"`, { body: { ...draft, name: `مصدر ${index}` } })
    if (answer.status !== 409) return answer
    t.match(answer, { headers: { 'retry-after': '1' }, body: { code: 'idempotency-key-in-use' } })
    await new Promise((resolve) => setImmediate(resolve))
    return send(index)
  }
  const client = async () => {
    const ids: string[] = []
    for (const index of numbers) ids.push((await send(index)).body.id)
    return ids
  }
  const clients = await Promise.all(Array.from({ length: 8 }, client))
  t.equal(new Set(clients.flat()).size, 200)
  t.equal((await w.expect(200, '/v1/sources?count=true', { as: admin })).body.total, 200)
})
