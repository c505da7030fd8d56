import fc from 'fast-check'
import { test } from 'tap'
import { admin, type World, world } from './helper.ts'

const text = (paragraphs: string[]) => ({ format: 'text', content: paragraphs.join('\n\n') })

const lead = 'افتتح المجلس جلسته مساء الاثنين.'
const said = 'قال الطويل: "السد لا يكفي المدينة وحده في الصيف".'
const added = 'وأضاف المهندس: "نحتاج إلى محطة تحلية ثانية قبل حلول الشتاء".'
const words = 'السد لا يكفي المدينة وحده في الصيف'

async function published(world: World) {
  await world.create('analysts', { externalId: 'p', name: 'سالم الطويل' })
  return await world.create('articles', {
    externalId: 'a',
    lang: 'ar',
    title: 'عنوان',
    status: 'published',
    body: text([lead, said, added]),
    quotes: [
      { externalId: 'q', kind: 'direct', analystId: 'ext:p', spans: [{ text: words }] },
      { externalId: 'r', kind: 'mixed', analystId: 'ext:p', spans: [{ text: 'محطة تحلية ثانية' }] },
      { externalId: 'i', kind: 'indirect', analystId: 'ext:p', spans: [{ text: 'افتتح المجلس جلسته' }] },
    ],
  })
}

const edit = (world: World, paragraphs: string[], policy = '') =>
  world.ask(`/v1/articles/ext:a${policy && `?onDrift=${policy}`}`, {
    method: 'PATCH',
    as: admin,
    ifMatch: '*',
    body: { body: text(paragraphs) },
  })

test('an edit that changes the words of a quote is refused with the old and the new words', async (t) => {
  const w = await world(t)
  await published(w)
  const before = (await w.expect(200, '/v1/articles/ext:a?include=quotes', { as: admin })).text
  const changed = said.replace('وحده', 'اليوم')
  const answer = await edit(w, [lead, changed, added])
  t.equal(answer.status, 409)
  t.equal(answer.body.code, 'quote-drift')
  t.equal(answer.body.quotes.length, 1)
  const [drift] = answer.body.quotes
  t.equal(drift.oldText, words)
  t.equal(drift.newText, words.replace('وحده', 'اليوم'))
  t.ok(drift.similarity >= 0.75 && drift.similarity < 1)
  t.equal((await w.expect(200, '/v1/articles/ext:a?include=quotes', { as: admin })).text, before, 'nothing was changed')
})

test('an edit that loses the words of a quote is refused, and with update as well', async (t) => {
  const w = await world(t)
  await published(w)
  for (const policy of ['', 'refuse', 'update']) {
    const answer = await edit(w, [lead, added], policy)
    t.equal(answer.status, 409, policy)
    t.equal(answer.body.quotes[0].newText, null)
  }
})

test('flag accepts the edit: changed words become fuzzy, lost words drifted, both disputed', async (t) => {
  const w = await world(t)
  await published(w)
  const changed = said.replace('وحده', 'اليوم')
  t.equal((await edit(w, [lead, changed], 'flag')).status, 200)
  const fuzzy = (await w.expect(200, '/v1/quotes/ext:q')).body
  t.match(fuzzy, { anchor: 'fuzzy', status: 'disputed', previousText: words, text: words.replace('وحده', 'اليوم') })
  const lost = (await w.expect(200, '/v1/quotes/ext:r')).body
  t.match(lost, { anchor: 'drifted', status: 'disputed', text: 'محطة تحلية ثانية', link: null })
  t.equal((await w.expect(200, '/v1/quotes?anchor=drifted&count=true')).body.total, 1)
})

test('update moves the quote to the new words and keeps the old beside them', async (t) => {
  const w = await world(t)
  await published(w)
  t.equal((await edit(w, [lead, said.replace('وحده', 'اليوم'), added], 'update')).status, 200)
  const quote = (await w.expect(200, '/v1/quotes/ext:q')).body
  const now = words.replace('وحده', 'اليوم')
  t.match(quote, { text: now, previousText: words, status: 'asserted', spans: [{ text: now }] })
})

test('corrections of spelling, of marks and of white space are not drift', async (t) => {
  const w = await world(t)
  await published(w)
  const corrected = said.replace('السد', 'السـد').replace('المدينة', 'المدينه').replaceAll('"', '«')
  t.equal((await edit(w, [lead, corrected, added])).status, 200)
  const quote = (await w.expect(200, '/v1/quotes/ext:q')).body
  t.match(quote, { anchor: 'exact', status: 'asserted', text: 'السـد لا يكفي المدينه وحده في الصيف' })
})

test('a quote that moves to another block says so, and one that stays put does not change its version', async (t) => {
  const w = await world(t)
  await published(w)
  t.equal((await edit(w, [said, lead, added])).status, 200)
  const stays = (await w.expect(200, '/v1/quotes/ext:r')).body
  t.match(stays, { anchor: 'exact', version: 1 })
  const order = (await w.expect(200, '/v1/articles/ext:a/quotes')).body.items
  t.strictSame(
    order.map((quote: any) => quote.externalId),
    ['q', 'i', 'r'],
  )
})

test('a quote that a PUT moves and changes as well has one new version, and its revision is what it was', async (t) => {
  const w = await world(t)
  const made = await published(w)
  const before = (await w.expect(200, '/v1/quotes/ext:q')).body
  const body = {
    lang: 'ar',
    title: 'عنوان',
    body: text([said.replace('المدينة', 'المدينه'), lead, added]),
    quotes: [
      {
        externalId: 'q',
        kind: 'direct',
        analystId: 'ext:p',
        cue: 'قال',
        spans: [{ text: words.replace('المدينة', 'المدينه') }],
      },
      { externalId: 'r', kind: 'mixed', analystId: 'ext:p', spans: [{ text: 'محطة تحلية ثانية' }] },
      { externalId: 'i', kind: 'indirect', analystId: 'ext:p', spans: [{ text: 'افتتح المجلس جلسته' }] },
    ],
  }
  await w.expect(200, `/v1/articles/${made.id}`, { method: 'PUT', as: admin, ifMatch: '*', body })
  const after = (await w.expect(200, '/v1/quotes/ext:q')).body
  t.match(after, { version: 2, cue: 'قال', anchor: 'moved', position: 1, text: words.replace('المدينة', 'المدينه') })
  const { state } = (await w.expect(200, '/v1/quotes/ext:q/revisions/1', { as: admin })).body
  t.match(state, { version: 1, cue: null, text: before.text, spans: before.spans })
  t.match((await w.expect(200, '/v1/quotes/ext:r')).body, { version: 1 })
  t.match((await w.expect(200, '/v1/quotes/ext:i')).body, { version: 1, position: 2 })
})

test('an indirect quote follows its words without asking', async (t) => {
  const w = await world(t)
  await published(w)
  t.equal((await edit(w, ['افتتح المجلس أمس جلسته.', said, added])).status, 200)
  t.match((await w.expect(200, '/v1/quotes/ext:i')).body, { status: 'disputed' })
})

test('publishing a direct or mixed quote without a speaker is refused unless it is forced, by POST, PUT and PATCH', async (t) => {
  const w = await world(t)
  const quoted = {
    lang: 'ar',
    title: 'عنوان',
    body: text([said]),
    quotes: [{ kind: 'direct', spans: [{ text: words }] }],
  }
  const refused = await w.expect(422, '/v1/articles', {
    method: 'POST',
    as: admin,
    body: { ...quoted, status: 'published' },
  })
  t.equal(refused.body.code, 'unattributed-quotes')
  t.equal(refused.body.errors[0].pointer, '/quotes/0/analystId')
  await w.expect(201, '/v1/articles/ext:a', { method: 'PUT', as: admin, body: quoted })
  await w.expect(422, '/v1/articles/ext:a', { method: 'PATCH', as: admin, ifMatch: '*', body: { status: 'published' } })
  await w.expect(422, '/v1/articles/ext:a', { method: 'PUT', as: admin, body: { ...quoted, status: 'published' } })
  t.equal((await w.expect(200, '/v1/articles/ext:a', { as: admin })).body.status, 'draft', 'nothing was changed')
  const forced = { method: 'PATCH', as: admin, ifMatch: '*', body: { status: 'published' } } as const
  await w.expect(200, '/v1/articles/ext:a?force=true', forced)
  await w.expect(200, '/v1/articles/ext:a', { method: 'PATCH', as: admin, ifMatch: '*', body: { section: 'x' } })
})

test('adding a quote without a speaker to a published article is refused unless it is forced', async (t) => {
  const w = await world(t)
  await published(w)
  const body = { articleId: 'ext:a', kind: 'mixed', spans: [{ text: 'قبل حلول الشتاء' }] }
  t.equal((await w.expect(422, '/v1/quotes', { method: 'POST', as: admin, body })).body.code, 'unattributed-quotes')
  await w.expect(201, '/v1/quotes?force=true', { method: 'POST', as: admin, body })
  await w.expect(422, '/v1/quotes/ext:q', { method: 'PATCH', as: admin, ifMatch: '*', body: { analystId: null } })
  await w.expect(201, '/v1/quotes', { method: 'POST', as: admin, body: { ...body, kind: 'indirect', externalId: 'n' } })
})

test('checks name uncovered words, missing speakers, drifted quotes and words said by somebody else', async (t) => {
  const w = await world(t)
  await published(w)
  await w.create('analysts', { externalId: 'other', name: 'آخر' })
  await w.create('articles', {
    externalId: 'b',
    lang: 'ar',
    title: 'ثان',
    image: { url: 'https://example.org/x.jpg' },
    body: text([
      `قال آخر: "${words}".`,
      'وذكر "الميناء القديم" ثم "سنعيد فتح الرصيف الشرقي غدا".',
      'قالت الهيئة: "لا".',
    ]),
    quotes: [
      { externalId: 'b1', kind: 'direct', analystId: 'ext:other', spans: [{ text: words }] },
      {
        externalId: 'b2',
        kind: 'direct',
        spans: [{ blockKey: null as never, text: 'لا' }].map(({ text }) => ({ text, prefix: 'قالت الهيئة: "' })),
      },
      { externalId: 'b3', kind: 'indirect', text: 'ستفتح المدارس أبوابها' },
    ],
  })
  const { body } = await w.expect(200, '/v1/articles/ext:b/checks', { as: admin })
  const found = body.items.map((item: any) => [item.code, item.severity, item.place?.text ?? null])
  t.strictSame(found, [
    ['missing-summary', 'warning', null],
    ['missing-alt', 'warning', null],
    ['missing-source', 'warning', null],
    ['uncovered-quotation', 'notice', 'الميناء القديم'],
    ['uncovered-quotation', 'warning', 'سنعيد فتح الرصيف الشرقي غدا'],
    ['unattributed-quote', 'error', 'لا'],
    ['unattributed-quote', 'notice', null],
    ['attributed-elsewhere', 'warning', null],
  ])
  t.equal(body.publishable, false)
  await w.expect(401, '/v1/articles/ext:b/checks')
  await w.expect(403, '/v1/articles/ext:b/checks', { as: ['content:write'] })
})

test('occurrences are the same statement in other articles, whatever its spelling, and near-duplicates', async (t) => {
  const w = await world(t)
  await published(w)
  const other = async (externalId: string, sentence: string, status = 'published') =>
    w.create('articles', {
      externalId,
      lang: 'ar',
      title: externalId,
      status,
      body: text([`قال: "${sentence}".`]),
      quotes: [{ externalId: `${externalId}-q`, kind: 'direct', analystId: 'ext:p', spans: [{ text: sentence }] }],
    })
  await other('same', 'السدّ لا يكفي المدينه وحده في الصيف')
  await other('near', 'السد لا يكفي المدينة وحده في الشتاء')
  await other('far', 'لا علاقة لهذا الكلام بما قيل هناك أبدا')
  await other('hidden', words, 'draft')
  const { body } = await w.expect(200, '/v1/quotes/ext:q/occurrences')
  const seen = body.items.map((item: any) => [item.quote.externalId, item.same])
  t.strictSame(seen, [
    ['same-q', true],
    ['near-q', false],
  ])
  t.equal(body.items[0].quote.article.externalId, 'same')
  const all = await w.expect(200, '/v1/quotes/ext:q/occurrences', { as: admin })
  t.equal(all.body.items.length, 3)
})

test('q finds quotes by their words in any form, and by the names of who said them', async (t) => {
  const w = await world(t)
  await published(w)
  await w.create('analysts', {
    externalId: 'z',
    name: 'ليلى منصور',
    aliases: ['أم خالد'],
    names: { en: 'Layla Mansour' },
  })
  for (const q of ['للمدينة', 'بالسد', 'الطويل', 'تحليه', 'الصَّيف يكفي']) {
    t.ok((await w.expect(200, `/v1/quotes?q=${encodeURIComponent(q)}`)).body.items.length > 0, q)
  }
  for (const q of ['القطار', '!!', 'OR', 'stems:السد']) {
    t.equal((await w.expect(200, `/v1/quotes?q=${encodeURIComponent(q)}`)).body.items.length, 0, q)
  }
  const people = await w.expect(200, `/v1/analysts?q=${encodeURIComponent('ام خالد')}`, { as: admin })
  t.strictSame(
    people.body.items.map((item: any) => item.externalId),
    ['z'],
  )
  t.equal((await w.expect(200, `/v1/analysts?q=layla`)).body.items.length, 0, 'the public does not see her')
})

test('after any accepted edit the words of exact and moved spans stand at their offsets, and a refused one changes nothing', async (t) => {
  const w = await world(t)
  await published(w)
  const paragraphs = [lead, said, added, 'فقرة جديدة 🌊 تماما.', said.replace('وحده', 'أبدا'), '']
  const read = async () => (await w.expect(200, '/v1/articles/ext:a?include=quotes', { as: admin })).body
  const property = fc.asyncProperty(
    fc.array(fc.constantFrom(...paragraphs), { maxLength: 6 }),
    fc.constantFrom('', 'flag', 'update'),
    async (chosen, policy) => {
      const before = await read()
      const { status } = await edit(w, chosen, policy)
      const after = await read()
      if (status !== 200) return status === 409 && JSON.stringify(after) === JSON.stringify(before)
      const textOf = new Map(
        after.body.map((block: any) => [block._key, [...block.children.map((span: any) => span.text).join('')]]),
      )
      return after.quotes
        .filter(({ anchor }: any) => anchor === 'exact' || anchor === 'moved')
        .every(({ spans }: any) =>
          spans.every(
            ({ blockKey, start, end, text }: any) =>
              (textOf.get(blockKey) as string[]).slice(start, end).join('') === text,
          ),
        )
    },
  )
  await fc.assert(property, { numRuns: 60 })
})

test('an edit of an article does not make its editor the one who changed its quotes last', async (t) => {
  const w = await world(t)
  const script = ['content:write', 'content:publish', 'drafts:read'] as const
  const body = (paragraphs: string[]) => ({
    lang: 'ar',
    title: 'عنوان',
    body: text(paragraphs),
    quotes: [{ externalId: 'q', kind: 'direct', spans: [{ text: words }] }],
  })
  const put = (paragraphs: string[], quotes = true) => {
    const { quotes: listed, ...article } = body(paragraphs)
    const sent = quotes ? { ...article, quotes: listed } : article
    return w.ask('/v1/articles/ext:a', { method: 'PUT', as: [...script], body: sent })
  }
  t.equal((await put([said])).status, 201)
  await w.expect(200, '/v1/quotes/ext:q', { method: 'PATCH', as: admin, ifMatch: '*', body: { cue: 'قال' } })
  t.equal((await put([said])).status, 428, 'somebody else has changed a quote')
  t.equal((await put([lead, said], false)).status, 200)
  t.equal((await put([lead, said])).status, 428, 'and that is still so')
})

test('of a split quotation, the part that stands stays protected when the other is lost', async (t) => {
  const w = await world(t)
  const first = 'السد لا يكفي المدينة وحده في الصيف'
  const second = 'نحتاج إلى محطة تحلية ثانية'
  await w.create('articles', {
    externalId: 'a',
    lang: 'ar',
    title: 'عنوان',
    body: text([`قال: "${first}".`, `إذ أن "${second}".`]),
    quotes: [{ externalId: 'q', kind: 'direct', spans: [{ text: first }, { text: second }] }],
  })
  t.equal((await edit(w, [`قال: "${first}".`], 'flag')).status, 200)
  t.match((await w.expect(200, '/v1/quotes/ext:q', { as: admin })).body, { anchor: 'drifted', status: 'disputed' })
  t.equal((await edit(w, [`قال: "${first.replace('وحده', 'اليوم')}".`])).status, 409)
})

test('the words before a change are those right before it, and nobody has verified the new ones', async (t) => {
  const w = await world(t)
  await published(w)
  await w.expect(200, '/v1/quotes/ext:q', { method: 'PATCH', as: admin, ifMatch: '*', body: { status: 'verified' } })
  await edit(w, [lead, said.replace('وحده', 'اليوم'), added], 'update')
  await edit(w, [lead, said.replace('وحده', 'غدا'), added], 'update')
  const quote = (await w.expect(200, '/v1/quotes/ext:q')).body
  t.match(quote, {
    previousText: words.replace('وحده', 'اليوم'),
    text: words.replace('وحده', 'غدا'),
    status: 'asserted',
  })
})

test('a quote without a speaker does not come back from the trash into a published article unless it is forced', async (t) => {
  const w = await world(t)
  await w.create('articles', {
    externalId: 'a',
    lang: 'ar',
    title: 'عنوان',
    body: text([said]),
    quotes: [{ externalId: 'q', kind: 'direct', spans: [{ text: words }] }],
  })
  await w.expect(204, '/v1/quotes/ext:q', { method: 'DELETE', as: admin, ifMatch: '*' })
  await w.expect(200, '/v1/articles/ext:a', { method: 'PATCH', as: admin, ifMatch: '*', body: { status: 'published' } })
  await w.expect(422, '/v1/quotes/ext:q/restoration', { method: 'POST', as: admin })
  await w.expect(200, '/v1/quotes/ext:q/restoration?force=true', { method: 'POST', as: admin })
})

test('an earlier version of a quote is found where its words stand now', async (t) => {
  const w = await world(t)
  await published(w)
  await edit(w, [lead, `ثم ${said}`, added])
  await w.expect(200, '/v1/quotes/ext:q', { method: 'PATCH', as: admin, ifMatch: '*', body: { cue: 'قال' } })
  const { body } = await w.expect(200, '/v1/quotes/ext:q/revisions/1/restoration', { method: 'POST', as: admin })
  t.match(body, { cue: null, anchor: 'exact', text: words })
})

test('a merge patch of a mention changes only what it names', async (t) => {
  const w = await world(t)
  await published(w)
  const patch = (body: object) => w.expect(200, '/v1/quotes/ext:q', { method: 'PATCH', as: admin, ifMatch: '*', body })
  await patch({ mention: { kind: 'surname', text: 'الطويل' } })
  t.match((await patch({ mention: { text: null } })).body.mention, { kind: 'surname', text: null })
})

test('a change that changes nothing takes the right to see what it answers with', async (t) => {
  const w = await world(t)
  await w.create('articles', {
    externalId: 'e',
    lang: 'ar',
    title: 'محظور',
    status: 'published',
    embargoUntil: '2099-01-01T00:00:00Z',
  })
  await w.create('articles', { externalId: 'd', lang: 'ar', title: 'مسودة' })
  const nothing = { method: 'PATCH', ifMatch: '*', body: {} } as const
  await w.expect(403, '/v1/articles/ext:e', { ...nothing, as: ['content:write'] })
  await w.expect(403, '/v1/articles/ext:d', { ...nothing, as: ['content:publish'] })
  await w.expect(200, '/v1/articles/ext:d', { ...nothing, as: ['content:write'] })
})
