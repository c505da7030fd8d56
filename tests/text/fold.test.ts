import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { test } from 'tap'
import { fold, foldLetters } from '../../src/text/fold.ts'

const arabicText = fc.string({
  unit: fc.constantFrom(
    ...'اأإآٱءؤئيىیويةههكکل شرسمنو',
    'ئو',
    '\u0654',
    '\u064b',
    '\u0651',
    'ـ',
    '"',
    '«',
    '،',
    '\u200f',
    'لا',
    'ﻻ',
    '٣',
    ' ',
  ),
  maxLength: 30,
})
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  arabicText,
)

const sameWords: [string, string, string][] = [
  ['alef and hamza', 'أحمد إلى آخر ٱلسطر', 'احمد الى اخر السطر'],
  ['a lone hamza', 'جزء', 'جز'],
  ['hamza on waw', 'مؤتمر', 'موتمر'],
  ['hamza on ya', 'رئيس', 'رييس'],
  ['ta-marbuta', 'حكومة ليبية', 'حكومه ليبيه'],
  ['alef maqsura', 'مصطفى', 'مصطفي'],
  ['tatweel', 'لـلـحـوار', 'للحوار'],
  ['harakat', 'مُحَمَّدٌ هٰذا', 'محمد هذا'],
  ['spacing harakat', 'م\ufe76حمد', 'محمد'],
  ['Persian kaf and yeh', 'کتابی', 'كتابي'],
  ['presentation forms', 'ﻻﺯﻡ', 'لازم'],
  ['Arabic-Indic digits', '٢٠١٨ ۲۰۱۸', '2018 2018'],
  ['full-width letters', 'ＡＢＣ１', 'abc1'],
  ['Latin accents', 'Élysée Çelik', 'elysee celik'],
  ['Greek case', 'ΟΔΟΣ', 'οδος'],
  ['invisible characters', '\u200fليبيا\u200b\u2069\ufeff ab\u00adc', 'ليبيا abc'],
  ['مسئول and مسؤول', 'والمسئولين المسئولية', 'والمسؤولين المسؤولية'],
  ['شئون and شؤون', 'لشئون الشئون وبشئونها', 'لشؤون الشؤون وبشؤونها'],
  ['رئوس and رؤوس', 'رئوس الكئوس', 'رؤوس الكؤوس'],
  ['white space', '  a \u00a0\n\t b\u0085c ', 'a b c'],
]

for (const [what, one, other] of sameWords) {
  test(`text is the same to a search whatever its ${what}`, async (t) => {
    t.equal(fold(one), fold(other))
    t.equal(fold(one.normalize('NFD')), fold(one), 'decomposed')
    t.equal(foldLetters(one).text, foldLetters(other).text)
    t.equal(foldLetters(one.normalize('NFD')).text, foldLetters(one).text, 'decomposed')
  })
}

test('folded text is what the letters become', async (t) => {
  t.equal(fold('  قالَ الرئيسُ: «نعم»، أمسِ في ٢٠١٨ '), 'قال الرييس: «نعم»، امس في 2018')
  t.equal(fold('٣٫٥٪ و١٬٠٠٠'), '3.5% و1,000')
  t.equal(fold('か\u200b\u3099'), 'が', 'composed once what stood between is gone')
})

test('words that differ in more than spelling stay apart', async (t) => {
  for (const [one, other] of [
    ['كتاب', 'كتب'],
    ['سأل', 'سال لا'],
    ['لاجئون', 'لاجوون'],
    ['ناشئون', 'ناشوون'],
    ['ريوس', 'رووس'],
    ['کی', 'کا'],
    ['कि', 'की'],
    ['か', 'が'],
  ] as const) {
    t.not(fold(one), fold(other), `${one} ${other}`)
    t.not(foldLetters(one).text, foldLetters(other).text, `${one} ${other}`)
  }
})

test('folding folded text changes nothing', async () => {
  fc.assert(
    fc.property(anyText, (s) => fold(fold(s)) === fold(s)),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(anyText, (s) => foldLetters(foldLetters(s).text).text === foldLetters(s).text),
    { numRuns: 500 },
  )
})

test('folding does not depend on the normal form of its text', async () => {
  fc.assert(
    fc.property(anyText, (s) => fold(s.normalize('NFD')) === fold(s)),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(arabicText, (s) => foldLetters(s.normalize('NFC')).text === foldLetters(s).text),
    { numRuns: 500 },
  )
})

test('every character of the first planes folds once and for all', async (t) => {
  for (let codePoint = 0; codePoint < 0x20000; codePoint += 7) {
    if (codePoint >= 0xd800 && codePoint < 0xe000) continue
    const folded = fold(`x${String.fromCodePoint(codePoint)}و`)
    if (fold(folded) !== folded) t.fail(`U+${codePoint.toString(16)}`)
  }
})

test('only letters, digits and single spaces are left of the words of a text', async (t) => {
  t.equal(foldLetters('« قال »: "نعم" … 12,5').text, 'قال نعم 12 5')
  t.equal(foldLetters('لـ"الخبر"').text, foldLetters('ل «الخبر»').text, 'any marks')
  t.equal(foldLetters("don't").text, foldLetters('don’t').text, 'any apostrophe')
  t.equal(foldLetters('ﷺ').text, 'صلي الله عليه وسلم')
  t.equal(foldLetters(' … ').text, '')
  fc.assert(fc.property(anyText, (s) => /^(?:[\p{L}\p{N}\p{M}]+(?: [\p{L}\p{N}\p{M}]+)*)?$/u.test(foldLetters(s).text)))
})

test('each folded letter knows where it came from', async (t) => {
  const original = 'قالَ: «مُؤتمر»'
  const { text, map } = foldLetters(original)
  t.equal(text, 'قال موتمر')
  t.equal(original.slice(map[text.indexOf('موتمر')], map[text.length - 1]), 'مُؤتم')
  t.equal(map[text.indexOf(' ')], original.indexOf(':'), 'a space stands where the first word ends')
  t.same(foldLetters('😀أ').map, [2, 3], 'in UTF-16 units')
  t.same(foldLetters('𞤀ب'), { text: '𞤢ب', map: [0, 0, 2, 3] }, 'letters outside the Basic Multilingual Plane')
  t.same(foldLetters('ﻻ').map, [0, 0, 1], 'two letters of one character')
  t.same(foldLetters('').map, [0])
})

test('the map of folded letters never decreases and stays within the text', async () => {
  fc.assert(
    fc.property(anyText, (s) => {
      const { text, map } = foldLetters(s)
      const inRange = map.slice(0, -1).every((at) => at >= 0 && at < s.length)
      const ordered = map.every((at, i) => i === 0 || at >= (map[i - 1] as number))
      return map.length === text.length + 1 && map.at(-1) === s.length && inRange && ordered
    }),
    { numRuns: 500 },
  )
})

test('the map leads from each letter to a character that folds to it', async () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'أةىـ«قA٣ '), maxLength: 30 }), (s) => {
      const { text, map } = foldLetters(s)
      return [...text].every((letter, i) => letter === ' ' || fold(s[map[i] as number] as string) === letter)
    }),
  )
})

/* Anything but linear would not come to its end here before the test is given up. */
test('very long texts of unusual letters are folded', async (t) => {
  for (const unit of ['ي\u0654', 'ئ', 'ـ', ' ', '"', 'وبالشئون', '😀']) {
    const long = unit.repeat(1_000_000 / unit.length)
    t.ok(fold(long).length <= long.length, JSON.stringify(unit))
    t.ok(foldLetters(long).text.length <= long.length, JSON.stringify(unit))
  }
})

const seed = new URL('../../../shared/seed/gold.json', import.meta.url)
test('an article that is found by its folded words gives these words back', { skip: !existsSync(seed) }, async (t) => {
  const article = JSON.stringify(JSON.parse(readFileSync(seed, 'utf8')))
  const { text, map } = foldLetters(article)
  for (let start = 0; start < text.length - 40; start += 97) {
    const found = article.slice(map[start], map[start + 40])
    t.equal(foldLetters(found).text, text.slice(start, start + 40).trim())
  }
})
