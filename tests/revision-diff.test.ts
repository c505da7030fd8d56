import fc from 'fast-check'
import { test } from 'tap'
import { jsonPatch, type Operation } from '../src/revisions/json-patch.ts'
import { diffWords } from '../src/text/word-diff.ts'
import { admin, type World, world } from './helper.ts'

const always = () => true
const key = { as: ['drafts:read' as const] }
const paragraph = (text: string) => ({ _type: 'block', children: [{ _type: 'span', text }] })

/** Pieces as one text: what was deleted between `[-` and `-]`, what was inserted between `{+` and `+}`. */
function shown(before: string, after: string): string {
  const marks = { equal: ['', ''], delete: ['[-', '-]'], insert: ['{+', '+}'] }
  return diffWords(before, after, always)
    .map(({ op, text }) => `${marks[op][0]}${text}${marks[op][1]}`)
    .join('')
}

const changes: [name: string, before: string, after: string, shown: string][] = [
  ['a word', 'الميناء لا يحتمل تأجيلا آخر', 'الميناء لا يحتمل تأخيرا آخر', 'الميناء لا يحتمل [-تأجيلا-]{+تأخيرا+} آخر'],
  ['a haraka, which is shown with its word', 'قال محمد', 'قال مُحمد', 'قال [-محمد-]{+مُحمد+}'],
  ['a punctuation mark, which is shown without its word', 'قال: نعم.', 'قال: نعم؟', 'قال: نعم[-.-]{+؟+}'],
  [
    'words side by side, which are one change',
    'في بيت صغير هنا',
    'في دار كبيرة هنا',
    'في [-بيت صغير-]{+دار كبيرة+} هنا',
  ],
  ['a number', 'بلغ ١٬٢٣٤ طنا', 'بلغ ١٬٢٤٣ طنا', 'بلغ [-١٬٢٣٤-]{+١٬٢٤٣+} طنا'],
  ['nothing', 'نعم', 'نعم', 'نعم'],
  ['all of it', '', 'جديد', '{+جديد+}'],
]
for (const [name, before, after, wanted] of changes) {
  test(`a change of ${name} reads so`, async (t) => t.equal(shown(before, after), wanted))
}

const words = fc
  .array(
    fc.constantFrom(
      'ماء',
      'مَاءٌ',
      ' ',
      '،',
      '"',
      'salt',
      '\u2067',
      '\u2069',
      'می\u200cخواهد',
      'ه\u200d',
      '12',
      '\n',
      '👨‍👩‍👧',
    ),
    {
      maxLength: 30,
    },
  )
  .map((all) => all.join(''))

test('the pieces are both texts, to the character, and never begin with a mark of the word before', async (t) => {
  fc.assert(
    fc.property(words, words, fc.boolean(), (before, after, isAffordable) => {
      const pieces = diffWords(before, after, () => isAffordable)
      const without = (op: string) => pieces.filter((piece) => piece.op !== op).map(({ text }) => text)
      t.equal(without('insert').join(''), before)
      t.equal(without('delete').join(''), after)
      for (const [index, { text }] of pieces.entries()) if (index > 0) t.notMatch(text, /^[\p{M}\u200c\u200d]/u)
    }),
    { numRuns: 300 },
  )
  t.end()
})

/** What a client does with a patch (RFC 6902 section 4), for the operations that there are. */
function applied(document: unknown, operations: Operation[]): unknown {
  const root = { '': structuredClone(document) }
  for (const operation of operations) {
    const steps = operation.path.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    const last = steps.pop() as string
    const target = steps.reduce((at: any, step) => at[step], root)
    if (operation.op === 'remove') Array.isArray(target) ? target.splice(Number(last), 1) : delete target[last]
    else if (operation.op === 'add' && Array.isArray(target)) target.splice(Number(last), 0, operation.value)
    else target[last] = operation.value
  }
  return root['']
}

test('the patch makes any state the other', async (t) => {
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<unknown>(null, 0, 1, 'a', 'b'),
      fc.array(tie('json'), { maxLength: 5 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c/d', 'e~f'), tie('json'), { noNullPrototype: true }),
    ),
  }))
  fc.assert(
    fc.property(json, json, fc.boolean(), (before, after, isAffordable) => {
      t.strictSame(
        applied(
          before,
          jsonPatch(before, after, () => isAffordable),
        ),
        after,
      )
    }),
    { numRuns: 500 },
  )
  t.end()
})

test('a paragraph that is put between others is one operation', async (t) => {
  const body = ['a', 'b', 'c'].map((_key) => ({ _key }))
  const [a, b, c] = body
  t.strictSame(jsonPatch({ body }, { body: [a, { _key: 'new' }, b, c] }, always), [
    { op: 'add', path: '/body/1', value: { _key: 'new' } },
  ])
})

async function edited(w: World) {
  w.setTime('2026-03-01T08:00:00.000Z')
  await w.create('articles', {
    externalId: 'well',
    lang: 'ar',
    title: 'البئر',
    body: [paragraph('قال: "الماء لا ينتظر أحدا".'), paragraph('يذهب هذا.'), paragraph('يبقى هذا.')],
    quotes: [{ externalId: 'q', kind: 'direct', text: 'الماء لا ينتظر أحدا' }],
  })
  w.setTime('2026-03-02T08:00:00.000Z')
  const body = [paragraph('قال سالم: "الماء لا ينتظر أحدا".'), paragraph('يبقى هذا.')]
  await w.expect(200, '/v1/articles/ext:well', {
    method: 'PATCH',
    as: admin,
    ifMatch: '*',
    body: { title: 'البئر القديمة', body },
  })
}

test('what changed between two versions is a patch of the state, and every text word by word', async (t) => {
  const w = await world(t)
  await edited(w)
  const [first, second] = [
    (await w.expect(200, '/v1/articles/ext:well/revisions/1', key)).body.state,
    (await w.expect(200, '/v1/articles/ext:well/revisions/2', key)).body.state,
  ]
  const { body, headers } = await w.expect(200, '/v1/articles/ext:well/revisions/2/diff', key)
  t.equal(headers['cache-control'], 'private, no-store')
  t.match(body, { version: 2, against: 1 })
  t.strictSame(applied(first, body.patch), second)
  const equal = (text: string) => ({ op: 'equal', text })
  const keyOf = (n: number) => first.body[n]._key
  t.strictSame(body.words, [
    { pointer: '/title', blockKey: null, dir: 'rtl', pieces: [equal('البئر'), { op: 'insert', text: ' القديمة' }] },
    {
      pointer: '/body/0',
      blockKey: keyOf(0),
      dir: 'rtl',
      pieces: [equal('قال'), { op: 'insert', text: ' سالم' }, equal(': "الماء لا ينتظر أحدا".')],
    },
    { pointer: '/body/1', blockKey: keyOf(1), dir: 'rtl', pieces: [{ op: 'delete', text: 'يذهب هذا.' }] },
    { pointer: '/body/1', blockKey: keyOf(2), dir: 'rtl', pieces: [equal('يبقى هذا.')] },
  ])
  const back = await w.expect(200, '/v1/articles/ext:well/revisions/1/diff?against=2', key)
  t.strictSame(applied(second, back.body.patch), first, 'the other way round')
  const fromNothing = await w.expect(200, '/v1/articles/ext:well/revisions/1/diff', key)
  t.equal(fromNothing.body.against, 0)
  t.strictSame(applied({}, fromNothing.body.patch), first, 'before the first there is nothing')
})

test('versions of sources, analysts and quotes are compared as well, and only for those who see drafts', async (t) => {
  const w = await world(t)
  await edited(w)
  await w.create('sources', { externalId: 's', name: 'ساحل' })
  await w.create('analysts', { externalId: 'a', name: 'سالم' })
  for (const [url, body] of [
    ['/v1/sources/ext:s', { name: 'ساحل نيوز' }],
    ['/v1/analysts/ext:a', { name: 'سالم الطويل' }],
    ['/v1/quotes/ext:q', { note: 'سمع' }],
  ] as const) {
    await w.expect(200, url, { method: 'PATCH', as: admin, ifMatch: '*', body })
    const { version } = (await w.expect(200, url, key)).body
    const { words } = (await w.expect(200, `${url}/revisions/${version}/diff`, key)).body
    t.equal(words[0].pointer, `/${Object.keys(body)[0]}`)
    await w.expect(404, `${url}/revisions/9/diff`, key)
    await w.expect(404, `${url}/revisions/1/diff?against=9`, key)
    await w.expect(401, `${url}/revisions/1/diff`)
    await w.expect(403, `${url}/revisions/1/diff`, { as: ['content:write'] })
  }
})

test('asOf reads an article as it was at a time, with the quotes of then', async (t) => {
  const w = await world(t)
  await edited(w)
  w.setTime('2026-03-03T08:00:00.000Z')
  await w.expect(204, '/v1/quotes/ext:q', { method: 'DELETE', as: admin, ifMatch: '*' })
  const at = async (time: string, more = '') =>
    (await w.expect(200, `/v1/articles/ext:well?asOf=${encodeURIComponent(time)}${more}`, key)).body
  t.match(await at('2026-03-01T23:00:00Z', '&include=quotes&body=text'), {
    version: 1,
    title: 'البئر',
    body: /يذهب هذا/,
    quotes: [{ version: 1, spans: [{ start: 6 }] }],
  })
  t.match(await at('2026-03-02T11:00:00+03:00', '&include=quotes'), {
    version: 2,
    quotes: [{ version: 2, spans: [{ start: 11 }] }],
  })
  t.match(await at('2026-03-02T10:59:59+03:00', '&fields=title'), { title: 'البئر' })
  t.strictSame((await at('2026-03-03T09:00:00Z', '&include=quotes')).quotes, [])
  t.match((await at('2026-03-01T23:00:00Z', '&quotes=marked&body=html')).body, /<q data-quote=/)
})

test('asOf finds nothing before something was created, nor while it was in the trash', async (t) => {
  const w = await world(t)
  w.setTime('2026-03-01T08:00:00.000Z')
  await w.create('sources', { externalId: 's', name: 'ساحل' })
  w.setTime('2026-03-02T08:00:00.000Z')
  await w.expect(204, '/v1/sources/ext:s', { method: 'DELETE', as: admin, ifMatch: '*' })
  w.setTime('2026-03-03T08:00:00.000Z')
  await w.expect(200, '/v1/sources/ext:s/restoration', { method: 'POST', as: admin })
  for (const [time, status] of [
    ['2026-03-01T07:59:59.999Z', 404],
    ['2026-03-01T08:00:00Z', 200],
    ['2026-03-02T08:00:00Z', 404],
    ['2026-03-03T08:00:00Z', 200],
  ] as const)
    await w.expect(status, `/v1/sources/ext:s?asOf=${time}`, key)
  await w.expect(404, '/v1/sources/ext:none?asOf=2026-03-01T08:00:00Z', key)
  await w.expect(400, '/v1/sources/ext:s?asOf=yesterday', key)
  await w.expect(400, '/v1/sources/ext:s?asOf=2026-03-01T08:00:00Z&trashed=true', key)
  await w.expect(401, '/v1/sources/ext:s?asOf=2026-03-01T08:00:00Z')
  await w.expect(403, '/v1/sources/ext:s?asOf=2026-03-01T08:00:00Z', { as: ['content:write'] })
})
