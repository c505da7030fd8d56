import { bestMatch } from './best-match.ts'
import { openBody } from './body.ts'
import { budget } from './budget.ts'
import { foldBlock, rawRange } from './folded-block.ts'
import type { Place } from './place.ts'
import { foldedSimilarity } from './similarity.ts'
import type { TextBlock } from './types.ts'

const MOST_PLACES = 5
/** Words of the body that are looked at for all suggestions together. */
const MOST_WORDS = 1_000_000

/** The places that are most like some words. */
export type SimilarPlaces = (words: string) => Place[]

/**
 * Finds what a client may have meant by words that do not stand in a body: the
 * place in each block that is most like them, the five best, best first. After
 * many searches in a long body it suggests nothing more.
 */
export function similarPlacesIn(blocks: readonly TextBlock[]): SimilarPlaces {
  const body = openBody(blocks)
  const afford = budget(MOST_WORDS)
  return (words) => {
    const wanted = foldBlock(words).text
    const found: { place: Place; likeness: number }[] = []
    for (const block of blocks.keys()) {
      const folded = body.folded(block)
      if (wanted === '' || !afford(folded.words.length + 20)) break
      const match = bestMatch(folded, wanted)
      if (!match) continue
      const likeness = foldedSimilarity(folded.text.slice(match.from, match.to), wanted)
      found.push({ place: { block, ...rawRange(folded, match) }, likeness })
    }
    found.sort((a, b) => b.likeness - a.likeness)
    return found.slice(0, MOST_PLACES).map(({ place }) => place)
  }
}
