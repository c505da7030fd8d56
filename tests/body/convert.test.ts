import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { Body, BodyInput } from '../../schemas/body.ts'
import { components } from '../../schemas/components.ts'
import type { ParsedBlock } from '../../src/body/blocks.ts'
import { BodyFault } from '../../src/body/body-fault.ts'
import { keepKeys } from '../../src/body/keys.ts'
import { toMarkdown } from '../../src/body/markdown.ts'
import { parseBody } from '../../src/body/parse.ts'
import { toPlainText } from '../../src/body/plain.ts'
import { blockText, bodyText, textBlocks } from '../../src/body/text.ts'
import { createValidator } from '../../src/validation.ts'
import { body, hostile, paragraph } from './arbitrary.ts'

const validator = createValidator(components)
const faultsOfBody = validator(Body)
const faultsOfInput = validator(BodyInput)

const html = (content: string) => parseBody({ format: 'html', content })
const markdown = (content: string) => parseBody({ format: 'markdown', content })
const plain = (content: string) => parseBody({ format: 'text', content })

/** One line a block: style, list, and each span with its marks. */
function outline(blocks: readonly ParsedBlock[]): string[] {
  return blocks.map((block) => {
    if (block._type === 'image') return ['image', block.url, block.alt, block.caption, block.credit].join('|')
    const hrefs = new Map(block.markDefs.map(({ _key, href }) => [_key, href]))
    const spans = block.children.map(({ text, marks }) => {
      return marks.length > 0 ? `{${marks.map((mark) => hrefs.get(mark) ?? mark).join('+')}:${text}}` : text
    })
    const list = block.listItem ? `${block.listItem}${block.level ?? 1} ` : ''
    return `${block.style === 'normal' ? '' : `${block.style} `}${list}${spans.join('')}`
  })
}

async function faults(input: BodyInput): Promise<string[]> {
  const thrown = await parseBody(input).then(
    () => undefined,
    (error: unknown) => error,
  )
  assert.ok(thrown instanceof BodyFault)
  return thrown.faults.map(({ pointer, code }) => `${pointer} ${code}`)
}

t.test('Markdown that was read and written back changes nothing, keys included', async (t) => {
  await fc.assert(
    fc.asyncProperty(body, async (before) => {
      const after = keepKeys(await markdown(toMarkdown(structuredClone(before))), before)
      assert.deepEqual(after, before, toMarkdown(before))
    }),
    { numRuns: 400 },
  )
  t.pass()
})

t.test('what once was misread as Markdown is read as text', async (t) => {
  const span = (text: string, ...marks: string[]) => ({ _type: 'span' as const, _key: `s${text.length}`, text, marks })
  const markDefs = [{ _type: 'link' as const, _key: 'l', href: '/x' }]
  const before: Body = [
    paragraph('a', '#', { style: 'h3' }),
    paragraph('b', 'ج #', { style: 'h2' }),
    paragraph('c', '> \n !'),
    paragraph('d', '', { children: [span('\\[x]: y', 'code', 'l')], markDefs }),
    paragraph('e', '', { children: [span('«نعم»', 'strong'), span('وأضاف')] }),
    paragraph('f', '', { children: [span('wo'), span('r', 'em'), span('ld !'), span('link', 'l')], markDefs }),
    paragraph('g', 'أ\n---\nب\n1) ج\n| د |\n:-: '),
    paragraph('h', '\v\n\u00a0x\ufeff'),
    ...Array.from({ length: 12 }, (_, index) => paragraph(`n${index}`, `${index}`, { listItem: 'number', level: 1 })),
    paragraph('i', 'بند\nثان', { listItem: 'bullet', level: 2 }),
  ]
  t.strictSame(keepKeys(await markdown(toMarkdown(before)), before), before)
})

t.test('every converted body is a valid body that can be sent again', async (t) => {
  const content = fc
    .array(fc.constantFrom(...hostile, '<p>', '</p>', '<li>', '<td>', '\n\n', '<a href="', '">'))
    .map((all) => all.join(''))
  await fc.assert(
    fc.asyncProperty(
      content,
      fc.constantFrom('html' as const, 'markdown' as const, 'text' as const),
      async (content, format) => {
        const blocks = keepKeys(await parseBody({ format, content: content.normalize('NFC') }), [])
        const found = faultsOfBody(blocks)
        if (found.length > 0) throw new Error(JSON.stringify(found))
        await parseBody(blocks)
      },
    ),
    { numRuns: 300 },
  )
  t.pass()
})

t.test('no element of HTML loses its words, makes new ones or runs two paragraphs together', async (t) => {
  const blockTag = fc.constantFrom(
    ...['p', 'div', 'ul><li', 'table><tr><td', 'blockquote', 'h5', 'section', 'figure', 'pre', 'dl><dd'],
  )
  const inlineTag = fc.constantFrom(...['b', 'i', 'q', 'span', 'a', 'font', 'x-y', 'code', 'keep', 'sup'])
  const { tree } = fc.letrec<{ tree: string }>((tie) => {
    const inside = fc.array(tie('tree'), { maxLength: 4 }).map((all) => all.join(''))
    const inline = fc
      .tuple(inlineTag, fc.constantFrom('w', 'w v', '&amp;'))
      .map(([tag, word]) => `<${tag}>${word}</${tag}>`)
    const block = fc.tuple(blockTag, inside).map(([tags, within]) => {
      return `<${tags}>${within}</${tags.split('><').reverse().join('></')}>`
    })
    return { tree: fc.oneof({ depthSize: 'small' }, fc.constant('w'), inline, block, fc.constant('<br>')) }
  })
  const words = (text: string) => text.split(/\s+/u).filter((word) => word !== '')
  await fc.assert(
    fc.asyncProperty(tree, async (content) => {
      const broken = content.replace(
        /<br>|<\/?(p|div|ul|li|table|tr|td|blockquote|h5|section|figure|pre|dl|dd)>/gu,
        ' ',
      )
      const expected = words(broken.replace(/<[^>]+>/gu, '').replaceAll('&amp;', '&'))
      assert.deepEqual(words(bodyText(await html(content))), expected, content)
    }),
    { numRuns: 300 },
  )
  t.pass()
})

t.test('HTML keeps the words of what a body has no form for', async (t) => {
  const cases: [string, string[]][] = [
    ['<h1>أ</h1><h2>ب</h2><h4>ج</h4><h6>د</h6>', ['h2 أ', 'h2 ب', 'h3 ج', 'h3 د']],
    ['<table><caption>c</caption><tr><th>a</th><td>b<br>d</td></tr></table>', ['c', 'a', 'b\nd']],
    ['<div>one</div><div>two</div>three', ['one', 'two', 'three']],
    ['<dl><dt>term</dt><dd>meaning</dd></dl>', ['term', 'meaning']],
    ['<p>قال <q>نعم</q> ثم <mark>مضى</mark><sup>2</sup></p>', ['قال نعم ثم مضى2']],
    ['<p>a<script>x()</script><style>y</style><iframe src="/z">w</iframe> b</p><!-- c -->', ['a b']],
    ['<title>t</title><body>x</body>', ['x']],
    ['a &lt;b&gt; &amp;amp; &#1571;&#1605;', ['a <b> &amp; أم']],
    ['<p>  a \n\t b&nbsp; c  </p>', ['a b\u00a0 c']],
    ['<pre>  a\n    b</pre>', ['  a\n    b']],
    ['<p>a<br><br>b<br></p>', ['a\n\nb']],
    ['<p>e&#x301;</p>', ['\u00e9']],
    ['<p></p><p>&nbsp;</p><hr>', []],
    ['<p><b>a<i>b</i></b> <b> c</b></p>', ['{strong:a}{strong+em:b} {strong:c}']],
    [
      '<p>5 &lt; 6 <u>u</u><s>s</s><del>d</del><code>c  d</code></p>',
      ['5 < 6 {underline:u}{strike-through:sd}{code:c d}'],
    ],
  ]
  for (const [content, expected] of cases) t.strictSame(outline(await html(content)), expected, content)
})

t.test('HTML lists keep their levels, and each item stays one block', async (t) => {
  const nested = '<ul><li>a<ol><li>b</li><li><p>c</p><p>d</p></li></ol></li><li><h3>e</h3></li></ul><ol><li>f</li></ol>'
  t.strictSame(outline(await html(nested)), ['bullet1 a', 'number2 b', 'number2 c\nd', 'h3 bullet1 e', 'number1 f'])
  t.strictSame(outline(await html('<ul><ul><li>deep</li></ul></ul><li>bare</li>')), ['bullet2 deep', 'bullet1 bare'])
  t.strictSame(outline(await html(`${'<ul><li>'.repeat(9)}x`)), ['bullet6 x'])
  t.strictSame(outline(await html('<blockquote><p>a</p>b<ul><li>c</li></ul></blockquote>')), [
    'blockquote a',
    'blockquote b',
    'blockquote bullet1 c',
  ])
})

t.test('HTML images and links keep what is safe of them, and their words', async (t) => {
  const figure = '<figure><a href="/big"><img src="/a.jpg" alt="صورة"></a><figcaption>شرح<br>ثان</figcaption></figure>'
  t.strictSame(outline(await html(figure)), ['image|/a.jpg|صورة|شرح\nثان|'])
  t.strictSame(outline(await html('<p>a<img src="/b.png">c</p>')), ['a', 'image|/b.png|||', 'c'])
  t.strictSame(outline(await html('<img src="data:image/png;base64,AA" alt="بديل">')), ['بديل'])
  const links = [
    'javascript:x()',
    ' JaVa\tscript:x()',
    '&#106;avascript:x()',
    'data:text/html,x',
    'vbscript:x',
    'ftp://x',
  ]
  for (const href of links) t.strictSame(outline(await html(`<a href="${href}">كلمة</a>`)), ['كلمة'], href)
  t.strictSame(outline(await html('<a href="/x">a <b>b</b></a> c')), ['{/x:a }{strong+/x:b} c'])
})

t.test('Markdown is read as CommonMark, with inline HTML and no invented links', async (t) => {
  const cases: [string, string[]][] = [
    ['# أ\n\nب **ج** _د_ ~~ه~~ `و`', ['h2 أ', 'ب {strong:ج} {em:د} {strike-through:ه} {code:و}']],
    ['a\nb\\\nc  \nd', ['a\nb\nc\nd']],
    ['- a\n\n  b\n  1. c\n- [ ] d', ['bullet1 a\nb', 'number2 c', 'bullet1 [ ] d']],
    ['> a\n>\n> b', ['blockquote a', 'blockquote b']],
    ['![بديل\\*](/a.jpg "شرح")', ['image|/a.jpg|بديل*|شرح|']],
    [
      '<u>a</u> <q>b</q> [c](https://مثال.example/ق?x=1&y) example.com',
      ['{underline:a} b {https://مثال.example/ق?x=1&y:c} example.com'],
    ],
    ['[a](javascript:x) <a href="javascript:x">b</a>', ['a b']],
    ['```\nx  <b>\n```', ['{code:x  <b>}']],
    ['| a | b |\n|---|---|\n| c | d |', ['a', 'b', 'c', 'd']],
    ['<div>\nraw *html*\n</div>\n\n---', ['raw *html*']],
    ['a&nbsp; b &amp;amp;', ['a\u00a0 b &amp;']],
  ]
  for (const [content, expected] of cases) t.strictSame(outline(await markdown(content)), expected, content)
})

t.test('Markdown is written as a person would where that says the same', async (t) => {
  const marks = (mark: string) => ({ children: [{ _type: 'span' as const, _key: 's1', text: 'كلمة', marks: [mark] }] })
  const written = toMarkdown([
    paragraph('a', 'العنوان', { style: 'h2' }),
    paragraph('b', 'سطر\nآخر 1.5 (ن) - x_y'),
    paragraph('c', '', { ...marks('strong') }),
    paragraph('d', '', { ...marks('l1'), markDefs: [{ _type: 'link', _key: 'l1', href: 'https://example.org/a_b' }] }),
    paragraph('e', 'واحد', { listItem: 'number', level: 1 }),
    paragraph('f', 'نقطة', { listItem: 'bullet', level: 2 }),
    paragraph('g', '12. اثنان', { listItem: 'number', level: 1 }),
    paragraph('h', 'اقتباس', { style: 'blockquote' }),
    { _type: 'image', _key: 'i', url: '/a.jpg', alt: 'بديل', caption: 'شرح' },
    { _type: 'image', _key: 'j', url: '/a.jpg', credit: 'م. س.' },
  ])
  t.equal(
    written,
    [
      ...['## العنوان', '', 'سطر\\\nآخر 1.5 (ن) - x\\_y', '', '**كلمة**', '', '[كلمة](https://example.org/a_b)', ''],
      ...['1. واحد', '   - نقطة', '2. 12\\. اثنان', '', '> اقتباس', '', '![بديل](/a.jpg "شرح")', ''],
      '<figure data-credit="م. س."><img src="/a.jpg"></figure>',
    ].join('\n'),
  )
})

t.test('levels that a list skips are closed up in Markdown, and no word is lost', async (t) => {
  const deep = [3, 1, 4, 2].map((level, index) => paragraph(`b${index}`, `بند ${level}`, { listItem: 'bullet', level }))
  t.strictSame(outline(await markdown(toMarkdown(deep))), [
    'bullet1 بند 3',
    'bullet1 بند 1',
    'bullet2 بند 4',
    'bullet2 بند 2',
  ])
})

t.test('plain text is paragraphs between blank lines, and comes back with the same words', async (t) => {
  t.strictSame(outline(await plain('\r\na\r\nb\r\n \t\r\n\r\n  c\rd\n')), ['a\nb', '  c\nd'])
  t.strictSame(await plain(' \n\n '), [])
  const listed = [
    paragraph('a', 'أ', { listItem: 'number' }),
    { _type: 'image' as const, _key: 'i', url: '/x' },
    paragraph('b', 'ب\nج'),
  ]
  t.equal(toPlainText(listed), 'أ\n\nب\nج')
  t.equal(bodyText(await plain(toPlainText(listed))), bodyText(listed))
  t.strictSame(textBlocks(listed), [
    { key: 'a', text: 'أ' },
    { key: 'b', text: 'ب\nج' },
  ])
  t.equal(listed.map(blockText).join('/'), 'أ//ب\nج')
})

t.test('the reference article goes through every format whole', async (t) => {
  const file = new URL('../../../shared/seed/article.txt', import.meta.url)
  if (!existsSync(file)) return t.comment('not here')
  const content = readFileSync(file, 'utf8').normalize('NFC')
  const article = keepKeys(await plain(content), [])
  t.equal(bodyText(article).replace(/\s+/gu, ' '), content.trim().replace(/\s+/gu, ' '))
  t.strictSame(keepKeys(await markdown(toMarkdown(article)), article), article)
  t.strictSame(keepKeys(await plain(toPlainText(article)), article), article)
})

t.test('Portable Text is taken as it is, what may be absent filled in', async (t) => {
  const sent = [{ _type: 'block' as const, children: [{ _type: 'span' as const, text: ' a\u200f  \t' }] }]
  t.strictSame(faultsOfInput(sent), [])
  t.strictSame(await parseBody(sent), [
    { _type: 'block', style: 'normal', markDefs: [], children: [{ _type: 'span', text: ' a\u200f  \t', marks: [] }] },
  ])
  await fc.assert(
    fc.asyncProperty(body, async (sent) => assert.deepEqual(keepKeys(await parseBody(sent), []), sent)),
    { numRuns: 30 },
  )
})

t.test('all faults that a schema cannot see are named at once', async (t) => {
  const link = (_key: string, href: string) => ({ _type: 'link' as const, _key, href })
  const span = (text: string, ...marks: string[]) => ({ _type: 'span' as const, text, marks })
  t.strictSame(
    await faults([
      {
        _type: 'block',
        _key: 'a',
        level: 2,
        children: [span('x', 'bold', 'strong', 'strong', 'l1', 'l2')],
        markDefs: [link('l1', '/a'), link('l2', '/b')],
      },
      {
        _type: 'block',
        _key: 'a',
        children: [
          { ...span('x'), _key: 's' },
          { ...span('y'), _key: 's' },
        ],
        markDefs: [link('l', '/'), link('l', 'javascript:x'), link('em', '/')],
      },
      { _type: 'image', _key: 'i', url: 'data:image/svg+xml,x' },
    ]),
    [
      ...[
        '/1/_key duplicate',
        '/0/level not-allowed',
        '/0/children/0/marks/0 unknown-mark',
        '/0/children/0/marks/2 duplicate',
      ],
      ...['/0/children/0/marks/4 nested-link', '/1/markDefs/1/_key duplicate', '/1/children/1/_key duplicate'],
      ...['/1/markDefs/1/href unsafe-address', '/1/markDefs/2/_key duplicate', '/2/url unsafe-address'],
    ],
  )
  t.strictSame(await faults({ format: 'text', content: 'x\n\n'.repeat(2001) }), ['/content too-many'])
  t.strictSame(await faults({ format: 'markdown', content: '*a*b'.repeat(1001) }), ['/content too-many'])
  t.strictSame(await faults({ format: 'html', content: '<b>'.repeat(200_000) }), ['/content too-many'])
})

t.test('no spelling of an address that runs as code is taken, and none that leads somewhere is refused', async (t) => {
  const refused = [
    ...[
      'javascript:alert(1)',
      'JAVASCRIPT:alert(1)',
      ' javascript:x',
      'java\nscript:x',
      'java\tscript:x',
      '\u0001javascript:x',
    ],
    ...[
      'java\u200bscript:x',
      'ｊａｖａｓｃｒｉｐｔ:x',
      'javascript&colon;x',
      '&#106;avascript:x',
      '&#x6A;avascript&#58;x',
      'javascript%3Ax',
    ],
    ...[
      '%6Aavascript:x',
      'vbscript:x',
      'data:text/html,x',
      'file:///etc/passwd',
      'blob:x',
      'ftp://x',
      'x:y',
      'java\u00adscript:x',
      'javascript\uff1ax',
      '/a\u0001b',
      'https://a\u202eb',
      'jav&Tab;ascript:x',
    ],
  ]
  const taken = [
    'https://example.org',
    'HTTP://example.org',
    'mailto:a@b',
    'tel:+218',
    '/a:b',
    '?a=b:c',
    '#x:y',
    'a/b:c',
    '//example.org',
    'مقال/خبر',
    './a',
    'می\u200cروم',
  ]
  const withHref = (href: string): BodyInput => [
    {
      _type: 'block',
      children: [{ _type: 'span', text: 'x', marks: ['l'] }],
      markDefs: [{ _type: 'link', _key: 'l', href }],
    },
  ]
  for (const href of refused)
    t.strictSame(await faults(withHref(href)), ['/0/markDefs/0/href unsafe-address'], JSON.stringify(href))
  for (const href of taken) t.resolves(parseBody(withHref(href)), href)
})

t.test('an error of the schema points at the faulty member', (t) => {
  const found = (value: unknown) => faultsOfInput(value).map(({ pointer, code }) => `${pointer} ${code}`)
  const span = { _type: 'span', text: 'x' }
  t.strictSame(found([{ _type: 'block', children: [{ ...span, text: 5 }] }]), ['/0/children/0/text wrong-type'])
  t.strictSame(found([{ _type: 'image' }, { _type: 'table' }]), ['/0/url required', '/1/_type not-allowed'])
  t.strictSame(found([{ _type: 'block', children: [span], colour: 1 }]), ['/0/colour unknown-member'])
  t.strictSame(found([{ _type: 'block', _key: '\u202e', style: 'h9', children: [] }]), [
    ...['/0/_key wrong-format', '/0/style not-allowed', '/0/children too-few'],
  ])
  t.strictSame(found({ format: 'docx', content: 'x' }), ['/format not-allowed'])
  t.strictSame(
    found([
      { _type: 'image', url: '/a' },
      { _type: 'block', children: [span] },
    ]),
    [],
  )
  t.end()
})
