import type { Edit } from './edit.ts'
import type { FoldedBlock, Range } from './folded-block.ts'
import { agreement, contextAt, type FoldedContext } from './folded-context.ts'
import { type Found, foundAt } from './found.ts'
import { isTelling } from './is-telling.ts'
import { occurrences } from './occurrences.ts'
import type { Subject } from './subject.ts'
import { edgeAfterLetter, edgeBeforeLetter } from './word-edges.ts'

const MOST_BLOCKS = 20
const MOST_IN_BLOCK = 20
const MOST_RIVALS = 100

/**
 * The places in the new text of an edit where a span's very words stand, most
 * likely first: those in its own block, then by their context. A place that is
 * more like another place of the old body where the same words stood is none;
 * nor is one that short words may have by chance. Two equally likely places
 * decide nothing and are left out, unless the own block settles it.
 */
export function rediscover(edit: Edit, subject: Subject): Found[] {
  const { letters, words, own, span } = subject
  if (letters === '') return []
  const ownBlocks = new Set([own ? edit.home(own.block) : -1, edit.after.indexOf(span.blockKey)])
  const blocks = [...new Set([...ownBlocks, ...edit.blocksLike(words, MOST_BLOCKS)])]
  const places = blocks
    .filter((block) => block !== -1 && edit.isNew(block))
    .flatMap((block) =>
      standingIn(edit.after.folded(block), subject).map((range) => placed(edit, subject, block, range)),
    )
    .filter((found) => isTelling(edit, subject, found))
    .map((found) => {
      const here = contextAt(edit.after.folded(found.place.block), found.letters)
      return { found, here, isHome: ownBlocks.has(found.place.block), score: agreement(subject.context, here) }
    })
  if (places.length === 0) return []
  const rivals = contextsOf(edit, subject)
  const likely = places.filter(({ here, score }) => rivals.every((rival) => agreement(rival, here) < score))
  const isMatched = (one: (typeof likely)[number]) =>
    likely.some((other) => other !== one && other.isHome === one.isHome && other.score === one.score)
  return likely
    .filter((one) => !isMatched(one))
    .sort((a, b) => Number(b.isHome) - Number(a.isHome) || b.score - a.score)
    .map(({ found }) => found)
}

function placed(edit: Edit, subject: Subject, block: number, range: Range): Found {
  const folded = edit.after.folded(block)
  const start = edgeBeforeLetter(folded, range.from, subject.start)
  const end = edgeAfterLetter(folded, range.to, subject.end)
  return foundAt(edit, block, start, end, subject)
}

function standingIn({ text }: FoldedBlock, { letters, own }: Subject): Range[] {
  const wholeWords = !own || (own.into === 0 && own.beyond === 0)
  const isEdge = (at: number) => at < 0 || at >= text.length || text[at] === ' '
  return occurrences(text, letters, MOST_IN_BLOCK)
    .map((from) => ({ from, to: from + letters.length }))
    .filter(({ from, to }) => !wholeWords || (isEdge(from - 1) && isEdge(to)))
}

/** The contexts of the other places of the old body where the same words stood, equal ones once. */
function contextsOf(edit: Edit, subject: Subject): FoldedContext[] {
  const { own, letters } = subject
  const contexts = new Map<string, FoldedContext>()
  for (const block of edit.before.blocks.keys()) {
    const folded = edit.before.folded(block)
    if (contexts.size >= MOST_RIVALS || !folded.text.includes(letters)) continue
    for (const range of standingIn(folded, subject)) {
      if (own?.block === block && range.from < own.letters.to && range.to > own.letters.from) continue
      const context = contextAt(folded, range)
      contexts.set(`${context.before}|${context.after}`, context)
    }
  }
  return [...contexts.values()]
}
