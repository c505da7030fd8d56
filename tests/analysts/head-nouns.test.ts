import { test } from 'tap'
import { headNouns } from '../../src/analysts/head-nouns.ts'

const titles: [string, string[]][] = [
  ['محلل سياسي', ['محلل']],
  ['المحللة السياسية', ['محلل']],
  ['كاتب ومحلل سياسي', ['كاتب', 'محلل']],
  ['الكاتبة والمحللة', ['كاتب', 'محلل']],
  ['باحث في شؤون المياه والبيئة', ['باحث']],
  ['وزير الخارجية والتعاون', ['وزير']],
  ['political analyst', ['analyst']],
  ['Professor of history and law', ['professor']],
  ['writer and analyst', ['writer', 'analyst']],
  ['—', []],
]
for (const [title, heads] of titles) {
  test(`the nouns of "${title}" are ${heads.join(', ') || 'none'}`, async (t) => {
    t.strictSame(headNouns(title), heads)
  })
}
