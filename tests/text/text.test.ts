import fc from 'fast-check'
import { test } from 'tap'
import { codePointLength, codePointToUtf16, sliceCodePoints, utf16ToCodePoint } from '../../src/text/code-points.ts'
import { canonicalLanguage, directionOf, isLanguageTag } from '../../src/text/direction.ts'
import { countWords, readingMinutes } from '../../src/text/words.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 40 })

test('code points are counted as Array.from counts them', async (t) => {
  t.equal(codePointLength('سلام'), 4)
  t.equal(codePointLength('a😀b'), 3)
  t.equal(codePointLength('\ud83d'), 1, 'a lone surrogate is one')
  fc.assert(fc.property(anyText, (s) => codePointLength(s) === Array.from(s).length))
})

test('a code point offset and its UTF-16 index lead to each other', async (t) => {
  t.equal(codePointToUtf16('a😀b', 2), 3)
  t.equal(utf16ToCodePoint('a😀b', 3), 2)
  fc.assert(
    fc.property(anyText, fc.nat(50), (s, n) => {
      const offset = Math.min(n, codePointLength(s))
      return utf16ToCodePoint(s, codePointToUtf16(s, offset)) === offset
    }),
  )
})

test('an index inside a surrogate pair belongs to the character that it would split', async (t) => {
  t.equal(utf16ToCodePoint('a😀b', 2), 1)
  t.equal(utf16ToCodePoint('😀', 1), 0)
})

test('offsets outside the text are brought to its ends', async (t) => {
  for (const s of ['abc', 'a😀b']) {
    t.equal(codePointToUtf16(s, -1), 0)
    t.equal(codePointToUtf16(s, 99), s.length)
    t.equal(utf16ToCodePoint(s, -1), 0)
    t.equal(utf16ToCodePoint(s, 99), 3)
  }
})

test('a slice by code points never holds half a character', async (t) => {
  t.equal(sliceCodePoints('a😀b', 1, 2), '😀')
  t.equal(sliceCodePoints('abc', 2, 1), '')
  t.equal(sliceCodePoints('abc', -1, 2), 'ab')
  t.equal(sliceCodePoints('a😀b', -1, 2), 'a😀')
  fc.assert(
    fc.property(anyText, fc.nat(50), fc.nat(50), (s, start, end) => {
      return sliceCodePoints(s, start, end) === Array.from(s).slice(start, end).join('')
    }),
  )
})

test('the direction of a language is that of the script it is written in', async (t) => {
  for (const lang of [
    'ar',
    'ar-LY',
    'fa',
    'ur',
    'he',
    'ckb',
    'dv',
    'ps',
    'yi',
    'ug',
    'syr',
    'nqo',
    'pa-PK',
    'und-IR',
  ]) {
    t.equal(directionOf(lang), 'rtl', lang)
  }
  for (const lang of ['en', 'fr', 'ru', 'tr', 'ku', 'zh-Hant', 'ja', 'hi', 'und'])
    t.equal(directionOf(lang), 'ltr', lang)
})

test('a script in the tag decides the direction against the language', async (t) => {
  for (const lang of ['az-Arab', 'AZ-arab-ir', 'uz-Arab', 'en-Hebr', 'und-Arab', 'ur-Aran'])
    t.equal(directionOf(lang), 'rtl', lang)
  for (const lang of ['ar-Latn', 'fa-Cyrl', 'ks-Deva', 'sd-Deva']) t.equal(directionOf(lang), 'ltr', lang)
  t.throws(() => directionOf('ar_LY'), RangeError)
})

test('language tags are accepted when well-formed, and written canonically', async (t) => {
  for (const tag of ['ar', 'ar-LY', 'AR-ly', 'zh-Hant-TW', 'sr-Latn-RS', 'en-u-ca-gregory'])
    t.ok(isLanguageTag(tag), tag)
  for (const tag of ['', 'a', 'ar_LY', 'arabic language', 'ar-', '-ar', 'عربي', 'ar\n'])
    t.notOk(isLanguageTag(tag), tag)
  t.equal(canonicalLanguage('AR-ly'), 'ar-LY')
  t.equal(canonicalLanguage('iw'), 'he')
  t.throws(() => canonicalLanguage('ar_LY'), RangeError)
})

test('a word is a run with a letter or a digit in it', async (t) => {
  const counts: [string, number][] = [
    ['', 0],
    [' \n\t', 0],
    ['— … «»', 0],
    ['كلمة', 1],
    ['  قال: "نعم" ،  ثم   مضى\u00a0اليوم\n', 5],
    ['12,5 % of it', 3],
    ['well-known', 1],
  ]
  for (const [text, words] of counts) t.equal(countWords(text), words, JSON.stringify(text))
})

/* Anything but linear would not come to its end here before the test is given up. */
test('words are counted in very long runs of marks', async (t) => {
  t.equal(countWords('!'.repeat(5_000_000)), 0)
})

test('reading takes a minute for 200 words, and at least one', async (t) => {
  const minutes = [0, 1, 200, 299, 300, 1000].map(readingMinutes)
  t.same(minutes, [0, 1, 1, 1, 2, 5])
})
