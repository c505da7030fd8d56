import t from 'tap'
import { locate } from '../../src/quotes/anchor/locate.ts'
import { type ReanchoredSpan, reanchor } from '../../src/quotes/anchor/reanchor.ts'
import { similarity } from '../../src/quotes/anchor/similarity.ts'
import type { AnchoredSpan } from '../../src/quotes/anchor/types.ts'

const body = (words: string) => [{ key: 'b0', text: `The minister said "${words}" in the house today.` }]

function spanOf(words: string): AnchoredSpan {
  const found = locate(body(words), { text: words })
  if (!found.ok) throw new Error(`no "${words}"`)
  return found.span
}

function change(from: string, to: string): ReanchoredSpan {
  return reanchor(body(from), body(to), [spanOf(from)])[0] as ReanchoredSpan
}

const changed: [string, string][] = [
  ['3.5 million', '35 million'],
  ['3.5 million', '3,5 million'],
  ['3. 5 million', '3.5 million'],
  ['1,000 men', '1000 men'],
  ['1 000 men', '1000 men'],
  ['10² metres', '102 metres'],
  ['-5 percent', '5 percent'],
  ['1/2', '12'],
  ['10–20', '1020'],
  ['5%', '5'],
  ['$5', '€5'],
  ['x > y', 'x < y'],
  ['No, I accept', 'No I accept'],
  ['You accept it?', 'You accept it!'],
  ['now here', 'nowhere'],
  ['they left us', 'they left US'],
  ['US', 'us'],
  ["we can't go", 'we cant go'],
  ['el año nuevo', 'el ano nuevo'],
  ['ارتفع بنسبة 3.5 في المئة', 'ارتفع بنسبة 35 في المئة'],
  ['لا، نقبل العرض', 'لا نقبل العرض'],
  ['هل نقبل العرض؟', 'هل نقبل العرض!'],
]

const unchanged: [string, string][] = [
  ['إن المدرسة على الطريق', 'ان المدرسه علي الطريق'],
  ['مسئول كبير', 'مسؤول كبير'],
  ['كتب الدرس', 'كَتَبَ الــدرس'],
  ['جاء عز الدين أمس', 'جاء عزالدين أمس'],
  ['جاء عزالدين أمس', 'جاء عز الدين أمس'],
  ['نفتح «الجسر» اليوم', 'نفتح “الجسر” اليوم'],
  ['open the “new” bridge', 'open the «new» bridge'],
  ['open the ‘new’ bridge', 'open the ‹new› bridge'],
  ["we can't go", 'we can’t go'],
  ['up 5 % this year', 'up 5% this year'],
  ['of 10 – 20 men', 'of  10–20\u00a0men'],
  ['-5 percent', '-5\tpercent'],
  ['the cafe\u0301 is open', 'the café is open'],
]

t.test('another number, sign, case or word is a change of the quotation', async (t) => {
  for (const [from, to] of [...changed, ...changed.map(([a, b]): [string, string] => [b, a])]) {
    const { anchor, span, similarity: alike, candidate } = change(from, to)
    t.ok(alike < 1, `${from} → ${to}: ${alike}`)
    t.equal(alike, similarity(from, to))
    t.equal(anchor, alike < 0.75 ? 'drifted' : 'fuzzy')
    t.equal((candidate ?? span).text, to)
    const again = reanchor(body(to), body(to), [{ ...span, drifted: anchor === 'drifted' }])
    t.match(again, [{ anchor: anchor === 'drifted' ? 'drifted' : 'exact', span }])
  }
})

t.test('spelling, the style of marks and white space are none', async (t) => {
  for (const [from, to] of unchanged) {
    t.match(change(from, to), { anchor: 'exact', similarity: 1, span: { text: to } }, `${from} → ${to}`)
    t.equal(similarity(to, from), 1)
  }
  for (const [words] of [...changed, ...unchanged]) t.match(change(words, words), { anchor: 'exact' }, words)
})

t.test('a wording too long to be compared is still no longer the same', async (t) => {
  const words = `${'we will open it, and more, '.repeat(8000)}so be it.`
  t.match(change(words, words.replaceAll(',', ';')), { anchor: 'fuzzy', similarity: 0.75 })
})
