import { DIFF_DELETE, DIFF_EQUAL, DIFF_INSERT, diffMain } from 'diff-match-patch-es'
import { sharedOnce } from './shared-once.ts'

/** Which word of an old text is which word of the new one. */
export interface Alignment {
  /** For each old word the number of its new one, or -1 where it is gone. Increasing. */
  to: number[]
  /** For each new word the number of its old one, or -1 where it is new. Increasing. */
  back: number[]
}

/** From this many differing words on, the words that stand once on both sides divide the work. */
const LARGE = 400

/**
 * Aligns two texts word by word with few changes. `afford` is asked before each
 * stretch is compared, with the steps that this costs at worst; a stretch that
 * is too dear is left as changed. There is no time limit, so that the same texts
 * always give the same answer.
 */
export function alignWords(
  before: readonly string[],
  after: readonly string[],
  afford: (steps: number) => boolean,
): Alignment {
  const to = before.map(() => -1)
  const back = after.map(() => -1)
  const link = (i: number, j: number, count: number) => {
    for (let n = 0; n < count; n += 1) {
      to[i + n] = j + n
      back[j + n] = i + n
    }
  }
  const compare = ([i, iEnd]: Stretch, [j, jEnd]: Stretch, divide: boolean) => {
    const old = before.slice(i, iEnd)
    const now = after.slice(j, jEnd)
    const head = commonHead(old, now)
    const tail = commonTail(old, now, head)
    link(i, j, head)
    link(iEnd - tail, jEnd - tail, tail)
    const left = old.slice(head, old.length - tail)
    const right = now.slice(head, now.length - tail)
    const differing = left.length + right.length
    if (left.length === 0 || right.length === 0) return
    if (divide && differing > LARGE) {
      let [from, start] = [0, 0]
      for (const [end, close] of [...sharedOnce(left, right), [left.length, right.length] as const]) {
        compare([i + head + from, i + head + end], [j + head + start, j + head + close], false)
        if (end < left.length) link(i + head + end, j + head + close, 1)
        ;[from, start] = [end + 1, close + 1]
      }
    } else if (afford((differing * differing) / 2)) {
      let [at, now] = [i + head, j + head]
      for (const [operation, words] of diffMain(...asCharacters(left, right), { diffTimeout: 0 }, false)) {
        if (operation === DIFF_EQUAL) link(at, now, words.length)
        if (operation !== DIFF_INSERT) at += words.length
        if (operation !== DIFF_DELETE) now += words.length
      }
    }
  }
  compare([0, before.length], [0, after.length], true)
  return { to, back }
}

type Stretch = readonly [from: number, to: number]

/** One character for each distinct word, since the diff library compares characters. */
function asCharacters(before: readonly string[], after: readonly string[]): [string, string] {
  const codes = new Map<string, string>()
  const encode = (words: readonly string[]) =>
    words
      .map((word) => {
        let code = codes.get(word)
        code ??= String.fromCharCode(0x100 + codes.size)
        codes.set(word, code)
        return code
      })
      .join('')
  return [encode(before), encode(after)]
}

function commonHead(a: readonly string[], b: readonly string[]): number {
  let count = 0
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1
  return count
}

function commonTail(a: readonly string[], b: readonly string[], head: number): number {
  const most = Math.min(a.length, b.length) - head
  let count = 0
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count += 1
  return count
}
