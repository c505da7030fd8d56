import fc from 'fast-check'
import { test } from 'tap'
import { admin, world } from './helper.ts'

const word = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => `ك${text.replace(/[\p{Cc}\p{Cs}]/gu, '')}ل`)
const special = fc.constantFrom(
  '"',
  '\\',
  '\u2028',
  '\u2029',
  '</script>',
  "'",
  '%s',
  '🌊',
  'é',
  '\u007f\u00a0x',
  '\t',
  '\n',
)
const text = fc.tuple(word, special, word).map((parts) => parts.join(''))
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })

const article = fc.record({
  lang: fc.constantFrom('ar', 'en', 'ar-LY', 'az-Arab', 'he'),
  title: word,
  summary: orNull(text),
  section: orNull(word),
  authors: fc.array(fc.record({ name: word, url: orNull(fc.constant('https://example.org/a')) }), { maxLength: 2 }),
  corrections: fc.array(fc.record({ at: fc.constant('2026-01-01T00:00:00.000Z'), note: text }), { maxLength: 2 }),
  image: orNull(fc.record({ url: fc.constant('https://example.org/a.jpg'), alt: text, caption: text })),
  body: fc.record({ format: fc.constant('text'), content: text }),
  quotes: fc.array(
    fc.record({
      kind: fc.constant('indirect'),
      text,
      role: orNull(text),
      note: orNull(text),
      mention: orNull(fc.record({ kind: fc.constant('name'), text })),
      isTranslation: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
})

test('what is read is byte for byte what the write was answered, with the same entity tag', async (t) => {
  const { expect } = await world(t)
  await fc.assert(
    fc.asyncProperty(article, async (body) => {
      const written = await expect(201, '/v1/articles', { method: 'POST', as: admin, body })
      const read = await expect(200, `/v1/articles/${written.body.id}?include=quotes`, { as: admin })
      t.equal(read.text, written.text)
      t.equal(read.etag, written.etag)
    }),
    { numRuns: 60 },
  )
})

test('a list holds each resource as a read of it answers it, and so does what embeds it', async (t) => {
  const { create, expect } = await world(t)
  const source = await create('sources', { externalId: 's', name: '"صحيفة" \\ x', kind: 'outlet', lang: 'ar' })
  const roles = [{ title: 'كاتب "كبير"', affiliation: 'ext:s' }, { title: 'x' }]
  const analyst = await create('analysts', { externalId: 'a', name: 'سالم\\"', names: { id: 'Salim' }, roles })
  const quotes = [{ kind: 'indirect', text: 'قال "لا"', analystId: 'ext:a', toldToId: 'ext:s' }]
  const body = { title: 'x', lang: 'ar', status: 'published', sourceId: 'ext:s', quotes }
  const { id } = await create('articles', body)
  for (const as of [undefined, admin]) {
    const who = as ? { as } : {}
    const [one, whole] = [`/v1/articles/${id}`, '?include=source,quotes.analyst,quotes.toldTo']
    const { body: read } = await expect(200, `${one}${whole}`, who)
    const listed = await expect(200, `/v1/articles${whole}&body=portable-text&count=true`, who)
    t.equal(listed.text, JSON.stringify({ items: [read], nextCursor: null, total: 1 }))
    t.equal(JSON.stringify(read.source), (await expect(200, '/v1/sources/ext:s', who)).text)
    t.equal(JSON.stringify(read.quotes[0].toldTo), (await expect(200, '/v1/sources/ext:s', who)).text)
    t.equal(JSON.stringify(read.quotes[0].analyst), (await expect(200, '/v1/analysts/ext:a', who)).text)
    t.same(read.quotes[0].analyst.roles[0].affiliation, source.id)
  }
  t.equal(analyst.roles[0].affiliation, source.id)
})

test('an affiliation with a source that the public may not see is null in every byte that holds it', async (t) => {
  const { create, expect } = await world(t)
  const hidden = await create('sources', { externalId: 'hidden', name: 'x', kind: 'outlet' })
  const roles = ['ext:hidden', `${hidden.id} (former)`].map((affiliation) => ({
    title: `"affiliation":"${hidden.id}"`,
    affiliation,
  }))
  await create('analysts', { externalId: 'a', name: 'x', roles })
  const quotes = [{ kind: 'indirect', text: 'x', analystId: 'ext:a' }]
  await create('articles', { externalId: 'n', title: 'x', lang: 'en', status: 'published', quotes })
  const nobody = roles.map(({ title }, index) => {
    const affiliation = index === 0 ? null : `${hidden.id} (former)`
    return { title, affiliation, from: null, to: null }
  })
  t.same((await expect(200, '/v1/analysts/ext:a')).body.roles, nobody)
  t.same((await expect(200, '/v1/analysts')).body.items[0].roles, nobody)
  t.same((await expect(200, '/v1/quotes?include=analyst')).body.items[0].analyst.roles, nobody)
  t.same((await expect(200, '/v1/articles/ext:n?include=quotes.analyst')).body.quotes[0].analyst.roles, nobody)
  t.equal((await expect(200, '/v1/analysts/ext:a', { as: admin })).body.roles[0].affiliation, hidden.id)
})
