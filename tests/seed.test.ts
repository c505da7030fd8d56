import { test } from 'tap'
import { admin, world } from './helper.ts'
import { type Annotated, createReference, groupsOf, missing, readGold } from './seed.ts'

test('the reference article is held whole, with every quote of its annotation', { skip: missing }, async (t) => {
  const gold = readGold()
  const { create, expect } = await world(t)
  await createReference({ create }, gold)
  const speech = gold.quotes.filter(({ kind }) => kind !== 'not-speech')
  const groups = groupsOf(gold)

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
