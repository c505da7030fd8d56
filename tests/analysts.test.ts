import { test } from 'tap'
import { admin, world } from './helper.ts'

const key = { as: admin }

test('an analyst needs only a name', async (t) => {
  const { create } = await world(t)
  const { id, createdAt, updatedAt, ...analyst } = await create('analysts', { name: 'سالم الطويل' })
  t.strictSame(analyst, {
    externalId: null,
    slug: 'سالم-الطويل',
    version: 1,
    name: 'سالم الطويل',
    names: {},
    aliases: [],
    roles: [],
    country: null,
    topics: [],
    bio: null,
    image: null,
    sameAs: [],
  })
})

const everything = {
  externalId: 'salem',
  slug: 'salem',
  name: 'سالم الطويل',
  names: { en: 'Salem al-Tawil' },
  aliases: ['س. الطويل'],
  roles: [{ title: 'باحث', affiliation: 'معهد الساحل', from: '2021', to: '2024-05' }, { title: 'كاتب' }],
  country: 'LY',
  topics: ['المياه'],
  bio: 'سطر.',
  image: { url: 'https://example.org/a.jpg' },
  sameAs: ['https://example.org/people/salem'],
}

test('an analyst keeps everything that is written, and a PUT replaces it whole', async (t) => {
  const { create, expect } = await world(t)
  const made = await create('analysts', everything)
  t.match(made, {
    ...everything,
    roles: [everything.roles[0], { title: 'كاتب', affiliation: null, from: null, to: null }],
    image: { url: 'https://example.org/a.jpg', alt: null, caption: null, credit: null, width: null, height: null },
  })
  t.strictSame((await expect(200, '/v1/analysts/ext:salem', key)).body, made)
  const { body: bare } = await expect(200, '/v1/analysts/ext:salem', { ...key, method: 'PUT', body: { name: 'x' } })
  t.match(bare, {
    externalId: 'salem',
    slug: 'salem',
    name: 'x',
    names: {},
    aliases: [],
    roles: [],
    country: null,
    topics: [],
    bio: null,
    image: null,
    sameAs: [],
    version: 2,
  })
})

test('an affiliation is a source by id or external key, answered as its id, or else a name', async (t) => {
  const { create, expect } = await world(t)
  const source = await create('sources', { externalId: 'lab', name: 'The Lab', slug: 'the-lab' })
  const affiliations = async (...wanted: string[]) =>
    (
      await create('analysts', { name: 'x', roles: wanted.map((affiliation) => ({ title: 't', affiliation })) })
    ).roles.map(({ affiliation }: any) => affiliation)
  t.strictSame(await affiliations(source.id, 'ext:lab', source.id.toUpperCase(), 'the-lab', 'The Lab'), [
    source.id,
    source.id,
    source.id,
    'the-lab',
    'The Lab',
  ])
  const roles = [
    { title: 't' },
    { title: 't', affiliation: 'ext:none' },
    { title: 't', affiliation: '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' },
  ]
  const { body } = await expect(422, '/v1/analysts', { ...key, method: 'POST', body: { name: 'x', roles } })
  t.strictSame(
    body.errors.map(({ pointer, code }: any) => `${pointer} ${code}`),
    ['/roles/1/affiliation unresolved', '/roles/2/affiliation unresolved'],
  )
})

test('a source that an analyst no longer names may go', async (t) => {
  const { create, expect } = await world(t)
  const source = await create('sources', { name: 'The Lab' })
  const { id } = await create('analysts', {
    name: 'x',
    roles: [
      { title: 't', affiliation: source.id },
      { title: 'u', affiliation: source.id },
    ],
  })
  const remove = { ...key, method: 'DELETE' as const, ifMatch: '*' }
  await expect(409, `/v1/sources/${source.id}`, remove)
  const change = (roles: object[]) =>
    expect(200, `/v1/analysts/${id}`, { ...key, method: 'PATCH', body: { roles }, ifMatch: '*' })
  await change([{ title: 't', affiliation: source.id }])
  await expect(409, `/v1/sources/${source.id}`, remove)
  await change([{ title: 't' }])
  await expect(204, `/v1/sources/${source.id}`, remove)
})

test('an affiliation with a source that the public may not see reads as null, everywhere', async (t) => {
  const { create, expect } = await world(t)
  const hidden = await create('sources', { name: 'Hidden' })
  const shown = await create('sources', { name: 'Shown' })
  const roles = [hidden.id, shown.id, 'A name'].map((affiliation) => ({ title: 't', affiliation }))
  const analyst = await create('analysts', { name: 'Nadia', roles })
  const article = await create('articles', {
    lang: 'en',
    title: 't',
    status: 'published',
    sourceId: shown.id,
    body: { format: 'text', content: 'Salt is dear.' },
    quotes: [{ kind: 'direct', text: 'Salt is dear', analystId: analyst.id }],
  })
  const affiliations = ({ roles: held }: any) => held.map(({ affiliation }: any) => affiliation)
  const places: [string, (body: any) => any][] = [
    [`/v1/analysts/${analyst.id}`, (body) => body],
    ['/v1/analysts', ({ items }) => items[0]],
    ['/v1/quotes?include=analyst', ({ items }) => items[0].analyst],
    [`/v1/articles/${article.id}?include=quotes.analyst`, ({ quotes }) => quotes[0].analyst],
  ]
  for (const [url, at] of places) {
    t.strictSame(affiliations(at((await expect(200, url)).body)), [null, shown.id, 'A name'], url)
    t.strictSame(
      affiliations(at((await expect(200, url, { as: ['drafts:read'] })).body)),
      [hidden.id, shown.id, 'A name'],
      url,
    )
  }
})

const invalid: [object, string][] = [
  [{ name: '\u00a0' }, '/name'],
  [{ roles: [{}] }, '/roles/0/title'],
  [{ roles: [{ title: 't', from: '2024-13' }] }, '/roles/0/from'],
  [{ roles: [{ title: 't', to: '24' }] }, '/roles/0/to'],
  [{ roles: [{ title: 't', since: '2024' }] }, '/roles/0/since'],
  [{ topics: ['a', 'a'] }, '/topics'],
  [{ topics: ['\u200f'] }, '/topics/0'],
  [{ sameAs: ['wikidata:Q1'] }, '/sameAs/0'],
  [{ image: 'https://example.org/a.jpg' }, '/image'],
  [{ country: 'Libya' }, '/country'],
  [{ kind: 'person' }, '/kind'],
]

test('a member of an analyst that cannot be stored is refused by its pointer', async (t) => {
  const { expect } = await world(t)
  for (const [members, pointer] of invalid) {
    const { body } = await expect(400, '/v1/analysts', { ...key, method: 'POST', body: { name: 'x', ...members } })
    t.ok(
      body.errors.every((fault: any) => fault.pointer === pointer),
      `${JSON.stringify(members)}: ${JSON.stringify(body.errors)}`,
    )
  }
})
