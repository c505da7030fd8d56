import fc from 'fast-check'
import type { Block, Body, TextBlock } from '../../schemas/body.ts'

/** Pieces of text that some format, parser or terminal takes for something else. */
export const hostile = [
  ...'*_[]()<>#+-.!|\\`~&=:"\'{}^$@/;,?%',
  ...[' ', '  ', '\n', '\n\n', '\t', '\r', '\v', '\f', '\u00a0', '\u2003', '\u2028', '\u3000', '\ufeff'],
  ...['\u0001', '\u0002', '\u001f', '\u0085', '\ufffe', '\ue000', '\u200f', '\u202b', '\u2069', '\u200c'],
  ...[
    '1.',
    '1) ',
    '# ',
    '> ',
    '- ',
    '---',
    '===',
    '~~~',
    '```',
    '    ',
    '***',
    '**',
    '__',
    '![',
    '](',
    '[x]: y',
    '[ ] ',
  ],
  ...['&amp;', '&#32;', '&#x0;', '&copy', '<b>', '</b>', '<!--', '<br>', '<span></span>', '<keep>', ']]>', '<?xml'],
  ...['</script><script>', '"></title><script>', '<img src=x onerror=alert(1)>', 'javascript:alert(1)', '<![CDATA['],
  ...['http://a.example', 'www.b.example', 'c@d.example', 'word', 'a', 'B', '7', 'x y', '0;', '1;'],
  ...['يقول', 'الوزير', 'سَنَعودُ', 'ـ', '«', '»', '،', '؟', 'و', ' و ', '😀', '👩‍👩‍👧', '𝒜', '\u00e9'],
]

/** Text made of such pieces, in NFC as all text arrives, without U+0000 that no text may hold. */
export const text: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 8 })
  .map((pieces) => pieces.join('').replaceAll('\0', '').normalize('NFC'))

const some = text.filter((words) => words !== '')
const decorator = fc.constantFrom('strong', 'em', 'underline', 'strike-through', 'code')
const href = fc.constantFrom(
  ...['https://example.org/a', '/b?c=d&amp=e#f', 'mailto:a@example.org', 'x y (z)', '#', '../%D8%A3'],
  ...['https://مثال.example/خبر_1*', 'a\\b<c>"d"'],
)

const span = fc.record({
  text,
  marks: fc.uniqueArray(decorator, { maxLength: 3 }),
  link: fc.option(fc.nat(1), { freq: 3 }),
})

const textBlock = fc.record({
  style: fc.constantFrom('normal' as const, 'normal' as const, 'h2' as const, 'h3' as const, 'blockquote' as const),
  spans: fc.array(span, { minLength: 1, maxLength: 6 }),
  hrefs: fc.tuple(href, href),
  list: fc.option(
    fc.record({
      listItem: fc.constantFrom('bullet' as const, 'number' as const),
      level: fc.integer({ min: 1, max: 4 }),
    }),
  ),
})

const image = fc.record(
  {
    url: fc.constantFrom('https://example.org/a.jpg', '/b c.png', 'd(e).png?f&g'),
    alt: some,
    caption: some,
    credit: some,
  },
  { requiredKeys: ['url'] },
)

/** A body with every kind of block and mark; its lists go down one level at a time. */
export const body: fc.Arbitrary<Body> = fc
  .array(fc.oneof({ weight: 6, arbitrary: textBlock }, { weight: 1, arbitrary: image }), { maxLength: 8 })
  .map((drafts) => {
    let level = 0
    return drafts.map((draft, index): Block => {
      const _key = `b${index}`
      const list = 'list' in draft ? draft.list : null
      level = list ? Math.min(list.level, level + 1) : 0
      if ('url' in draft) return { _type: 'image', _key, ...draft }
      const children = draft.spans.map(({ text, marks, link }, at) => {
        return {
          _type: 'span' as const,
          _key: `s${at}`,
          text,
          marks: [...marks, ...(link === null ? [] : [`l${link}`])],
        }
      })
      const markDefs = draft.hrefs.map((href, at) => ({ _type: 'link' as const, _key: `l${at}`, href }))
      return {
        ...{ _type: 'block', _key, style: draft.style, children, markDefs },
        ...(list && { listItem: list.listItem, level }),
      } satisfies TextBlock
    })
  })

/** A paragraph of one span. */
export function paragraph(_key: string, text: string, more: Partial<TextBlock> = {}): TextBlock {
  const children = [{ _type: 'span' as const, _key: 's1', text, marks: [] }]
  return { _type: 'block', _key, style: 'normal', children, markDefs: [], ...more }
}
