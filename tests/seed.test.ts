import { existsSync, readFileSync } from 'node:fs'
import { test } from 'tap'
import { admin, world } from './helper.ts'

const folder = new URL('../../shared/seed/', import.meta.url)
const missing = existsSync(new URL('gold.json', folder)) ? false : 'the reference article is not beside this checkout'

interface Annotated {
  id: string
  kind: 'direct' | 'indirect' | 'not-speech'
  text: string
  paragraph: number
  start: number
  end: number
  partial?: boolean
  groupId?: string
  speakerId: string
  speakerType: string
  speakerMention: string | null
  anaphora: string
  role: string | null
  cue: string | null
  toldTo: string | null
}

interface Gold {
  lang: string
  title: string
  imageCaption: string
  source: { name: string }
  blocks: { type: 'paragraph' | 'heading'; text: string }[]
  paragraphs: string[]
  speakers: { id: string; name: string; type: string; role: string | null; aliases: string[] }[]
  quotes: Annotated[]
}

/** How the annotation names a mention, in the words of the API. */
const mentions: Record<string, string> = {
  none: 'name',
  'partial-name': 'surname',
  definite: 'title',
  pronoun: 'pronoun',
  elided: 'none',
  'same-sentence': 'none',
}

test('the reference article is held whole, with every quote of its annotation', { skip: missing }, async (t) => {
  const gold = JSON.parse(readFileSync(new URL('gold.json', folder), 'utf8')) as Gold
  const { create, expect } = await world(t)
  await create('sources', { externalId: 'outlet', name: gold.source.name, kind: 'outlet', lang: gold.lang })
  for (const { id, name, type, role, aliases } of gold.speakers) {
    if (type === 'person')
      await create('analysts', { externalId: id, name, aliases, roles: role ? [{ title: role }] : [] })
    else await create('sources', { externalId: id, name, aliases, kind: 'military', lang: gold.lang })
  }
  const isPerson = (id: string) => gold.speakers.find((speaker) => speaker.id === id)?.type === 'person'

  const speech = gold.quotes.filter(({ kind }) => kind !== 'not-speech')
  const groups = new Map<string, Annotated[]>()
  for (const quote of speech) {
    const key = quote.groupId ?? quote.id
    groups.set(key, [...(groups.get(key) ?? []), quote])
  }
  const quotes = [...groups.values()].map((parts) => {
    const quote = parts[0] as Annotated
    return {
      externalId: quote.id,
      kind: quote.kind === 'indirect' ? 'indirect' : quote.partial ? 'mixed' : 'direct',
      spans: parts.map(({ text }) => ({ text })),
      ...(isPerson(quote.speakerId) ? { analystId: `ext:${quote.speakerId}` } : { sourceId: `ext:${quote.speakerId}` }),
      role: quote.role,
      mention: { kind: mentions[quote.anaphora], text: quote.speakerMention },
      cue: quote.cue,
      toldToId: quote.toldTo === null ? null : 'ext:outlet',
    }
  })
  const body = gold.blocks.map(({ type, text }) => ({
    _type: 'block',
    style: type === 'heading' ? 'h2' : 'normal',
    children: [{ _type: 'span', text }],
  }))
  await create('articles', {
    externalId: 'reference',
    lang: gold.lang,
    title: gold.title,
    body,
    image: { caption: gold.imageCaption },
    sourceId: 'ext:outlet',
    status: 'published',
    quotes,
  })

  const { body: article } = await expect(
    200,
    '/v1/articles/ext:reference?include=source,quotes.analyst,quotes.source,quotes.toldTo',
  )
  t.equal(article.title, gold.title)
  t.equal(article.image.caption, gold.imageCaption)
  t.equal(article.source.name, gold.source.name)
  const textOf = (block: any) => block.children.map((span: any) => span.text).join('')
  const styled = (style: string) => article.body.filter((block: any) => block.style === style).map(textOf)
  t.strictSame(styled('normal'), gold.paragraphs, 'the 20 paragraphs, byte for byte')
  t.strictSame(
    styled('h2'),
    gold.blocks.filter(({ type }) => type === 'heading').map(({ text }) => text),
  )

  t.equal(article.quotes.length, groups.size)
  const inOrder = [...groups.values()].sort(([a], [b]) => a!.paragraph - b!.paragraph || a!.start - b!.start)
  const keyOf = new Map(article.body.map((block: any) => [textOf(block), block._key]))
  for (const [index, parts] of inOrder.entries()) {
    const quote = article.quotes[index]
    const expected = parts[0] as Annotated
    t.equal(quote.position, index + 1)
    t.equal(quote.anchor, 'exact')
    t.equal(quote.text, parts.map(({ text }) => text).join(' … '))
    t.equal((quote.analyst ?? quote.source).externalId, expected.speakerId, expected.id)
    t.equal(quote.toldTo?.externalId ?? null, expected.toldTo === null ? null : 'outlet')
    t.match(quote, { role: expected.role, cue: expected.cue, mention: { text: expected.speakerMention } })
    for (const [i, part] of parts.entries()) {
      const paragraph = gold.paragraphs[part.paragraph] as string
      t.equal(quote.spans[i].blockKey, keyOf.get(paragraph))
      t.equal([...paragraph].slice(quote.spans[i].start, quote.spans[i].end).join(''), part.text)
    }
  }
  const speakers = new Set(article.quotes.map((quote: any) => quote.analystId ?? quote.sourceId))
  t.equal(speakers.size, 4, 'three analysts and one institution')
  const { body: page } = await expect(200, '/v1/analysts/ext:aqeel/quotes')
  t.equal(
    page.items.length,
    speech.filter(
      ({ speakerId, id, groupId }) => speakerId === 'aqeel' && (!groupId || groups.get(groupId)?.[0]?.id === id),
    ).length,
  )
  await expect(200, '/v1/articles/ext:reference', { as: admin })
})
