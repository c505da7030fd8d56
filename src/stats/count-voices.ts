import type { Quote } from '../../schemas/quotes.ts'

/** What one voice says in one article. */
export interface Count {
  id: string
  quotes: number
  words: number
}

/** The quotes of one article by speaker, whether analyst or source, and by who was told. Those without are left out. */
export function countVoices(quotes: Pick<Quote, 'text' | 'analystId' | 'sourceId' | 'toldToId'>[]) {
  const speakers = new Map<string, Count>()
  const toldTo = new Map<string, Count>()
  for (const { text, analystId, sourceId, toldToId } of quotes) {
    const words = countRuns(text)
    add(speakers, analystId ?? sourceId, words)
    add(toldTo, toldToId, words)
  }
  return { speakers: [...speakers.values()], toldTo: [...toldTo.values()] }
}

/** The words of a quote: runs between white space, whatever they are made of. */
function countRuns(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

function add(counts: Map<string, Count>, id: string | null, words: number): void {
  if (id === null) return
  const count = counts.get(id) ?? { id, quotes: 0, words: 0 }
  counts.set(id, { id, quotes: count.quotes + 1, words: count.words + words })
}
