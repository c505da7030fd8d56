import { diff3Merge, diffComm } from 'node-diff3'
import { safely, unsafely } from './safe-items.ts'

/**
 * Brings two changes of one text together, line by line, and
 * within a line sentence by sentence. Where both changed the same, both stand in the result between marks, as Git writes them.
 * Without a common `base` everything that differs stands between marks.
 */
export function mergeTexts(ours: string, base: string | null, theirs: string): { text: string; conflicts: number } {
  const lines = (text: string) => safely(text.split('\n'))
  const regions = base === null ? compare(lines(ours), lines(theirs)) : merge(lines(ours), lines(base), lines(theirs))
  const text = regions.flatMap(({ ok = [], conflict }) =>
    conflict
      ? ['<<<<<<< yours', ...unsafely(conflict.a), '=======', ...unsafely(conflict.b), '>>>>>>> server']
      : unsafely(ok),
  )
  return { text: text.join('\n'), conflicts: regions.filter(({ conflict }) => conflict).length }
}

interface Conflict {
  a: string[]
  o: string[]
  b: string[]
}

interface Region {
  ok?: string[]
  conflict?: { a: string[]; b: string[] }
}

function merge(ours: string[], base: string[], theirs: string[]): Region[] {
  return diff3Merge(ours, base, theirs, { excludeFalseConflicts: true }).flatMap(({ ok, conflict }) =>
    conflict ? byLines(conflict) : [{ ok }],
  )
}

/** Changes of neighbouring lines count as one conflict; where no line was added or taken away they are none. */
function byLines({ a, o, b }: Conflict): Region[] {
  if (a.length !== o.length || b.length !== o.length) return [{ conflict: { a, b } }]
  return o.map((base, at) => byLine(a[at] as string, base, b[at] as string))
}

/** A paragraph is one line: both may change it, as long as they change other sentences. */
function byLine(ours: string, base: string, theirs: string): Region {
  if (ours === base || ours === theirs) return { ok: [theirs] }
  if (theirs === base) return { ok: [ours] }
  const [a, o, b] = [ours, base, theirs].map((line) => safely(line.slice(1).match(sentence) ?? [])) as [
    string[],
    string[],
    string[],
  ]
  const regions = diff3Merge(a, o, b, { excludeFalseConflicts: true })
  if (regions.some(({ conflict }) => conflict)) return { conflict: { a: [ours], b: [theirs] } }
  return { ok: safely([unsafely(regions.flatMap(({ ok = [] }) => ok)).join('')]) }
}

/** The space between two sentences is an item of its own, so that neighbours can be told apart. */
const sentence = /\s+|[^\s.!?؟…][^.!?؟…]*(?:[.!?؟…]+["”»'’)]*|$)|[.!?؟…]+/gu

function compare(ours: string[], theirs: string[]): Region[] {
  return diffComm(ours, theirs).map((chunk) => {
    const { common, buffer1, buffer2 } = chunk as { common?: string[]; buffer1: string[]; buffer2: string[] }
    return common ? { ok: common } : { conflict: { a: buffer1, b: buffer2 } }
  })
}
