import { test } from 'tap'
import { admin, type World, world } from './helper.ts'

const people: Record<string, object> = {
  aqeel: { name: 'عز الدين عقيل', roles: [{ title: 'كاتب ومحلل سياسي' }] },
  joined: { name: 'د. عزالدين عقيل' },
  alias: { name: 'المحلل المعروف', aliases: ['عزّ الدين عقيل'] },
  letter: { name: 'عز الدين عقيلي' },
  latin: { name: 'Ezzedine Akil' },
  surname: { name: 'عقيل', roles: [{ title: 'المحلل الليبي' }] },
  otherRole: { name: 'الدين عقيل', roles: [{ title: 'طبيب' }] },
  nobody: { name: 'سالم الطويل', roles: [{ title: 'محلل' }] },
  namesake: { name: 'أبو عقيل', roles: [{ title: 'محلل' }] },
}

async function known(w: World) {
  for (const [externalId, person] of Object.entries(people)) await w.create('analysts', { externalId, ...person })
}

async function duplicatesOf({ expect }: World, ref: string) {
  const { body } = await expect(200, `/v1/analysts/ext:${ref}/duplicates`, { as: ['drafts:read'] })
  return body.items.map(({ analyst, score, because }: any) => [
    analyst.externalId,
    score,
    because.map(({ rule }: any) => rule).join(' '),
  ])
}

test('who may be the same is proposed with the reasons, the likeliest first', async (t) => {
  const w = await world(t)
  await known(w)
  const found = await duplicatesOf(w, 'aqeel')
  t.strictSame(found.slice(0, 2).sort(), [
    ['alias', 1, 'alias'],
    ['joined', 1, 'same-name'],
  ])
  t.strictSame(found.slice(2), [
    ['letter', 0.85, 'one-letter'],
    ['latin', 0.8, 'transliteration'],
    ['surname', 0.7, 'part-of-name same-role'],
  ])
})

test('a surname is worth less the more it fits, and nothing without the role', async (t) => {
  const w = await world(t)
  await known(w)
  await w.create('analysts', { externalId: 'brother', name: 'حسن عقيل', roles: [{ title: 'محللة' }] })
  const found = await duplicatesOf(w, 'surname')
  t.strictSame(found.map(([id, score]: any) => [id, score]).sort(), [
    ['aqeel', 0.4],
    ['brother', 0.4],
  ])
})

test('the reasons name what was compared', async (t) => {
  const w = await world(t)
  await known(w)
  const { body } = await w.expect(200, '/v1/analysts/ext:latin/duplicates', { as: admin })
  const [first] = body.items.filter(({ analyst }: any) => analyst.externalId === 'aqeel')
  t.strictSame(first.because, [{ rule: 'transliteration', name: 'Ezzedine Akil', other: 'عز الدين عقيل' }])
})

test('those in the trash and those that were merged are not proposed', async (t) => {
  const w = await world(t)
  await known(w)
  await w.expect(200, '/v1/analysts/ext:joined/merge', { method: 'POST', as: admin, body: { into: 'ext:nobody' } })
  await w.expect(204, '/v1/analysts/ext:letter', { method: 'DELETE', as: admin, ifMatch: '*' })
  const found = await duplicatesOf(w, 'aqeel')
  t.strictSame(found.map(([id]: any) => id).sort(), ['alias', 'latin', 'nobody', 'surname'])
})

test('nobody is the double of somebody else’s surname without a role, or of nothing', async (t) => {
  const w = await world(t)
  await known(w)
  t.strictSame(await duplicatesOf(w, 'nobody'), [])
  await w.create('analysts', { externalId: 'sign', name: '—' })
  await w.create('analysts', { externalId: 'signs', name: '…' })
  t.strictSame(await duplicatesOf(w, 'sign'), [])
})

test('sources are compared too, a part of a name together with the kind', async (t) => {
  const w = await world(t)
  await w.create('sources', { externalId: 'a', name: 'وكالة ساحل للأنباء', kind: 'agency' })
  await w.create('sources', { externalId: 'b', name: 'وكاله ساحل للانباء', kind: 'outlet' })
  await w.create('sources', { externalId: 'c', name: 'وكالة ساحل', kind: 'agency' })
  await w.create('sources', { externalId: 'd', name: 'وكالة ساحل', kind: 'ngo' })
  const { body } = await w.expect(200, '/v1/sources/ext:a/duplicates', { as: admin })
  const found = body.items.map(({ source, score, because }: any) => [source.externalId, score, because.length])
  t.strictSame(found, [
    ['b', 1, 1],
    ['c', 0.7, 2],
  ])
})

test('only keys that see drafts see duplicates', async (t) => {
  const w = await world(t)
  await known(w)
  await w.expect(401, '/v1/analysts/ext:aqeel/duplicates')
  await w.expect(403, '/v1/analysts/ext:aqeel/duplicates', { as: ['content:write', 'content:publish'] })
  await w.expect(404, '/v1/analysts/ext:unknown/duplicates', { as: admin })
})

test('looking for duplicates asks as often however many analysts there are', async (t) => {
  const w = await world(t)
  await known(w)
  const count = async () => {
    w.statements()
    await duplicatesOf(w, 'nobody')
    return w.statements().length
  }
  await count()
  const few = await count()
  for (let i = 0; i < 50; i += 1) await w.create('analysts', { name: `سالم الطويل ${i}` })
  t.equal(await count(), few)
})
