import { type Test, test } from 'tap'
import { admin, type World, world } from './helper.ts'

const key = { as: admin }
const blocks = [
  ['b1', 'The sea gives, she said, and the sea takes. The sea gives nothing.'],
  ['b2', 'قال المتحدث إن «البحرُ لا ينتظر» أحدا 👨‍🌾 اليوم، ثم صمت.'],
  ['b3', 'Wind is free.'],
]
const body = blocks.map(([_key, text]) => ({ _type: 'block', _key, children: [{ _type: 'span', text }] }))

async function coast(t: Test): Promise<World & { article: any; nadia: any; port: any }> {
  const made = await world(t)
  const nadia = await made.create('analysts', { externalId: 'nadia', name: 'Nadia' })
  const port = await made.create('sources', { externalId: 'port', name: 'Port Office' })
  const article = await made.create('articles', { externalId: 'a', lang: 'ar', title: 'The sea', body })
  return { ...made, article, nadia, port }
}

const draft = { articleId: 'ext:a', kind: 'direct' }
const textOf = (blockKey: string) => String(blocks.find(([key]) => key === blockKey)?.[1])
const placeOf = (words: string, blockKey: string) => {
  const text = textOf(blockKey)
  const start = [...text.slice(0, text.indexOf(words))].length
  return { blockKey, start, end: start + [...words].length }
}

test('a quote needs its kind, its article and words, and everything else is null, empty or derived', async (t) => {
  const { create, article } = await coast(t)
  const made = await create('quotes', { ...draft, text: 'Wind is free' })
  const { id, createdAt, updatedAt, link, ...quote } = made
  t.strictSame(quote, {
    externalId: null,
    version: 1,
    articleId: article.id,
    kind: 'direct',
    text: 'Wind is free',
    previousText: null,
    spans: [{ blockKey: 'b3', text: 'Wind is free', start: 0, end: 12, prefix: '', suffix: '.' }],
    analystId: null,
    sourceId: null,
    role: null,
    mention: null,
    cue: null,
    toldToId: null,
    lang: 'ar',
    dir: 'rtl',
    isTranslation: false,
    originalText: null,
    position: 1,
    status: 'asserted',
    anchor: 'exact',
    note: null,
    publishedAt: null,
  })
})

test('a quote keeps everything that is written of it', async (t) => {
  const { create, expect, nadia, port } = await coast(t)
  const members = {
    externalId: 'q',
    role: 'Harbour master',
    mention: { kind: 'surname', text: 'Salem' },
    cue: 'she said',
    lang: 'en',
    isTranslation: true,
    originalText: 'البحر يعطي',
    status: 'verified',
    note: 'By telephone.',
  }
  const made = await create('quotes', {
    ...draft,
    ...members,
    text: 'Wind is free',
    analystId: 'ext:nadia',
    toldToId: 'ext:port',
  })
  t.match(made, { ...members, dir: 'ltr', analystId: nadia.id, toldToId: port.id, sourceId: null })
  t.strictSame((await expect(200, '/v1/quotes/ext:q', key)).body, made)
  t.strictSame((await expect(200, `/v1/quotes/${made.id}`, key)).body, made)
})

const wholeBlock2 = 'البحرُ لا ينتظر'
const spellings: [string, object, object[]][] = [
  ['words alone', { spans: [{ text: wholeBlock2 }] }, [placeOf(wholeBlock2, 'b2')]],
  ['a place alone', { spans: [placeOf(wholeBlock2, 'b2')] }, [placeOf(wholeBlock2, 'b2')]],
  ['words and place', { spans: [{ text: wholeBlock2, ...placeOf(wholeBlock2, 'b2') }] }, [placeOf(wholeBlock2, 'b2')]],
  ['words and block', { spans: [{ text: wholeBlock2, blockKey: 'b2' }] }, [placeOf(wholeBlock2, 'b2')]],
  ['text instead of spans', { text: wholeBlock2 }, [placeOf(wholeBlock2, 'b2')]],
  ['text and the same spans', { text: wholeBlock2, spans: [{ text: wholeBlock2 }] }, [placeOf(wholeBlock2, 'b2')]],
  ['behind a character of several code points', { text: 'اليوم، ثم' }, [placeOf('اليوم، ثم', 'b2')]],
  [
    'words that stand twice, with a prefix',
    { spans: [{ text: 'sea gives', prefix: '. The ' }] },
    [{ blockKey: 'b1', start: 48, end: 57 }],
  ],
  [
    'words that stand twice, with a suffix',
    { spans: [{ text: 'sea gives', suffix: ', she' }] },
    [{ blockKey: 'b1', start: 4, end: 13 }],
  ],
  [
    'words that stand twice, with a start',
    { spans: [{ text: 'sea gives', start: 48 }] },
    [{ blockKey: 'b1', start: 48, end: 57 }],
  ],
  [
    'a split quotation',
    { spans: [{ text: 'The sea gives', start: 0 }, { text: 'and the sea takes' }] },
    [placeOf('The sea gives', 'b1'), placeOf('and the sea takes', 'b1')],
  ],
  [
    'spans in two blocks',
    { spans: [{ text: 'and the sea takes' }, { text: 'Wind is free' }] },
    [placeOf('and the sea takes', 'b1'), placeOf('Wind is free', 'b3')],
  ],
]

test('a span may be words, a place or both, and the server fills in the rest in code points', async (t) => {
  const { create } = await coast(t)
  for (const [name, members, places] of spellings)
    for (const kind of ['direct', 'mixed']) {
      const { spans, text } = await create('quotes', { ...draft, kind, ...members })
      t.match(spans, places, `${name}, ${kind}`)
      t.equal(spans.length, places.length)
      for (const { blockKey, text: words, start, end, prefix, suffix } of spans) {
        const whole = [...textOf(blockKey)]
        t.equal(whole.slice(start, end).join(''), words)
        t.equal(
          whole
            .slice(Math.max(0, start - prefix.length), start)
            .join('')
            .endsWith(prefix),
          true,
        )
        t.ok(whole.slice(end).join('').startsWith(suffix))
        t.ok(prefix !== '' || start === 0)
        t.ok(suffix !== '' || end === whole.length)
      }
      t.equal(text, spans.map((span: any) => span.text).join(' … '))
    }
})

test('an indirect quote may have spans or only its own words', async (t) => {
  const { create, expect } = await coast(t)
  const indirect = { ...draft, kind: 'indirect' }
  t.match(await create('quotes', { ...indirect, text: 'That the sea is unfair.' }), {
    text: 'That the sea is unfair.',
    spans: [],
    anchor: null,
  })
  t.match(await create('quotes', { ...indirect, spans: [{ text: 'the sea takes' }] }), {
    text: 'the sea takes',
    spans: [placeOf('the sea takes', 'b1')],
    anchor: 'exact',
  })
  const { body: problem } = await expect(422, '/v1/quotes', { ...key, method: 'POST', body: indirect })
  t.match(problem, { errors: [{ pointer: '/text', code: 'required' }] })
})

const refused: [string, object, string, string, object[] | undefined][] = [
  ['words that stand nowhere', { text: 'The wind gives' }, '/text', 'span-not-found', undefined],
  ['words in another case', { text: 'wind is Free' }, '/text', 'span-not-found', [placeOf('Wind is free', 'b3')]],
  [
    'words without their harakat',
    { spans: [{ text: 'البحر لا ينتظر' }] },
    '/spans/0',
    'span-not-found',
    [placeOf(wholeBlock2, 'b2')],
  ],
  [
    'words that stand twice',
    { spans: [{ text: 'sea gives' }] },
    '/spans/0',
    'span-ambiguous',
    [{ start: 4 }, { start: 48 }],
  ],
  [
    'the second of two spans',
    { spans: [{ text: 'Wind is free' }, { text: 'sea gives' }] },
    '/spans/1',
    'span-ambiguous',
    [{ start: 4 }, { start: 48 }],
  ],
  [
    'a block that is not there',
    { spans: [{ blockKey: 'b9', start: 0, end: 3 }] },
    '/spans/0',
    'span-no-such-block',
    undefined,
  ],
  [
    'words in a block that is not there',
    { spans: [{ blockKey: 'b9', text: 'Wind' }] },
    '/spans/0',
    'span-no-such-block',
    [placeOf('Wind', 'b3')],
  ],
  [
    'a place beyond the text',
    { spans: [{ blockKey: 'b3', start: 0, end: 14 }] },
    '/spans/0',
    'span-out-of-range',
    undefined,
  ],
  [
    'a place with nothing in it',
    { spans: [{ blockKey: 'b3', start: 4, end: 4 }] },
    '/spans/0',
    'span-out-of-range',
    undefined,
  ],
  [
    'a place the wrong way round',
    { spans: [{ blockKey: 'b3', start: 4, end: 2 }] },
    '/spans/0',
    'span-out-of-range',
    undefined,
  ],
  [
    'words that stand elsewhere',
    { spans: [{ text: 'Wind is free', blockKey: 'b3', start: 1, end: 13 }] },
    '/spans/0',
    'span-mismatch',
    [placeOf('Wind is free', 'b3')],
  ],
  [
    'words of another block',
    { spans: [{ text: 'Wind is free', blockKey: 'b1' }] },
    '/spans/0',
    'span-mismatch',
    [placeOf('Wind is free', 'b3')],
  ],
  ['half of a letter with its haraka', { spans: [{ text: 'البحر' }] }, '/spans/0', 'span-splits-grapheme', undefined],
  ['half of a farmer', { spans: [{ text: 'أحدا 👨' }] }, '/spans/0', 'span-splits-grapheme', undefined],
  ['an incomplete place', { spans: [{ blockKey: 'b3', start: 1 }] }, '/spans/0', 'span-incomplete', undefined],
  ['an empty span', { spans: [{}] }, '/spans/0', 'span-incomplete', undefined],
  ['nothing at all', {}, '/spans', 'required', undefined],
  ['no spans', { spans: [] }, '/spans', 'required', undefined],
  ['spans that overlap', { spans: [{ text: 'Wind is' }, { text: 'is free' }] }, '/spans/1', 'overlap', undefined],
  ['the same span twice', { spans: [{ text: 'Wind' }, { text: 'Wind' }] }, '/spans/1', 'overlap', undefined],
  [
    'text that is not that of the spans',
    { text: 'Wind', spans: [{ text: 'Wind is free' }] },
    '/text',
    'mismatch',
    undefined,
  ],
]

test('words without one place are refused, and the places that could be meant are named', async (t) => {
  const { expect } = await coast(t)
  for (const [name, members, pointer, code, candidates] of refused) {
    const { body: problem } = await expect(422, '/v1/quotes', {
      ...key,
      method: 'POST',
      body: { ...draft, ...members },
    })
    t.match(problem, { code: 'invalid-content', errors: [{ pointer, code, ...(candidates && { candidates }) }] }, name)
    t.equal(problem.errors.length, 1, `${name}: nothing else`)
  }
  t.equal((await expect(200, '/v1/quotes?count=true', key)).body.total, 0)
})

test('a candidate can be sent back as it is', async (t) => {
  const { create, expect } = await coast(t)
  const { body: problem } = await expect(422, '/v1/quotes', {
    ...key,
    method: 'POST',
    body: { ...draft, text: 'sea gives' },
  })
  for (const candidate of problem.errors[0].candidates)
    t.strictSame((await create('quotes', { ...draft, spans: [candidate] })).spans, [candidate])
})

test('a quote has one speaker, an analyst or a source, or none', async (t) => {
  const { create, expect, nadia, port } = await coast(t)
  const text = 'Wind is free'
  t.match(await create('quotes', { ...draft, text, analystId: 'ext:nadia' }), { analystId: nadia.id, sourceId: null })
  t.match(await create('quotes', { ...draft, text, kind: 'mixed', sourceId: port.slug }), {
    analystId: null,
    sourceId: port.id,
  })
  const { id } = await create('quotes', { ...draft, text, kind: 'indirect', analystId: 'ext:nadia' })
  const { body: problem } = await expect(422, '/v1/quotes', {
    ...key,
    method: 'POST',
    body: { ...draft, text: 'x', analystId: 'ext:nadia', sourceId: 'ext:port' },
  })
  t.strictSame(
    problem.errors.map(({ pointer }: any) => pointer),
    ['/sourceId', '/text'],
    'all faults at once',
  )
  const patch = (status: number, change: object) =>
    expect(status, `/v1/quotes/${id}`, { ...key, method: 'PATCH', body: change, ifMatch: '*' })
  t.match((await patch(422, { sourceId: 'ext:port' })).body, { errors: [{ pointer: '/sourceId', code: 'mismatch' }] })
  t.match((await patch(200, { sourceId: 'ext:port', analystId: null })).body, { analystId: null, sourceId: port.id })
  t.match(
    (await patch(422, { analystId: 'ext:port', toldToId: 'ext:nadia' })).body.errors
      .map(({ pointer }: any) => pointer)
      .sort(),
    ['/analystId', '/toldToId'],
  )
})

test('positions follow the text, whatever the order in which quotes are written', async (t) => {
  const { create, expect } = await coast(t)
  const positions = async () =>
    (await expect(200, '/v1/articles/ext:a/quotes', key)).body.items.map(
      ({ externalId, position, version }: any) => `${position} ${externalId} v${version}`,
    )
  await create('quotes', { ...draft, externalId: 'wind', text: 'Wind is free' })
  await create('quotes', { ...draft, externalId: 'takes', text: 'the sea takes' })
  await create('quotes', { ...draft, externalId: 'last', kind: 'indirect', text: 'Nobody knows.' })
  await create('quotes', { ...draft, externalId: 'sea', text: wholeBlock2, position: 1 })
  t.strictSame(await positions(), ['1 takes v1', '2 sea v1', '3 wind v1', '4 last v1'])
  await create('quotes', { ...draft, externalId: 'second', kind: 'indirect', text: 'Somebody does.', position: 2 })
  t.strictSame(await positions(), ['1 takes v1', '2 second v1', '3 sea v1', '4 wind v1', '5 last v1'])
  await create('quotes', { ...draft, externalId: 'nothing', text: 'gives nothing' })
  t.strictSame(await positions(), ['1 takes v1', '2 second v1', '3 nothing v1', '4 sea v1', '5 wind v1', '6 last v1'])
  await expect(200, '/v1/quotes/ext:last', { ...key, method: 'PATCH', body: { position: 1 }, ifMatch: '*' })
  await expect(204, '/v1/quotes/ext:sea', { ...key, method: 'DELETE', ifMatch: '*' })
  t.strictSame(await positions(), ['1 last v2', '2 second v1', '3 takes v1', '4 nothing v1', '5 wind v1'])
  await create('quotes', { ...draft, externalId: 'early', spans: [{ text: 'sea gives', start: 4 }] })
  t.strictSame(
    (await positions()).slice(1, 4),
    ['2 second v1', '3 early v1', '4 takes v1'],
    'within a block by where they start',
  )
  for (let round = 0; round < 2; round++) {
    const { body: same } = await expect(200, '/v1/quotes/ext:second', {
      ...key,
      method: 'PATCH',
      body: {},
      ifMatch: '*',
    })
    t.match(same, { version: 1, position: 2 })
  }
})

test('a patch of the words finds new spans, one of the spans gives new words, and the rest leaves both', async (t) => {
  const { create, expect } = await coast(t)
  const { id, ...made } = await create('quotes', { ...draft, text: 'Wind is free', note: 'x' })
  const patch = async (change: object) =>
    (await expect(200, `/v1/quotes/${id}`, { ...key, method: 'PATCH', body: change, ifMatch: '*' })).body
  t.match(await patch({ note: null, cue: 'she said' }), {
    text: made.text,
    spans: made.spans,
    note: null,
    cue: 'she said',
  })
  t.match(await patch({ text: 'the sea takes' }), {
    text: 'the sea takes',
    spans: [placeOf('the sea takes', 'b1')],
    cue: 'she said',
  })
  t.match(await patch({ spans: [placeOf(wholeBlock2, 'b2')] }), { text: wholeBlock2 })
  t.match(await patch({ kind: 'indirect', spans: null, text: 'That it waits for nobody.' }), {
    spans: [],
    anchor: null,
    text: 'That it waits for nobody.',
  })
  const { body: problem } = await expect(422, `/v1/quotes/${id}`, {
    ...key,
    method: 'PATCH',
    body: { kind: 'direct' },
    ifMatch: '*',
  })
  t.match(problem, { errors: [{ pointer: '/text', code: 'span-not-found' }] })
  t.match(await patch({ kind: 'direct', text: 'Wind is free' }), { spans: made.spans, version: 6 })
})

test('a quote stays with its article', async (t) => {
  const { create, expect } = await coast(t)
  await create('articles', { externalId: 'b', lang: 'en', title: 'Another', body })
  await create('quotes', { ...draft, externalId: 'q', text: 'Wind is free' })
  const url = '/v1/quotes/ext:q'
  for (const request of [
    { method: 'PUT', body: { articleId: 'ext:b', kind: 'direct', text: 'Wind is free' } },
    { method: 'PATCH', body: { articleId: 'ext:b' } },
  ] as const)
    t.match((await expect(422, url, { ...key, ...request, ifMatch: '*' })).body, {
      errors: [{ pointer: '/articleId', code: 'not-allowed' }],
    })
  t.match((await expect(422, url, { ...key, method: 'PATCH', body: { articleId: null }, ifMatch: '*' })).body, {
    errors: [{ pointer: '/articleId' }],
  })
  t.equal((await expect(200, '/v1/articles/ext:b/quotes?count=true', key)).body.total, 0)
})

test('a duplicate external key of a quote is refused, in a POST, a PATCH and an article alike', async (t) => {
  const { create, expect } = await coast(t)
  const listed = { kind: 'direct', text: 'Wind is free' }
  await create('quotes', { ...draft, ...listed, externalId: 'q' })
  const other = await create('quotes', { ...draft, text: 'the sea takes' })
  const refuse = async (pointer: string, url: string, method: 'POST' | 'PATCH' | 'PUT', sent: object) =>
    t.match((await expect(409, url, { ...key, method, body: sent, ...(method !== 'POST' && { ifMatch: '*' }) })).body, {
      code: 'duplicate-external-id',
      errors: [{ pointer }],
    })
  await refuse('/externalId', '/v1/quotes', 'POST', { ...draft, ...listed, externalId: 'q' })
  await refuse('/externalId', `/v1/quotes/${other.id}`, 'PATCH', { externalId: 'q' })
  await refuse('/quotes/0/externalId', '/v1/articles', 'POST', {
    lang: 'en',
    title: 't',
    body,
    quotes: [{ ...listed, externalId: 'q' }],
  })
  const twice = [listed, { kind: 'direct', text: 'the sea takes' }].map((quote) => ({ ...quote, externalId: 'p' }))
  await refuse('/quotes/1/externalId', '/v1/articles/ext:a', 'PUT', {
    lang: 'ar',
    title: 'The sea',
    body,
    quotes: twice,
  })
  t.equal((await expect(200, '/v1/quotes?count=true', key)).body.total, 2, 'nothing of it was stored')
  t.equal((await expect(200, '/v1/articles?count=true', key)).body.total, 1)
})

test('quotes written with their article are matched by external key, else by kind and words', async (t) => {
  const { expect, nadia } = await coast(t)
  const put = async (...quotes: object[]) =>
    (
      await expect(200, '/v1/articles/ext:a', {
        ...key,
        method: 'PUT',
        body: { lang: 'ar', title: 'The sea', body, quotes },
      })
    ).body.quotes
  const wind = { kind: 'direct', text: 'Wind is free' }
  const takes = { kind: 'direct', text: 'the sea takes' }
  const [first, second] = await put(wind, takes)
  const ids = (quotes: any[]) => quotes.map(({ id }) => id)
  t.strictSame(ids([first, second]).length, 2)
  t.match([first.text, second.text], ['the sea takes', 'Wind is free'], 'in text order')

  const again = await put(takes, { ...wind, analystId: 'ext:nadia', externalId: 'w' })
  t.strictSame(ids(again), ids([first, second]))
  t.match(again, [{ version: 1 }, { version: 2, analystId: nadia.id, externalId: 'w' }])

  const renamed = await put({ externalId: 'w', kind: 'direct', text: 'sea gives nothing' }, { ...takes, kind: 'mixed' })
  t.equal(renamed.find(({ externalId }: any) => externalId === 'w').id, second.id, 'by key, whatever its words')
  t.notOk(ids(renamed).includes(first.id), 'another kind is another quote')
  t.equal((await expect(200, `/v1/quotes/${first.id}?trashed=true`, key)).body.text, 'the sea takes')

  const same = [{ ...wind }, { ...wind }]
  const doubled = await put(...same)
  t.equal(new Set(ids(doubled)).size, 2, 'each draft means a quote of its own')
  t.strictSame(ids(await put(...same)), ids(doubled))
})

test('the faults of quotes that are written with their article point into it, all at once, and nothing is stored', async (t) => {
  const { expect } = await coast(t)
  const quotes = [
    { kind: 'direct', text: 'Wind is free' },
    { kind: 'direct', text: 'not there' },
    { kind: 'mixed', spans: [{ text: 'Wind' }, { text: 'sea gives' }], analystId: 'ext:nobody' },
    { kind: 'indirect' },
  ]
  const pointers = ['/quotes/1/text', '/quotes/2/analystId', '/quotes/2/spans/1', '/quotes/3/text']
  for (const [method, url] of [
    ['POST', '/v1/articles'],
    ['PUT', '/v1/articles/ext:a'],
    ['PUT', '/v1/articles/ext:new'],
  ] as const) {
    const { body: problem } = await expect(422, url, {
      ...key,
      method,
      body: { lang: 'en', title: 'New', body, quotes },
    })
    t.strictSame(problem.errors.map(({ pointer }: any) => pointer).sort(), pointers)
  }
  const { body: shape } = await expect(400, '/v1/articles', {
    ...key,
    method: 'POST',
    body: { lang: 'en', title: 'New', quotes: [{ kind: 'shout', articleId: 'x' }] },
  })
  t.strictSame(shape.errors.map(({ pointer }: any) => pointer).sort(), ['/quotes/0/articleId', '/quotes/0/kind'])
  t.equal((await expect(200, '/v1/articles?count=true', key)).body.total, 1)
  t.match((await expect(200, '/v1/articles/ext:a?include=quotes', key)).body, {
    title: 'The sea',
    version: 1,
    quotes: [],
  })
})

test('what the server sets cannot be written, and a misspelt member is named', async (t) => {
  const { create, expect } = await coast(t)
  const made = await create('quotes', { ...draft, text: 'Wind is free' })
  for (const name of [
    'id',
    'version',
    'createdAt',
    'updatedAt',
    'dir',
    'anchor',
    'previousText',
    'publishedAt',
    'link',
  ]) {
    const { body: problem } = await expect(400, '/v1/quotes', {
      ...key,
      method: 'POST',
      body: { ...draft, text: 'Wind is free', [name]: made[name] },
    })
    t.match(problem, { errors: [{ pointer: `/${name}`, detail: /set by the server/ }] }, name)
  }
  for (const [name, meant] of [
    ['toldTo', 'toldToId'],
    ['analyst', 'analystId'],
    ['speaker', null],
    ['slug', null],
  ] as const) {
    const { body: problem } = await expect(400, '/v1/quotes', {
      ...key,
      method: 'POST',
      body: { ...draft, text: 'x', [name]: 'x' },
    })
    t.match(
      problem,
      {
        errors: [
          {
            pointer: `/${name}`,
            code: 'unknown-member',
            ...(meant && { detail: new RegExp(`did you mean '${meant}'`) }),
          },
        ],
      },
      name,
    )
  }
})
