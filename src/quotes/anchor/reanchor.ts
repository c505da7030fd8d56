import { foldLetters } from '../../text/fold.ts'
import { carry } from './carry.ts'
import { carrySigns } from './carry-signs.ts'
import { type Edit, openEdit } from './edit.ts'
import { type Place, placeOf, spanAt } from './place.ts'
import { rediscover } from './rediscover.ts'
import { resemble } from './resemble.ts'
import { SIMILARITY_LIMIT, wordingSimilarity } from './similarity.ts'
import { readSubject, type Subject } from './subject.ts'
import type { Anchor, AnchoredSpan, TextBlock } from './types.ts'

/**
 * A span to find again. One that had drifted already says so: words that stand
 * at its old offsets by now are others'.
 */
export type SpanToReanchor = AnchoredSpan & { drifted?: boolean }

/** What an edit did to a span. */
export interface ReanchoredSpan {
  anchor: Anchor
  /** The span in the new body; as it was where it has drifted. */
  span: AnchoredSpan
  /** Of the old words and the new: 1 for `exact` and `moved`; of the candidate where drifted, else 0. */
  similarity: number
  /** Where a drifted span may stand: the most likely place, too unlike to be taken. */
  candidate?: AnchoredSpan
}

/**
 * Finds the spans of one quote again in the new text of their article. Same
 * words win over changed ones, the own block over others, and a place counts
 * only if it is new: words that stood elsewhere in the old body already are no
 * new place. The spans keep their order within a block, and no two spans land
 * on the same words unless they shared them before. Offsets count code points.
 * Pure and deterministic: the same edit always gives the same answer.
 */
export function reanchor(
  before: readonly TextBlock[],
  after: readonly TextBlock[],
  spans: readonly SpanToReanchor[],
): ReanchoredSpan[] {
  return reanchorAll(before, after, [spans])[0] as ReanchoredSpan[]
}

/**
 * The same for all quotes of an article at once, each given as its spans: the
 * texts are compared only once, and no quote lands on the words of another.
 */
export function reanchorAll(
  before: readonly TextBlock[],
  after: readonly TextBlock[],
  quotes: readonly (readonly SpanToReanchor[])[],
): ReanchoredSpan[][] {
  const edit = openEdit(before, after)
  const tasks = quotes.flatMap((spans, quote) => spans.map((span) => openTask(edit, span, quote)))
  const settle = (task: Task, found: Found | undefined) => {
    if (!found || task.found || tasks.some((other) => isInTheWay(task, other, found))) return
    task.found = found
  }

  const open = () => tasks.filter(({ found }) => !found)
  for (const task of open()) {
    task.carried = task.subject().letters === '' ? carrySigns(edit, task.subject()) : carry(edit, task.subject())
    if (task.carried?.similarity === 1) settle(task, task.carried)
  }
  for (const task of open()) {
    if (!isWidened(edit, task)) for (const found of rediscover(edit, task.subject())) settle(task, found)
  }
  for (const task of open()) {
    if (task.carried && task.carried.similarity >= SIMILARITY_LIMIT) settle(task, task.carried)
  }
  for (const task of open()) {
    if (!isWidened(edit, task)) for (const found of resemble(edit, task.subject())) settle(task, found)
  }
  return quotes.map((_, quote) => tasks.filter((task) => task.quote === quote).map((task) => answer(edit, tasks, task)))
}

type Found = { place: Place; similarity: number }

interface Task {
  quote: number
  span: AnchoredSpan
  /** Its place in the old body; undefined where its words did not stand there any more. */
  own: Place | undefined
  subject(): Subject
  /** Where the difference of the texts puts it, be it alike or not. */
  carried?: Found | undefined
  found?: Found
}

function openTask(edit: Edit, { drifted = false, ...span }: SpanToReanchor, quote: number): Task {
  const { blocks } = edit.before
  const place = placeOf(blocks, edit.before.indexOf(span.blockKey), span)
  const stands = !drifted && place && wordsAt(blocks, place) === span.text
  const own = stands ? place : undefined
  let subject: Subject | undefined
  const task: Task = { quote, span, own, subject: () => (subject ??= readSubject(edit.before, span, own)) }
  if (own && edit.isUnchanged(own.block)) {
    task.found = { place: { ...own, block: edit.home(own.block) }, similarity: 1 }
  }
  return task
}

/** Whether a task may not have a place because of another task's. */
function isInTheWay(task: Task, other: Task, { place }: Found): boolean {
  const theirs = other.found?.place
  if (other === task || !theirs || theirs.block !== place.block) return false
  if (overlap(theirs, place)) return !shareWords(task, other)
  if (other.quote !== task.quote || task.own?.block !== other.own?.block || !task.own || !other.own) return false
  return task.own.from < other.own.from !== place.from < theirs.from
}

/** Whether two spans overlapped in the old body, or where they stood last: one quotes within the other. */
function shareWords({ own, span }: Task, other: Task): boolean {
  if (own && other.own) return own.block === other.own.block && overlap(own, other.own)
  const last = other.span
  return !own && !other.own && span.blockKey === last.blockKey && span.start < last.end && last.start < span.end
}

function overlap(a: Place, b: Place): boolean {
  return a.from < b.to && b.from < a.to
}

/** Whether the span's words still stand where they did, but with others between the same marks. */
function isWidened(edit: Edit, { carried, subject }: Task): boolean {
  if (!carried || carried.similarity === 1) return false
  return foldLetters(wordsAt(edit.after.blocks, carried.place)).text.includes(subject().letters)
}

/** Likeness from which a place is worth showing to an editor, unless it is what is left of the words. */
const WORTH_SHOWING = 0.4

function answer(edit: Edit, tasks: readonly Task[], task: Task): ReanchoredSpan {
  const { span, found, carried } = task
  const { blocks } = edit.after
  if (found) {
    const now = spanAt(blocks, found.place)
    const unchanged = now.blockKey === span.blockKey ? 'exact' : 'moved'
    const similarity = found.similarity === 1 ? wordingSimilarity(now.text, span.text, edit.afford) : found.similarity
    if (similarity < SIMILARITY_LIMIT) return { anchor: 'drifted', span, similarity, candidate: now }
    return { anchor: similarity === 1 ? unchanged : 'fuzzy', span: now, similarity }
  }
  const drifted = { anchor: 'drifted', span, similarity: 0 } as const
  if (!carried || tasks.some((other) => isInTheWay(task, other, carried))) return drifted
  const rest = foldLetters(wordsAt(blocks, carried.place)).text
  const worthShowing = carried.similarity >= WORTH_SHOWING || task.subject().letters.includes(rest)
  return worthShowing
    ? { ...drifted, similarity: carried.similarity, candidate: spanAt(blocks, carried.place) }
    : drifted
}

function wordsAt(blocks: readonly TextBlock[], { block, from, to }: Place): string {
  return (blocks[block] as TextBlock).text.slice(from, to)
}
