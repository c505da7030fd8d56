import type { Body } from '../../schemas/body.ts'
import { textBlocks } from '../body/text.ts'
import { budget } from '../quotes/anchor/budget.ts'
import { diffWords, type Piece } from '../text/word-diff.ts'
import { jsonPatch, type Operation } from './json-patch.ts'

/** A text that two versions of a resource hold, one of them perhaps not at all. */
interface TextDiff {
  /** Of the text in the later version; in the earlier one where it is gone. */
  pointer: string
  blockKey: string | null
  dir: 'rtl' | 'ltr' | 'auto'
  pieces: Piece[]
}

/** What changed between two versions of a resource. */
interface Diff {
  patch: Operation[]
  words: TextDiff[]
}

/** The members that hold what somebody has written, in the order in which it is read. */
const textMembers = [
  'title',
  'subtitle',
  'summary',
  'name',
  'description',
  'bio',
  'text',
  'originalText',
  'note',
  'withdrawnReason',
]

/** Far more than the revision of any article takes: the work of a hostile one ends there. */
const mostSteps = 20_000_000

type State = Record<string, unknown>
type Dir = TextDiff['dir']

/**
 * What makes the one state the other: as a JSON Patch, and word by word for each
 * text that differs. When any text of the body does, all of it is there, block by
 * block in the order of the later version, what is gone where it stood.
 */
export function diffStates(before: State, after: State): Diff {
  const afford = budget(mostSteps)
  const dir = (after.dir ?? before.dir ?? 'auto') as Dir
  const members = textMembers.flatMap((name): TextDiff[] => {
    const [old, now] = [textOf(before[name]), textOf(after[name])]
    if (old === now) return []
    return [{ pointer: `/${name}`, blockKey: null, dir, pieces: diffWords(old, now, afford) }]
  })
  const blocks = diffBodies(bodyOf(before), bodyOf(after), dir, afford)
  const isChanged = blocks.some(({ pieces }) => pieces.some(({ op }) => op !== 'equal'))
  return { patch: jsonPatch(before, after, afford), words: [...members, ...(isChanged ? blocks : [])] }
}

/** Blocks are the same by their keys. */
function diffBodies(before: Body, after: Body, dir: Dir, afford: (steps: number) => boolean): TextDiff[] {
  const place = (body: Body) => new Map(body.map(({ _key }, index) => [_key, `/body/${index}`]))
  const [oldPlace, newPlace] = [place(before), place(after)]
  const oldTexts = new Map(textBlocks(before).map(({ key, text }) => [key, text]))
  const newBlocks = textBlocks(after)
  const newKeys = new Set(newBlocks.map(({ key }) => key))
  const gone = goneAfter([...oldTexts.keys()], newKeys)
  const remove = (keys: string[] = []) =>
    keys.map((key): TextDiff => {
      const pieces = [{ op: 'delete' as const, text: oldTexts.get(key) as string }]
      return { pointer: oldPlace.get(key) as string, blockKey: key, dir, pieces }
    })
  return [
    ...remove(gone.get(null)),
    ...newBlocks.flatMap(({ key, text }): TextDiff[] => {
      const pieces = diffWords(oldTexts.get(key) ?? '', text, afford)
      return [{ pointer: newPlace.get(key) as string, blockKey: key, dir, pieces }, ...remove(gone.get(key))]
    }),
  ]
}

/** The blocks that are gone, by the last one before them that stays; null for the beginning. */
function goneAfter(keys: string[], staying: Set<string>): Map<string | null, string[]> {
  const gone = new Map<string | null, string[]>()
  let last: string | null = null
  for (const key of keys) {
    if (staying.has(key)) last = key
    else gone.set(last, [...(gone.get(last) ?? []), key])
  }
  return gone
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function bodyOf({ body }: State): Body {
  return (body ?? []) as Body
}
