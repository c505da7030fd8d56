import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import t from 'tap'
import type { Body } from '../../schemas/body.ts'
import { toHtml } from '../../src/body/html.ts'
import { markQuotes, type QuoteRange } from '../../src/body/marked.ts'
import { blockText } from '../../src/body/text.ts'
import { codePointLength, sliceCodePoints } from '../../src/text/code-points.ts'
import { body, hostile, paragraph } from './arbitrary.ts'

const allowed: Record<string, string[]> = {
  ...{
    p: [],
    h2: [],
    h3: [],
    blockquote: [],
    ul: [],
    ol: [],
    li: [],
    strong: [],
    em: [],
    u: [],
    s: [],
    code: [],
    br: [],
  },
  ...{ figcaption: [], figure: ['data-credit'], a: ['href', 'rel'], img: ['src', 'alt'], q: ['data-quote'] },
}
const inlineTags = ['a', 'strong', 'em', 'u', 's', 'code', 'br', 'q']

interface Char {
  char: string
  quotes: string[]
}

/** Reads HTML as a browser would: refuses what is not allowed, and gives each character with the quotes around it. */
function read(html: string): Char[] {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`)
  const chars: Char[] = []
  const visit = (node: any, quotes: string[]) => {
    if (node.nodeType === 3) for (const char of node.textContent) chars.push({ char, quotes })
    if (node.nodeType === 3) return
    assert.equal(node.nodeType, 1, html)
    const tag: string = node.localName
    const parent: string = node.parentNode.localName
    assert.ok(allowed[tag], html)
    for (const { name } of node.attributes) assert.ok(allowed[tag]?.includes(name), html)
    assert.equal(tag === 'li', parent === 'ul' || parent === 'ol', html)
    if (inlineTags.includes(parent)) assert.ok(inlineTags.includes(tag), html)
    if (tag === 'br') chars.push({ char: '\n', quotes })
    const inside = tag === 'q' ? [...quotes, node.getAttribute('data-quote')] : quotes
    if (tag !== 'figure') for (const child of node.childNodes) visit(child, inside)
  }
  for (const child of document.body.childNodes) visit(child, [])
  return chars
}

const textOf = (chars: Char[]) => chars.map(({ char }) => char).join('')
const fullText = (body: Body) => body.map(blockText).join('')

/** A body with ranges in it, which may nest and overlap. */
const quoted = body.chain((blocks) => {
  const range = fc.record({
    block: fc.nat(Math.max(0, blocks.length - 1)),
    at: fc.nat(20),
    length: fc.nat(20),
    quote: fc.nat(3),
  })
  return fc.array(range, { maxLength: 6 }).map((drafts) => ({
    blocks,
    ranges:
      blocks.length === 0
        ? []
        : drafts.map(({ block, at, length, quote }): QuoteRange => {
            return { quoteId: `q${quote}`, blockKey: `b${block}`, start: at, end: at + length }
          }),
  }))
})

/** What must be read: each character of each block with the quotes whose range it is in. */
function expected(blocks: Body, ranges: QuoteRange[]): [string, string[]][] {
  return blocks.flatMap((block) =>
    [...blockText(block)].map((char, index): [string, string[]] => {
      const around = ranges.filter(
        ({ blockKey, start, end }) => blockKey === block._key && start <= index && index < end,
      )
      return [char, [...new Set(around.map(({ quoteId }) => quoteId))].sort()]
    }),
  )
}

t.test('HTML has only the allowed elements, well nested, and every character of the text', async (t) => {
  fc.assert(
    fc.property(body, (blocks) => {
      assert.equal(textOf(read(toHtml(blocks))), fullText(blocks))
    }),
    { numRuns: 300 },
  )
  t.pass()
})

t.test('exactly the words of each range stand in its quote, across marks, links and other ranges', async (t) => {
  fc.assert(
    fc.property(quoted, ({ blocks, ranges }) => {
      const chars = read(toHtml(blocks, ranges))
      assert.deepEqual(
        chars.map(({ char, quotes }) => [char, [...quotes].sort()]),
        expected(blocks, ranges),
      )
    }),
    { numRuns: 400 },
  )
  t.pass()
})

t.test('marking quotes splits spans and changes nothing else', async (t) => {
  fc.assert(
    fc.property(quoted, ({ blocks, ranges }) => {
      const before = structuredClone(blocks)
      const marked = markQuotes(blocks, ranges)
      assert.deepEqual(blocks, before)
      for (const [index, block] of marked.entries()) {
        const old = blocks[index]
        if (block._type === 'image' || old?._type !== 'block') continue
        assert.equal(block.children.map(({ text }) => text).join(''), blockText(old))
        for (const { text } of block.children) assert.ok(text.isWellFormed(), text)
        const keys = [...block.children, ...block.markDefs].map(({ _key }) => _key)
        assert.equal(new Set(block.children.map(({ _key }) => _key)).size, block.children.length)
        assert.equal(new Set(block.markDefs.map(({ _key }) => _key)).size, block.markDefs.length, keys.join())
        const defined = new Map(block.markDefs.map((def) => [def._key, def]))
        for (const def of block.markDefs)
          if (def._type === 'quote') assert.ok(ranges.some(({ quoteId }) => quoteId === def.quoteId))
        for (const { marks } of block.children)
          for (const mark of marks) assert.ok(defined.has(mark) || /^[a-z-]+$/u.test(mark))
      }
    }),
    { numRuns: 200 },
  )
  t.pass()
})

t.test('a quote across a link and bold words is marked as one where that nests', async (t) => {
  const span = (_key: string, text: string, ...marks: string[]) => ({ _type: 'span' as const, _key, text, marks })
  const block = paragraph('b', '', {
    children: [span('s1', 'قال «إن 😀 '), span('s2', 'الأمر', 'l1'), span('s3', ' واضح» أمس', 'strong')],
    markDefs: [{ _type: 'link', _key: 'l1', href: 'https://example.org/?a=1&b="2"' }],
  })
  const start = 5
  const end = codePointLength('قال «إن 😀 الأمر واضح')
  t.equal(sliceCodePoints(blockText(block), start, end), 'إن 😀 الأمر واضح')
  t.equal(
    toHtml([block], [{ quoteId: '0199-a"<', blockKey: 'b', start, end }]),
    '<p>قال «<q data-quote="0199-a&#34;&#60;">إن 😀 ' +
      '<a href="https://example.org/?a=1&#38;b=&#34;2&#34;" rel="noopener">الأمر</a>' +
      '<strong> واضح</strong></q><strong>» أمس</strong></p>',
  )
  const outside: QuoteRange[] = [
    ...[
      { quoteId: 'x', blockKey: 'b', start: 4, end: 4 },
      { quoteId: 'x', blockKey: 'b', start: 9, end: 2 },
    ],
    ...[
      { quoteId: 'x', blockKey: 'b', start: 900, end: 999 },
      { quoteId: 'x', blockKey: 'gone', start: 0, end: 5 },
    ],
  ]
  t.equal(toHtml([block], outside), toHtml([block]))
})

t.test('lists, headings in lists and figures have their own elements', async (t) => {
  const item = (key: string, text: string, level: number, more = {}) =>
    paragraph(key, text, { listItem: 'bullet', level, ...more })
  t.equal(
    toHtml([
      item('a', 'أ', 1),
      item('b', 'ب', 2, { style: 'h3' }),
      item('c', 'ج', 3),
      item('d', 'د', 1, { listItem: 'number' }),
    ]),
    '<ul><li>أ<ul><li><h3>ب</h3><ul><li>ج</li></ul></li></ul></li></ul><ol><li>د</li></ol>',
  )
  t.equal(
    toHtml([{ _type: 'image', _key: 'i', url: '/a.jpg', alt: '"', caption: 'سطر\nآخر', credit: 'م' }]),
    '<figure data-credit="م"><img src="/a.jpg" alt="&#34;"/><figcaption>سطر<br/>آخر<br/>م</figcaption></figure>',
  )
  t.equal(
    toHtml([paragraph('a', 'س\n\nط  x\r', { style: 'blockquote' })]),
    '<blockquote>س<br/><br/>ط  x&#13;</blockquote>',
  )
})

t.test('nothing that stands in any member becomes markup or an address that runs', async (t) => {
  for (const attack of [
    ...hostile,
    '\u0000',
    '&#x0;',
    '"onload="alert(1)',
    "'><svg onload=alert(1)>",
    '-->',
    'java\nscript:x',
  ]) {
    const link = { _type: 'link' as const, _key: 'l', href: attack }
    const children = [{ _type: 'span' as const, _key: 's', text: attack, marks: ['l', 'strong', attack] }]
    const blocks = [
      paragraph('a', '', { children, markDefs: [link] }),
      { _type: 'image' as const, _key: 'i', url: attack, alt: attack, caption: attack, credit: attack },
    ]
    const html = toHtml(blocks, [{ quoteId: attack, blockKey: 'a', start: 0, end: 99 }])
    read(html)
    assert.doesNotMatch(html, /(?:href|src)="\s*(?:java|data|vb)/iu)
    assert.doesNotMatch(html, /<(?:script|svg|!|\?|img src=x)/iu)
  }
  t.pass()
})
