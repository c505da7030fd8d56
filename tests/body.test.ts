import { type Test, test } from 'tap'
import { admin, type World, world } from './helper.ts'

const key = { as: admin }
const base = { lang: 'ar', title: 'الملح' }

/** The same text in every format that a body can be written in. */
const written = {
  'portable-text': [
    {
      _type: 'block',
      _key: 'lead',
      children: [
        { _type: 'span', text: 'الملح ' },
        { _type: 'span', text: 'غال', marks: ['strong'] },
        { _type: 'span', text: ' هنا.' },
      ],
    },
    { _type: 'block', _key: 'head', style: 'h2', children: [{ _type: 'span', text: 'عن البحر' }] },
    { _type: 'block', _key: 'one', listItem: 'bullet', level: 1, children: [{ _type: 'span', text: 'رمل' }] },
    {
      _type: 'block',
      _key: 'two',
      listItem: 'bullet',
      level: 1,
      markDefs: [{ _type: 'link', _key: 'l', href: 'https://example.org/?a=1&b=2' }],
      children: [{ _type: 'span', text: 'ريح', marks: ['l'] }],
    },
    { _type: 'block', _key: 'said', style: 'blockquote', children: [{ _type: 'span', text: 'لا ماء.' }] },
  ],
  markdown: {
    format: 'markdown',
    content: 'الملح **غال** هنا.\n\n## عن البحر\n\n- رمل\n- [ريح](https://example.org/?a=1&b=2)\n\n> لا ماء.',
  },
  html: {
    format: 'html',
    content:
      '<p>الملح <b>غال</b> هنا.</p><h2>عن البحر</h2><ul><li>رمل</li><li><a href="https://example.org/?a=1&amp;b=2">ريح</a></li></ul><blockquote>لا ماء.</blockquote>',
  },
}

const plain = 'الملح غال هنا.\n\nعن البحر\n\nرمل\n\nريح\n\nلا ماء.'

const read = async ({ expect }: World, id: string, format?: string) =>
  (await expect(200, `/v1/articles/${id}${format ? `?body=${format}` : ''}`, key)).body.body

const withoutKeys = (body: any[]) =>
  body.map(({ _key, markDefs, children, ...block }: any) => {
    const hrefs = new Map(markDefs.map((link: any) => [link._key, link.href]))
    return {
      ...block,
      children: children.map(({ _key: _, marks, ...span }: any) => ({
        ...span,
        marks: marks.map((mark: string) => hrefs.get(mark) ?? mark),
      })),
    }
  })

test('a body written in any format is the same body in every format', async (t) => {
  const made = await world(t)
  const ids: string[] = []
  for (const body of Object.values(written)) ids.push((await made.create('articles', { ...base, body })).id)
  const [first = ''] = ids
  for (const format of ['html', 'markdown', 'text'])
    for (const id of ids) t.equal(await read(made, id, format), await read(made, first, format), format)
  for (const id of ids) t.strictSame(withoutKeys(await read(made, id)), withoutKeys(await read(made, first)))
  t.equal(await read(made, first, 'text'), plain)
  t.match(await read(made, first, 'markdown'), /^الملح \*\*غال\*\* هنا\.\n\n## عن البحر\n\n- رمل\n/)
  t.strictSame(await read(made, first, 'none'), undefined)
  t.strictSame(await read(made, first, 'portable-text'), await read(made, first))
})

test('a body that is read in a format and written back in it stays as it is, keys and version too', async (t) => {
  const made = await world(t)
  const { id, body, version, wordCount } = await made.create('articles', { ...base, body: written['portable-text'] })
  t.equal(wordCount, 9)
  const put = async (next: unknown) =>
    (
      await made.expect(200, `/v1/articles/${id}`, {
        ...key,
        method: 'PUT',
        body: { ...base, body: next },
        ifMatch: '*',
      })
    ).body
  for (const format of ['html', 'markdown'])
    t.match(await put({ format, content: await read(made, id, format) }), { version, body }, format)
  t.match(await put(body), { version, body })
})

async function keysAfter(t: Test, before: string, after: string): Promise<{ before: any[]; after: any[] }> {
  const made = await world(t)
  const first = await made.create('articles', { ...base, body: { format: 'markdown', content: before } })
  const body = { format: 'markdown', content: after }
  const second = await made.expect(200, `/v1/articles/${first.id}`, {
    ...key,
    method: 'PATCH',
    body: { body },
    ifMatch: '*',
  })
  const keyed = (blocks: any[]) =>
    blocks.map(({ _key, children }: any) => [_key, children.map(({ text }: any) => text).join('')])
  return { before: keyed(first.body), after: keyed(second.body.body) }
}

test('a rewrite from Markdown keeps the keys of blocks whose text has not changed, wherever they go', async (t) => {
  const { before, after } = await keysAfter(
    t,
    'One stays.\n\nTwo moves.\n\nThree goes.\n\nFour is reworded here.',
    'New.\n\nTwo moves.\n\nOne stays.\n\nFour was reworded here.',
  )
  const keyOf = (blocks: any[], text: string) => blocks.find(([, words]: any) => words === text)?.[0]
  for (const text of ['One stays.', 'Two moves.']) t.equal(keyOf(after, text), keyOf(before, text), text)
  t.equal(
    keyOf(after, 'Four was reworded here.'),
    keyOf(before, 'Four is reworded here.'),
    'between the same neighbours, and alike',
  )
  const old = before.map(([key]) => key)
  t.notOk(old.includes(keyOf(after, 'New.')))
  t.equal(new Set(after.map(([key]) => key)).size, 4)
})

test('Portable Text without keys gets some, and those that are sent stay', async (t) => {
  const made = await world(t)
  const block = (text: string, _key?: string) => ({
    _type: 'block',
    ...(_key && { _key }),
    children: [{ _type: 'span', text }],
  })
  const { id, body } = await made.create('articles', { ...base, body: [block('a'), block('b', 'mine'), block('a')] })
  t.equal(body[1]._key, 'mine')
  t.equal(new Set(body.map(({ _key }: any) => _key)).size, 3)
  t.match(body[0], { style: 'normal', markDefs: [], children: [{ _key: /^.+$/, marks: [] }] })
  const { body: again } = await made.expect(200, `/v1/articles/${id}`, {
    ...key,
    method: 'PATCH',
    body: { body: [block('a'), block('b', 'mine'), block('a')] },
    ifMatch: '*',
  })
  t.equal(again.version, 1)
})

test('plain text becomes paragraphs, and a single newline stays within one', async (t) => {
  const made = await world(t)
  const { id, body } = await made.create('articles', {
    ...base,
    body: { format: 'text', content: '\n*One*\nline\r\n\r\n \n<b>Two</b>\n\n' },
  })
  t.strictSame(
    body.map(({ children }: any) => children[0].text),
    ['*One*\nline', '<b>Two</b>'],
  )
  t.equal(await read(made, id, 'text'), '*One*\nline\n\n<b>Two</b>')
  t.equal(await read(made, id, 'html'), '<p>*One*<br/>line</p><p>&#60;b&#62;Two&#60;/b&#62;</p>')
})

test('an empty body is no body, in every format', async (t) => {
  const made = await world(t)
  for (const body of [
    undefined,
    null,
    [],
    ...['markdown', 'html', 'text'].map((format) => ({ format, content: '' })),
  ]) {
    const { id, ...article } = await made.create('articles', { ...base, ...(body !== undefined && { body }) })
    t.match(article, { body: [], wordCount: 0, readingMinutes: 0 })
    for (const format of ['html', 'markdown', 'text']) t.equal(await read(made, id, format), '')
  }
})

test('rendered HTML is safe to insert as it is, whatever was written', async (t) => {
  const made = await world(t)
  const hostile = [
    '<p onclick="x()">a<script>alert(1)</script><img src="javascript:alert(1)" onerror="x()"><style>*{}</style></p>',
    '<a href="javascript:alert(1)">a</a><a href="JaVaScRiPt:alert(1)">b</a><a href="data:text/html,x">c</a><a href="vbscript:x">d</a>',
    '<iframe src="https://example.org"></iframe><svg onload="x()"><math><mi xlink:href="javascript:x"></svg>',
    '<p title="&quot; onmouseover=&quot;x()">"><img src=x onerror=alert(1)></p>',
  ]
  for (const content of hostile)
    for (const format of ['html', 'markdown', 'text']) {
      const { id } = await made.create('articles', { ...base, body: { format, content } })
      const html: string = await read(made, id, 'html')
      for (const tag of html.match(/<[^>]*>/g) ?? []) {
        t.match(tag, /^<\/?(?:p|h2|h3|blockquote|ul|ol|li|strong|em|u|s|code|a|br|figure|figcaption|img)(?: |\/?>)/)
        t.notMatch(tag, /\son\w+=|javascript:|data:|vbscript:|style=/i, `${format}: ${content}`)
      }
    }
})

const span = (text: string, more = {}) => ({ _type: 'span', text, ...more })
const block = (more = {}) => ({ _type: 'block', children: [span('a')], ...more })
const faulty: [string, number, unknown, string[]][] = [
  ['no body at all', 400, 'text', ['/body']],
  ['an unknown format', 400, { format: 'rtf', content: '' }, ['/body/format']],
  ['no content', 400, { format: 'text' }, ['/body/content']],
  ['an unknown member', 400, { format: 'text', content: '', lang: 'ar' }, ['/body/lang']],
  ['an unknown type of block', 400, [block(), { _type: 'video' }], ['/body/1/_type']],
  ['a block without children', 400, [{ _type: 'block', children: [] }], ['/body/0/children']],
  ['an unknown style', 400, [block({ style: 'h1' })], ['/body/0/style']],
  [
    'faults in two blocks',
    400,
    [block({ style: 'h1' }), block({ children: [{ _type: 'span' }] })],
    ['/body/0/style', '/body/1/children/0/text'],
  ],
  ['a member that is not known', 400, [block({ children: [span('a', { txt: 'b' })] })], ['/body/0/children/0/txt']],
  ['a key used twice', 422, [block({ _key: 'k' }), block({ _key: 'k' })], ['/body/1/_key']],
  [
    'a mark that means nothing',
    422,
    [block({ children: [span('a', { marks: ['strong', 'l1'] })] })],
    ['/body/0/children/0/marks/1'],
  ],
  [
    'an unsafe link',
    422,
    [
      block({
        markDefs: [{ _type: 'link', _key: 'l', href: 'javascript:alert(1)' }],
        children: [span('a', { marks: ['l'] })],
      }),
    ],
    ['/body/0/markDefs/0/href'],
  ],
  ['an unsafe image', 422, [{ _type: 'image', url: 'javascript:alert(1)' }], ['/body/0/url']],
  ['a level without a list', 422, [block({ level: 2 })], ['/body/0/level']],
  [
    'two faults that a schema cannot see',
    422,
    [block({ level: 2 }), { _type: 'image', url: 'data:x' }],
    ['/body/0/level', '/body/1/url'],
  ],
]

test('every fault of a body points into it, for POST, PUT and PATCH alike', async (t) => {
  const { create, expect } = await world(t)
  const { id } = await create('articles', base)
  for (const [name, status, body, pointers] of faulty) {
    const answers = [
      await expect(status, '/v1/articles', { ...key, method: 'POST', body: { ...base, body } }),
      await expect(status, '/v1/articles/ext:new', { ...key, method: 'PUT', body: { ...base, body } }),
      await expect(status, `/v1/articles/${id}`, { ...key, method: 'PATCH', body: { body }, ifMatch: '*' }),
    ]
    for (const answer of answers)
      t.strictSame(answer.body.errors?.map(({ pointer }: any) => pointer).sort(), pointers, name)
  }
  t.equal((await expect(200, '/v1/articles?count=true', key)).body.total, 1)
  t.equal((await expect(200, `/v1/articles/${id}`, key)).body.version, 1)
})

test('text is stored in NFC and otherwise as it was sent, with its bidi and zero-width controls', async (t) => {
  const made = await world(t)
  const text = 'مرسى\u200f \u202aRamla\u202c \u2066x\u2069 نمی\u200cشود cafe\u0301 \u{1F468}\u200d\u{1F33E} \u00a0 “ـ”'
  const { id, body } = await made.create('articles', { ...base, title: text, body: { format: 'text', content: text } })
  t.equal(body[0].children[0].text, text.normalize('NFC'))
  t.equal(await read(made, id, 'text'), text.normalize('NFC'))
  for (const format of ['markdown', 'html']) {
    const { body: copy } = await made.create('articles', {
      ...base,
      body: { format, content: await read(made, id, format) },
    })
    t.equal(copy[0].children[0].text, text.normalize('NFC'), format)
  }
})

test('a body of the wrong type is one fault, which says what it may be', async (t) => {
  const { expect } = await world(t)
  for (const body of ['text', 5, true]) {
    const { body: problem } = await expect(400, '/v1/articles', { ...key, method: 'POST', body: { ...base, body } })
    t.strictSame(problem.errors, [{ pointer: '/body', detail: 'must be array or object or null', code: 'wrong-type' }])
  }
})
