/** How much an article holds: bytes of text in UTF-8, about, and quotes. */
export interface Shape {
  bytes: number
  quotes: number
}

const letters = [...'ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأ']

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** 20,000 words of 2 to 8 letters, the first ones far more frequent than the last. */
const vocabulary = (() => {
  const random = createRandom(1)
  return Array.from({ length: 20_000 }, () =>
    Array.from({ length: 2 + Math.floor(random() * 7) }, () => letters[Math.floor(random() * letters.length)]).join(''),
  )
})()

function words(random: () => number, count: number): string {
  return Array.from({ length: count }, () => vocabulary[Math.floor(random() ** 3 * vocabulary.length)]).join(' ')
}

/** The source with that number. */
export function sourceDraft(index: number) {
  const random = createRandom(10_000_000 + index)
  return { externalId: `source-${index}`, name: `${words(random, 2)} ${index}`, kind: 'outlet', lang: 'ar' }
}

/** The analyst with that number. */
export function analystDraft(index: number) {
  const random = createRandom(20_000_000 + index)
  return {
    externalId: `analyst-${index}`,
    name: `${words(random, 2)} ${index}`,
    roles: [{ title: words(random, 3), affiliation: words(random, 2) }],
    topics: [words(random, 1)],
  }
}

/**
 * The published article with that number, its quotes inside, as the API takes it. It refers
 * to some of so many sources and analysts. Articles were published an hour apart.
 */
export function articleDraft(index: number, shape: Shape, of: { sources: number; analysts: number }) {
  const random = createRandom(index)
  const paragraphs = Math.max(2, shape.quotes)
  /* A word takes 10 bytes, with its space. */
  const each = Math.max(12, Math.floor(shape.bytes / 10 / paragraphs) - 2)
  const said = Math.min(12, Math.floor(each / 2))
  const written = Array.from({ length: paragraphs }, () => ({
    rest: words(random, each - said),
    said: words(random, said),
  }))
  return {
    externalId: `article-${index}`,
    lang: 'ar',
    title: `${words(random, 7)} ${index}`,
    summary: words(random, 20),
    section: `section-${index % 12}`,
    tags: [words(random, 1), `${words(random, 1)}-${index % 500}`],
    authors: [{ name: words(random, 2) }],
    sourceId: `ext:source-${Math.floor(random() * of.sources)}`,
    status: 'published',
    publishAt: new Date(Date.UTC(1900, 0, 1) + index * 3_600_000).toISOString(),
    body: { format: 'text', content: written.map(({ rest, said }) => `${rest} "${said}"`).join('\n\n') },
    quotes: written.slice(0, shape.quotes).map(({ said }) => ({
      kind: 'direct',
      spans: [{ text: said }],
      analystId: `ext:analyst-${Math.floor(random() * of.analysts)}`,
      mention: { kind: 'surname', text: words(random, 1) },
      cue: 'قال',
    })),
  }
}
