import fc from 'fast-check'
import { test } from 'tap'
import { isSlug, numberedSlug, slugify, slugKey } from '../../src/text/slug.ts'

const UUID = '0190f3a4-7b2c-7def-8123-456789abcdef'
const title = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: fc.constantFrom(...'ابتةأئءـ\u064e\u200f -.,Aéß1', 'कि', '漢'), maxLength: 120 }),
)

test('a slug keeps the script and the spelling of its title', async (t) => {
  const slugs: [string, string][] = [
    ['من يكتب دستور المدينة؟', 'من-يكتب-دستور-المدينة'],
    ['  أُفُقٌ جديـــد .. للحوار! ', 'أفق-جديد-للحوار'],
    ['وفق «الوكالة»\u200f، 50% أقل', 'وفق-الوكالة-50-أقل'],
    ['L’Été à Tripoli', 'l-été-à-tripoli'],
    ['İstanbul', 'istanbul'],
    ['e\u0301te\u0301', 'été'],
    ['हिन्दी में', 'हिन्दी-में'],
    ['が か\u3099 か\u200b\u3099', 'が-が-が'],
    ['a\u00adb\u0000c\td', 'abc-d'],
    ['../../etc', 'etc'],
  ]
  for (const [text, slug] of slugs) t.equal(slugify(text), slug)
})

test('a title without letters gives a slug all the same', async (t) => {
  for (const text of ['', ' … ', '😀', '\u064e', '\ud800']) t.equal(slugify(text), 'item')
})

test('a long slug ends with a whole word', async (t) => {
  const slug = slugify('صحيفة '.repeat(20))
  t.equal(slug, Array(6).fill('صحيفة').join('-'), '6 words of 30 bytes and 5 hyphens; a seventh would make 216')
})

test('a slug fills its 200 bytes to the last', async (t) => {
  t.equal(slugify(`${'a'.repeat(99)} ${'b'.repeat(100)} c`).length, 200)
  t.equal(slugify(`${'a'.repeat(99)} ${'b'.repeat(101)}`).length, 99)
})

test('a word that is too long for any slug is cut between characters', async (t) => {
  t.equal(slugify('ب'.repeat(50)), 'ب'.repeat(33))
  t.equal(slugify('𞤀'.repeat(50)), '𞤢'.repeat(16), 'outside the Basic Multilingual Plane')
  t.equal(slugify(`ai ${'漢'.repeat(50)}`), `ai-${'漢'.repeat(21)}`)
  t.equal(slugify(`${'a'.repeat(199)} ${'漢'.repeat(50)}`), 'a'.repeat(199), 'no hyphen is left behind')
})

test('no slug looks like an id', async (t) => {
  t.equal(slugify(UUID), `item-${UUID}`)
  t.equal(slugify(UUID.toUpperCase()), `item-${UUID}`)
  t.equal(slugify(`${UUID} ${'b'.repeat(190)}`), `item-${UUID}`, 'nor what is left of a long one')
  t.notOk(isSlug(UUID))
  t.notOk(isSlug(UUID.toUpperCase()))
})

test('the slug of any title is a slug, stays as it is, and survives a URL', async () => {
  fc.assert(
    fc.property(title, (text) => {
      const slug = slugify(text)
      const path = new URL(`http://localhost/v1/articles/${slug}`).pathname
      const sent = path.slice('/v1/articles/'.length)
      return isSlug(slug) && slugify(slug) === slug && decodeURIComponent(sent) === slug && sent.length <= 200
    }),
    { numRuns: 1000 },
  )
})

test('a slug may be chosen in any script and in either case', async (t) => {
  for (const slug of ['a', '2018', 'Libya-Today', 'حكومة-الوفاق', 'été', 'हिन्दी-में', 'ء', 'ب'.repeat(33)])
    t.ok(isSlug(slug), slug)
})

test('a slug that would not read or travel well is refused', async (t) => {
  const bad = [
    '',
    '-',
    '-a',
    'a-',
    'a--b',
    'a b',
    'a/b',
    '..',
    'a.b',
    'a_b',
    'a%20b',
    'ext:a',
    'a\n',
    '😀',
    '\ud800',
    'e\u0301',
    'か\u3099',
  ]
  const hidden = ['a\u200b', 'a\u200d', '\u202eab', 'a\u061c', 'a\u00ad', '\ufeffa', 'a\u3164', 'a\ufe0f', 'a\u0000']
  const dressed = ['مُحمد', 'محـمد', '\u093fa', 'q\u0301']
  const long = ['ب'.repeat(34), 'a'.repeat(201)]
  for (const slug of [...bad, ...hidden, ...dressed, ...long]) t.notOk(isSlug(slug), JSON.stringify(slug))
})

test('slugs that look the same have one key', async (t) => {
  for (const [one, other] of [
    ['حكومه-الوفاق', 'حكومة-الوفاق'],
    ['أحمد', 'احمد'],
    ['café', 'cafe'],
    ['Libya', 'libya'],
    ['کتاب', 'كتاب'],
    ['شئون', 'شؤون'],
    ['عام-٢٠١٨', 'عام-2018'],
    ['ﷺ', 'صلى-الله-عليه-وسلم'],
  ] as const) {
    t.equal(slugKey(one), slugKey(other), `${one} ${other}`)
  }
  t.not(slugKey('a-b'), slugKey('ab'))
  t.not(slugKey('ء-2'), slugKey('2'))
})

test('no slug has an empty key', async (t) => {
  t.equal(slugKey('ء'), 'ء')
  t.equal(slugKey('ء-ء'), 'ء-ء')
  fc.assert(fc.property(title, (text) => slugKey(slugify(text)) !== ''))
})

test('a numbered slug is a slug of its own and still fits', async (t) => {
  t.equal(numberedSlug('خبر-اليوم', 2), 'خبر-اليوم-2')
  t.equal(numberedSlug('ب'.repeat(33), 3), `${'ب'.repeat(33)}-3`)
  t.equal(numberedSlug('a'.repeat(200), 10), `${'a'.repeat(197)}-10`)
  t.equal(numberedSlug(`${'a'.repeat(100)}-${'b'.repeat(99)}`, 2), `${'a'.repeat(100)}-2`)
  fc.assert(
    fc.property(title, fc.integer({ min: 2, max: 9999 }), (text, n) => {
      const slug = slugify(text)
      const keys = new Set([slug, numberedSlug(slug, n), numberedSlug(slug, n + 1)].map(slugKey))
      return isSlug(numberedSlug(slug, n)) && numberedSlug(slug, n).endsWith(`-${n}`) && keys.size >= 2
    }),
  )
})
