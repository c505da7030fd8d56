import { utf16ToCodePoint } from '../../text/code-points.ts'
import { graphemeEdgeAfter, graphemeEdgeBefore, isGraphemeEdge } from './grapheme-edge.ts'
import { isWordEdge } from './is-word-edge.ts'
import { occurrences } from './occurrences.ts'
import { type Place, placeOf, spanAt } from './place.ts'
import { type SimilarPlaces, similarPlacesIn } from './similar-places.ts'
import type { AnchoredSpan, TextBlock } from './types.ts'

/** A span as a client sends it: words, a place (`blockKey`, `start`, `end`), or both. */
interface WantedSpan {
  text?: string | undefined
  blockKey?: string | undefined
  start?: number | undefined
  end?: number | undefined
  prefix?: string | undefined
  suffix?: string | undefined
}

/**
 * Why a wanted span has no place:
 * - `incomplete`: neither words nor a whole place were sent;
 * - `no-such-block`: the body has no block of that key;
 * - `out-of-range`: no such stretch of code points in the block;
 * - `splits-grapheme`: an edge falls inside a character as a reader sees it;
 * - `mismatch`: the words do not stand at the place;
 * - `not-found`: the words stand nowhere;
 * - `ambiguous`: the words stand in several places.
 */
export type LocateFault =
  | 'incomplete'
  | 'no-such-block'
  | 'out-of-range'
  | 'splits-grapheme'
  | 'mismatch'
  | 'not-found'
  | 'ambiguous'

/** `candidates` are places the client may have meant, in the order of the body, at most 20. */
type Located = { ok: true; span: AnchoredSpan } | { ok: false; reason: LocateFault; candidates: AnchoredSpan[] }

const MOST_CANDIDATES = 20
/** Words that stand in as many places are ambiguous, whatever else was sent. */
const MOST_PLACES = 1000

/**
 * Finds the one place in a body that a client means by a new span, and fills in
 * everything else. Words are compared code point by code point, never folded. A
 * prefix and a suffix choose among several places; where they do not, words
 * that stand whole win over the same letters inside a longer word. For many spans
 * `similarPlaces` is shared: what is similar to missing words is then looked for
 * in bounded time.
 */
export function locate(
  blocks: readonly TextBlock[],
  wanted: WantedSpan,
  similarPlaces: SimilarPlaces = similarPlacesIn(blocks),
): Located {
  const { text, blockKey, start, end } = wanted
  const block = blocks.findIndex(({ key }) => key === blockKey)
  const placed = blockKey !== undefined && start !== undefined && end !== undefined
  const place = placed ? placeOf(blocks, block, { start, end }) : undefined

  if (!text && !placed) return fault('incomplete', blocks, [])
  if (place && (!text || wordsAt(blocks, place) === text)) return choose(blocks, [place])
  const meant = text ? placesOf(blocks, text) : []
  if (blockKey !== undefined && block === -1) return fault('no-such-block', blocks, meant)
  if (placed && !place) return fault('out-of-range', blocks, meant)
  if (place) return fault('mismatch', blocks, meant.length > 0 ? meant : [place])
  if (meant.length === 0) return fault('not-found', blocks, similarPlaces(text ?? ''))
  if (meant.length === MOST_PLACES) return fault('ambiguous', blocks, meant)

  const agreeing = meant.filter((one) => agrees(blocks, one, wanted))
  if (agreeing.length === 0) return fault('mismatch', blocks, meant)
  return choose(blocks, narrowed(blocks, agreeing, wanted))
}

function choose(blocks: readonly TextBlock[], places: Place[]): Located {
  const whole = places.filter((place) => splitsNothing(blocks, place))
  const [only] = whole
  if (!only) return fault('splits-grapheme', blocks, places)
  return whole.length === 1 ? { ok: true, span: spanAt(blocks, only) } : fault('ambiguous', blocks, whole)
}

function fault(reason: LocateFault, blocks: readonly TextBlock[], places: Place[]): Located {
  const shown = places.slice(0, MOST_CANDIDATES)
  return {
    ok: false,
    reason,
    candidates: shown.map((place) => spanAt(blocks, widened(blocks, place))),
  }
}

function placesOf(blocks: readonly TextBlock[], words: string): Place[] {
  const places: Place[] = []
  for (const [block, { text }] of blocks.entries()) {
    for (const from of occurrences(text, words, MOST_PLACES - places.length)) {
      places.push({ block, from, to: from + words.length })
    }
  }
  return places
}

function agrees(blocks: readonly TextBlock[], place: Place, wanted: WantedSpan): boolean {
  const { key, text } = blocks[place.block] as TextBlock
  const { blockKey = key, start, end } = wanted
  return (
    blockKey === key &&
    (start === undefined || start === utf16ToCodePoint(text, place.from)) &&
    (end === undefined || end === utf16ToCodePoint(text, place.to))
  )
}

/** Each test narrows only if something is left: context that has changed since forbids nothing. */
function narrowed(blocks: readonly TextBlock[], places: Place[], wanted: WantedSpan): Place[] {
  const { prefix = '', suffix = '' } = wanted
  const textOf = (place: Place) => (blocks[place.block] as TextBlock).text
  const tests: ((place: Place) => boolean)[] = [
    (place) => splitsNothing(blocks, place),
    (place) => textOf(place).endsWith(prefix, place.from) && textOf(place).startsWith(suffix, place.to),
    (place) => textOf(place).endsWith(prefix, place.from),
    (place) => textOf(place).startsWith(suffix, place.to),
    (place) => isWordEdge(textOf(place), place.from) && isWordEdge(textOf(place), place.to),
  ]
  return tests.reduce((left, test) => {
    const fitting = left.filter(test)
    return fitting.length > 0 ? fitting : left
  }, places)
}

function wordsAt(blocks: readonly TextBlock[], { block, from, to }: Place): string {
  return (blocks[block] as TextBlock).text.slice(from, to)
}

function splitsNothing(blocks: readonly TextBlock[], { block, from, to }: Place): boolean {
  const { text } = blocks[block] as TextBlock
  return isGraphemeEdge(text, from) && isGraphemeEdge(text, to)
}

function widened(blocks: readonly TextBlock[], { block, from, to }: Place): Place {
  const { text } = blocks[block] as TextBlock
  return { block, from: graphemeEdgeBefore(text, from), to: graphemeEdgeAfter(text, to) }
}
