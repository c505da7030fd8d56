import fc from 'fast-check'
import { test } from 'tap'
import { isWithinOneEdit, withinOneEdit } from '../../src/text/one-edit.ts'

const pairs: [string, string, boolean][] = [
  ['سيرغي', 'سيرجي', true],
  ['عقيل', 'عقيل', true],
  ['عقيل', 'عقيلي', true],
  ['عقيل', 'قيل', true],
  ['عقيل', 'عيقل', true],
  ['عقيل', 'عيلق', false],
  ['عقيل', 'عقلان', false],
  ['𐐨', '𐐩𐐨', true],
  ['𐐨𐐩', '𐐩𐐨', true],
  ['𐐨𐐩𐐪', '𐐪𐐨𐐩', false],
  ['', 'ع', true],
  ['', 'عق', false],
]
for (const [a, b, near] of pairs) {
  test(`${a} and ${b} are ${near ? '' : 'not '}within one edit`, async (t) => {
    t.equal(isWithinOneEdit(a, b), near)
    t.equal(isWithinOneEdit(b, a), near)
  })
}

test('the words that are listed are those within one edit, over the same letters', async (t) => {
  const word = fc.string({ unit: fc.constantFrom(...'ابتم'), minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(word, word, (a, b) => {
      return withinOneEdit(a).includes(b) === isWithinOneEdit(a, b)
    }),
    { numRuns: 2000 },
  )
  t.ok(withinOneEdit('عقيل').every((other) => isWithinOneEdit('عقيل', other)))
})
