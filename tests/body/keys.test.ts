import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { Body } from '../../schemas/body.ts'
import type { ParsedBlock } from '../../src/body/blocks.ts'
import { keepKeys } from '../../src/body/keys.ts'
import { parseBody } from '../../src/body/parse.ts'
import { bodyText } from '../../src/body/text.ts'
import { body, paragraph } from './arbitrary.ts'

/** Blocks as a conversion gives them: nothing has a key. */
function bare(...texts: string[]): ParsedBlock[] {
  return texts.map((text) => {
    return { _type: 'block', style: 'normal', markDefs: [], children: [{ _type: 'span', text, marks: [] }] }
  })
}

const keysOf = (blocks: Body) => blocks.map(({ _key }) => _key)
const story: Body = [
  paragraph('k1', 'انطلقت الجلسة صباح اليوم في قاعة المجلس'),
  paragraph('k2', 'وأكد الوزير أن الموازنة ستعرض قبل نهاية الشهر'),
  paragraph('k3', 'فاصل'),
  paragraph('k4', 'ورفض النواب تأجيل التصويت إلى الدورة المقبلة'),
  paragraph('k5', 'فاصل'),
]
const texts = story.map((block) => bodyText([block]))
const [first = '', second = '', , fourth = ''] = texts

t.test('a rewrite keeps the keys of what it did not change', (t) => {
  const cases: [string, string[], (string | null)[]][] = [
    ['nothing changed', texts, ['k1', 'k2', 'k3', 'k4', 'k5']],
    ['one inserted', [first, 'خبر جديد تماما', ...texts.slice(1)], ['k1', null, 'k2', 'k3', 'k4', 'k5']],
    ['one removed', texts.filter((text) => text !== second), ['k1', 'k3', 'k4', 'k5']],
    ['first of two equal removed', [first, second, fourth, 'فاصل'], ['k1', 'k2', 'k4', 'k3']],
    ['one more equal', [...texts, 'فاصل'], ['k1', 'k2', 'k3', 'k4', 'k5', null]],
    ['moved', [fourth, first, second, 'فاصل', 'فاصل'], ['k4', 'k1', 'k2', 'k3', 'k5']],
    [
      'edited in place',
      [first, second.replace('الوزير', 'رئيس الوزراء'), ...texts.slice(2)],
      ['k1', 'k2', 'k3', 'k4', 'k5'],
    ],
    ['replaced in place', [first, 'أعلنت الشركة أرباحها السنوية', ...texts.slice(2)], ['k1', null, 'k3', 'k4', 'k5']],
    ['two edited at the end', [first, second, 'فاصل', `${fourth} اليوم`, 'فاصل!'], ['k1', 'k2', 'k3', 'k4', 'k5']],
    ['all removed', [], []],
  ]
  for (const [name, next, expected] of cases) {
    const found = keysOf(keepKeys(bare(...next), story))
    t.strictSame(
      found.map((key) => (keysOf(story).includes(key) ? key : null)),
      expected,
      name,
    )
  }
  t.end()
})

t.test('an edit moves no key past a neighbour that stayed', (t) => {
  const next = [second.replace('الوزير', 'المدير'), first, 'فاصل', fourth, 'فاصل']
  const [moved] = keysOf(keepKeys(bare(...next), story))
  t.notOk(keysOf(story).includes(moved ?? ''), 'k2 stood after k1, the edited text stands before it')
  t.end()
})

t.test('a key that was sent stays, and no other block takes it', (t) => {
  const [a, b] = bare(second, second)
  const next = [{ ...(a as ParsedBlock), _key: 'mine' }, { ...(b as ParsedBlock), _key: 'k1' }, ...bare(first, second)]
  const keys = keysOf(keepKeys(next, story))
  t.strictSame(keys.slice(0, 2), ['mine', 'k1'])
  t.equal(keys[3], 'k2')
  t.equal(new Set([...keys, 'k1']).size, 4)
  t.end()
})

t.test('an image is known by its address', (t) => {
  const old: Body = [{ _type: 'image', _key: 'i1', url: '/a.jpg' }, paragraph('p', 'image /a.jpg')]
  const next: ParsedBlock[] = [
    ...bare('image /a.jpg'),
    { _type: 'image', url: '/a.jpg', caption: 'شرح' },
    { _type: 'image', url: '/b.jpg' },
  ]
  const keys = keysOf(keepKeys(next, old))
  t.strictSame(keys.slice(0, 2), ['p', 'i1'])
  t.notOk(['p', 'i1'].includes(keys[2] ?? ''))
  t.end()
})

t.test('spans and links keep their keys in an edited block, and sent ones always', async (t) => {
  const markDefs = [
    { _type: 'link' as const, _key: 'old', href: '/x' },
    { _type: 'link' as const, _key: 'l1', href: '/y' },
  ]
  const span = (_key: string, text: string, ...marks: string[]) => ({ _type: 'span' as const, _key, text, marks })
  const old = [
    paragraph('k', '', {
      children: [span('a', 'قال الوزير '), span('s1', 'إن الأمر', 'old'), span('c', ' واضح', 'l1')],
      markDefs,
    }),
  ]
  const same = await parseBody({ format: 'markdown', content: 'قال الوزير [إن الأمر](/x)[ واضح](/y)' })
  t.strictSame(keepKeys(same, old), old)
  const edited = await parseBody({ format: 'markdown', content: 'وقال الوزير [إن الأمر](/x) [جديد](/z)[ واضح](/y)' })
  const [block] = keepKeys(edited, old)
  t.match(block, {
    _key: 'k',
    children: [
      { _key: 's2', text: 'وقال الوزير ' },
      { _key: 's1', marks: ['old'] },
      { _key: 's3', text: ' ' },
      { _key: 's4', marks: ['l2'] },
      { _key: 'c', marks: ['l1'] },
    ],
    markDefs: [
      { _key: 'old', href: '/x' },
      { _key: 'l2', href: '/z' },
      { _key: 'l1', href: '/y' },
    ],
  })
  const sent = [
    { ...paragraph('k', ''), children: [{ ...span('mine', 'قال الوزير ') }, span('s1', 'س')], markDefs: [] },
  ]
  t.strictSame(keepKeys(sent, old), sent)
})

t.test('keys are unique, the same for the same write, and nothing but keys changes', (t) => {
  const some = fc.constantFrom(...texts, 'أ', '', 'ب ج')
  const blocks = fc.array(fc.tuple(some, fc.option(fc.constantFrom('k1', 'k2', 'x', 'y'))), { maxLength: 8 })
  fc.assert(
    fc.property(blocks, fc.subarray(story), (drafts, old) => {
      const used = new Set<string>()
      const next = drafts.flatMap(([text, _key]) => {
        if (_key === null || used.has(_key)) return bare(text)
        used.add(_key)
        return bare(text).map((block) => ({ ...block, _key }))
      })
      const keyed = keepKeys(next, old)
      assert.deepEqual(keepKeys(next, old), keyed)
      assert.equal(new Set(keysOf(keyed)).size, next.length)
      for (const [index, { _key }] of next.entries()) if (_key !== undefined) assert.equal(keyed[index]?._key, _key)
      assert.equal(bodyText(keyed), bodyText(next))
      assert.deepEqual(keepKeys(next, keyed), keyed)
    }),
  )
  fc.assert(
    fc.property(body, body, (next, old) => assert.deepEqual(keepKeys(next, old), next)),
    { numRuns: 50 },
  )
  t.end()
})

/* Anything but linear would not come to its end here before the test is given up. */
t.test('four thousand rewritten blocks get new keys', (t) => {
  const long = (word: string) => Array.from({ length: 4000 }, (_, index) => `${word} ${index * 7} `.repeat(30))
  const old = keepKeys(bare(...long('كلمة')), [])
  t.equal(new Set(keepKeys(bare(...long('جملة')), old).map(({ _key }) => _key)).size, 4000)
  t.end()
})
