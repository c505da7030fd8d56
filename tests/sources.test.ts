import { test } from 'tap'
import { admin, world } from './helper.ts'

const key = { as: admin }

test('a source needs only a name', async (t) => {
  const { create } = await world(t)
  const { id, createdAt, updatedAt, ...source } = await create('sources', { name: 'ساحل نيوز' })
  t.strictSame(source, {
    externalId: null,
    slug: 'ساحل-نيوز',
    version: 1,
    name: 'ساحل نيوز',
    names: {},
    aliases: [],
    kind: 'other',
    url: null,
    country: null,
    lang: null,
    dir: null,
    description: null,
  })
})

const everything = {
  externalId: 's',
  slug: 'sahil',
  name: 'ساحل نيوز',
  names: { en: 'Sahil News', 'ar-LY': 'ساحل' },
  aliases: ['الساحل', 'Sahil'],
  kind: 'outlet',
  url: 'https://example.org/',
  country: 'LY',
  lang: 'AR-ly',
  description: 'صحيفة خيالية.',
}

test('a source keeps everything that is written of it, and a PUT replaces it whole', async (t) => {
  const { create, expect } = await world(t)
  const made = await create('sources', everything)
  t.match(made, { ...everything, lang: 'ar-LY', dir: 'rtl', names: { en: 'Sahil News', 'ar-LY': 'ساحل' } })
  t.strictSame((await expect(200, '/v1/sources/sahil', key)).body, made)
  const { body: bare } = await expect(200, '/v1/sources/ext:s', { ...key, method: 'PUT', body: { name: 'x' } })
  t.match(bare, {
    externalId: 's',
    slug: 'sahil',
    name: 'x',
    names: {},
    aliases: [],
    kind: 'other',
    url: null,
    country: null,
    lang: null,
    dir: null,
    description: null,
    version: 2,
  })
})

test('a merge patch reaches into the names of a source', async (t) => {
  const { create, expect } = await world(t)
  await create('sources', everything)
  const { body } = await expect(200, '/v1/sources/ext:s', {
    ...key,
    method: 'PATCH',
    body: { names: { en: null, fr: 'Sahil' }, lang: null },
    ifMatch: '*',
  })
  t.strictSame(body.names, { 'ar-LY': 'ساحل', fr: 'Sahil' })
  t.match(body, { lang: null, dir: null, kind: 'outlet', version: 2 })
})

const invalid: [object, string][] = [
  [{ name: '' }, '/name'],
  [{ name: null }, '/name'],
  [{ kind: 'newspaper' }, '/kind'],
  [{ kind: null }, '/kind'],
  [{ country: 'ly' }, '/country'],
  [{ country: 'ZZ' }, '/country'],
  [{ country: 'UK' }, '/country'],
  [{ url: 'ftp://example.org' }, '/url'],
  [{ url: 'https://' }, '/url'],
  [{ names: { 'not a tag': 'x' } }, '/names/not a tag'],
  [{ names: { en: '' } }, '/names/en'],
  [{ names: [] }, '/names'],
  [{ aliases: ['a', 'a'] }, '/aliases'],
  [{ aliases: ['a', 5] }, '/aliases/1'],
  [{ lang: '' }, '/lang'],
  [{ affiliation: 'x' }, '/affiliation'],
]

test('a member of a source that cannot be stored is refused by its pointer', async (t) => {
  const { expect } = await world(t)
  for (const [members, pointer] of invalid) {
    const { body } = await expect(400, '/v1/sources', { ...key, method: 'POST', body: { name: 'x', ...members } })
    t.ok(
      body.errors.every((fault: any) => fault.pointer === pointer),
      `${JSON.stringify(members)}: ${JSON.stringify(body.errors)}`,
    )
  }
})

test('a source is written with content:write, whatever refers to it', async (t) => {
  const { create, expect } = await world(t)
  const { id } = await create('sources', { name: 'x' })
  await create('articles', { lang: 'en', title: 't', status: 'published', sourceId: id })
  const patch = { method: 'PATCH' as const, body: { url: 'https://example.org/' }, ifMatch: '*' }
  await expect(401, `/v1/sources/${id}`, patch)
  for (const scope of ['drafts:read', 'content:publish'] as const)
    await expect(403, `/v1/sources/${id}`, { ...patch, as: [scope] })
  await expect(200, `/v1/sources/${id}`, { ...patch, as: ['content:write'] })
})
