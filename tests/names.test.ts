import { test } from 'tap'
import { admin, type World, world } from './helper.ts'

const url = (path: string, parameters: Record<string, string>) => `${path}?${new URLSearchParams(parameters)}`

async function quoted(w: World) {
  await w.create('analysts', {
    externalId: 'aqeel',
    name: 'عز الدين عقيل',
    names: { en: 'Ezzedine Akil' },
    aliases: ['الدكتور عقيل المحلل'],
  })
  await w.create('analysts', { externalId: 'other', name: 'سالم الطويل', aliases: ['أبو أحمد'] })
  await w.create('analysts', { externalId: 'third', name: 'هدى الطويل', aliases: ['ابو احمد'] })
  await w.create('sources', { externalId: 'outlet', name: 'ساحل نيوز', names: { en: 'Sahil News' }, lang: 'ar' })
  const quote = (analyst: string, text: string) => ({
    kind: 'indirect',
    text,
    analystId: `ext:${analyst}`,
    toldToId: 'ext:outlet',
  })
  await w.create('articles', {
    externalId: 'public',
    lang: 'ar',
    title: 'علني',
    status: 'published',
    sourceId: 'ext:outlet',
    quotes: [quote('aqeel', 'أول'), quote('other', 'ثان')],
  })
  await w.create('articles', { externalId: 'draft', lang: 'ar', title: 'مسودة', quotes: [quote('third', 'ثالث')] })
}

const texts = ({ body }: any) => body.items.map((item: any) => item.text ?? item.title).sort()

for (const name of ['عز الدين عقيل', 'عزالدين عقيل', 'د. عزّ الدين عقيل', 'ezzedine AKIL', 'عقيل المحلل']) {
  test(`an analyst is found by ${name}`, async (t) => {
    const w = await world(t)
    await quoted(w)
    t.strictSame(texts(await w.expect(200, url('/v1/quotes', { analyst: name }))), ['أول'])
    t.strictSame(texts(await w.expect(200, url('/v1/articles', { analyst: name }))), ['علني'])
  })
}

test('a source is found by its names, as publisher, speaker and told to', async (t) => {
  const w = await world(t)
  await quoted(w)
  for (const name of ['ساحل نيوز', 'SAHIL news']) {
    t.equal((await w.expect(200, url('/v1/articles', { source: name }))).body.items.length, 1)
    t.equal((await w.expect(200, url('/v1/quotes', { toldTo: name }))).body.items.length, 2)
    t.equal((await w.expect(200, url('/v1/quotes', { source: name }))).body.items.length, 0)
  }
})

test('a name that several have means any of them, of those that the caller may see', async (t) => {
  const w = await world(t)
  await quoted(w)
  const asked = url('/v1/quotes', { analyst: 'أبو أحمد' })
  t.strictSame(texts(await w.expect(200, asked, { as: ['drafts:read'] })), ['ثالث', 'ثان'])
  t.strictSame(texts(await w.expect(200, asked)), ['ثان'])
})

test('a name that nobody has, or that only a draft shows, is refused in the same words', async (t) => {
  const w = await world(t)
  await quoted(w)
  const refusal = async (analyst: string) => (await w.expect(400, url('/v1/quotes', { analyst }))).body
  const [hidden, unknown] = [await refusal('هدى الطويل'), await refusal('هدى القصير')]
  t.match(hidden.errors, [{ parameter: 'analyst', code: 'unresolved' }])
  t.equal(hidden.detail.replace('الطويل', ''), unknown.detail.replace('القصير', ''))
  await refusal('ext:عز الدين عقيل')
  await refusal('…')
})

test('a name ceases to find when it is changed, trashed or purged', async (t) => {
  const w = await world(t)
  await quoted(w)
  const asked = url('/v1/quotes', { analyst: 'ezzedine akil' })
  await w.expect(200, '/v1/analysts/ext:aqeel', { method: 'PATCH', as: admin, ifMatch: '*', body: { names: null } })
  await w.expect(400, asked, { as: admin })
  await w.expect(200, '/v1/analysts/ext:aqeel/revisions/1/restoration', { method: 'POST', as: admin })
  await w.expect(200, asked, { as: admin })
  await w.create('analysts', { externalId: 'alone', name: 'يونس' })
  const alone = url('/v1/quotes', { analyst: 'د. يونس' })
  await w.expect(200, alone, { as: admin })
  await w.expect(204, '/v1/analysts/ext:alone', { method: 'DELETE', as: admin, ifMatch: '*' })
  await w.expect(400, alone, { as: admin })
  await w.expect(204, '/v1/analysts/ext:alone?purge=true', { method: 'DELETE', as: admin, ifMatch: '*' })
  await w.expect(400, alone, { as: admin })
})
