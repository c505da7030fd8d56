import { parseHTML } from 'linkedom'
import { test } from 'tap'
import { admin, world } from './helper.ts'

/** An article with a split quotation, a nested one, a link, an emoji and harakat. */
const article = {
  externalId: 'a',
  lang: 'ar',
  title: 'سد <القطاة> & البحر',
  status: 'published',
  publishAt: '2025-01-01T00:00:00Z',
  image: { url: 'https://example.org/a.jpg', alt: 'صورة', caption: 'السد عند الغروب' },
  body: {
    format: 'markdown',
    content: [
      'قال الطويل: "المَاءُ 🌊 حق [للجميع](https://example.org/x) **دائما**"، إذ أن "السد لا يكفي".',
      'وكتبت الهيئة: «نقول "نعم" للمشروع كله».',
    ].join('\n\n'),
  },
  quotes: [
    { externalId: 'q1', kind: 'direct', spans: [{ text: 'المَاءُ 🌊 حق للجميع دائما' }, { text: 'السد لا يكفي' }] },
    { externalId: 'q2', kind: 'direct', spans: [{ text: 'نقول "نعم" للمشروع كله' }] },
  ],
}

test('marked HTML wraps exactly the words of each quote', async (t) => {
  const { expect } = await world(t)
  await expect(201, '/v1/articles?force=true', { method: 'POST', as: admin, body: article })
  const { body } = await expect(200, '/v1/articles/ext:a?body=html&quotes=marked&include=quotes')
  const { document } = parseHTML(`<html><body>${body.body}</body></html>`)
  for (const quote of body.quotes) {
    const marked = [...document.querySelectorAll(`q[data-quote="${quote.id}"]`)].map((q: any) => q.textContent).join('')
    t.equal(marked, quote.spans.map((span: any) => span.text).join(''), quote.externalId)
  }
  const plain = await expect(200, '/v1/articles/ext:a?body=html')
  t.notMatch(plain.body.body, /<q /)
  t.notOk('quotes' in plain.body, 'quotes are not embedded unless they are asked for')
})

test('marked Portable Text has a mark definition on exactly the words of each quote', async (t) => {
  const { expect } = await world(t)
  await expect(201, '/v1/articles?force=true', { method: 'POST', as: admin, body: article })
  const { body } = await expect(200, '/v1/articles/ext:a?quotes=marked&include=quotes')
  for (const quote of body.quotes) {
    const words = body.body.map((block: any) => {
      const keys = block.markDefs.filter((mark: any) => mark.quoteId === quote.id).map((mark: any) => mark._key)
      return block.children
        .filter((span: any) => span.marks.some((mark: string) => keys.includes(mark)))
        .map((span: any) => span.text)
        .join('')
    })
    t.equal(words.join(''), quote.spans.map((span: any) => span.text).join(''))
  }
})

test('the HTML page holds headline, caption and text, all escaped, by suffix and by Accept', async (t) => {
  const { expect } = await world(t)
  await expect(201, '/v1/articles?force=true', { method: 'POST', as: admin, body: article })
  const page = await expect(200, '/v1/articles/ext:a.html')
  t.match(page.headers['content-type'], /^text\/html/)
  const { document } = parseHTML(page.text)
  t.equal(document.querySelector('h1')?.textContent, article.title)
  t.equal(document.documentElement.getAttribute('dir'), 'rtl')
  t.equal(document.querySelector('figcaption')?.textContent, article.image.caption)
  t.equal(document.querySelectorAll('q[data-quote]').length > 0, true)
  const negotiated = await expect(200, '/v1/articles/ext:a', { headers: { accept: 'text/html' } })
  t.equal(negotiated.text, page.text)
  t.match(negotiated.headers.vary, /Accept/)
  t.match((await expect(200, '/v1/articles/ext:a', { headers: { accept: '*/*' } })).headers['content-type'], /json/)
})

test('the link of a quote is a text directive that names its words in the page', async (t) => {
  const { expect } = await world(t)
  await expect(201, '/v1/articles?force=true', { method: 'POST', as: admin, body: article })
  const page = parseHTML((await expect(200, '/v1/articles/ext:a.html')).text).document.body.textContent ?? ''
  const { body } = await expect(200, '/v1/articles/ext:a/quotes')
  for (const { link, articleId } of body.items) {
    const [path, directives] = link.split('#:~:')
    t.equal(path, `/v1/articles/${articleId}.html`)
    for (const directive of directives.split('&')) {
      const parts = directive.replace(/^text=/, '').split(',')
      const words = parts.filter((part: string) => !/^-|-$/.test(part)).map(decodeURIComponent)
      for (const word of words) t.ok(page.includes(word), word)
    }
  }
})

test('a quote is a W3C Web Annotation when that is asked for', async (t) => {
  const { expect } = await world(t)
  await expect(201, '/v1/articles?force=true', { method: 'POST', as: admin, body: article })
  const accept = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
  const answer = await expect(200, '/v1/quotes/ext:q1', { headers: { accept } })
  t.equal(answer.headers['content-type'], accept)
  t.equal(answer.body['@context'], 'http://www.w3.org/ns/anno.jsonld')
  t.equal(answer.body.target.length, 2)
  const [words, place] = answer.body.target[1].selector.refinedBy
  t.match(words, { type: 'TextQuoteSelector', exact: 'السد لا يكفي' })
  t.match(place, { type: 'TextPositionSelector' })
})

test('a translation names its original to everybody who may see that', async (t) => {
  const { create, expect } = await world(t)
  const original = await create('articles', { lang: 'ar', title: 'أصل', externalId: 'o', status: 'published' })
  const hidden = await create('articles', { lang: 'ar', title: 'مسودة', externalId: 'd' })
  const translation = { lang: 'en', title: 'Translation', status: 'published' }
  await create('articles', { ...translation, externalId: 't1', translationOf: 'ext:o' })
  await create('articles', { ...translation, externalId: 't2', translationOf: 'ext:d' })
  const named = async (url: string, as?: typeof admin) => (await expect(200, url, { as })).body.translationOf
  t.equal(await named('/v1/articles/ext:t1'), original.id)
  t.equal(await named('/v1/articles/ext:t2'), null)
  t.equal(await named('/v1/articles/ext:t2', admin), hidden.id)
  const { items } = (await expect(200, '/v1/articles?lang=en&sort=createdAt')).body
  t.strictSame(
    items.map((one: { translationOf: string | null }) => one.translationOf),
    [original.id, null],
  )
})
