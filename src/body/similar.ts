import { distance } from 'fastest-levenshtein'

/** Letters above which comparing them costs more than a rewrite must take. */
const MAX_LETTERS = 400

/** A text made ready for many comparisons. */
interface Words {
  text: string
  words: string[]
}

/** Makes a text ready to be compared. */
export function toWords(text: string): Words {
  return {
    text,
    words: text
      .split(/[^\p{L}\p{N}\p{M}]+/u)
      .filter((word) => word !== '')
      .sort(),
  }
}

/** How alike two texts are, from 0 to 1: by shared words, or in short texts by letters. */
export function similarity(a: Words, b: Words): number {
  if (a.text === b.text) return 1
  const total = a.words.length + b.words.length
  const byWords = total === 0 ? 0 : (2 * shared(a.words, b.words)) / total
  const longer = Math.max(a.text.length, b.text.length)
  const hopeless = Math.min(a.text.length, b.text.length) < longer / 2
  if (byWords >= 0.5 || hopeless || longer > MAX_LETTERS) return byWords
  return Math.max(byWords, 1 - distance(a.text, b.text) / longer)
}

function shared(a: string[], b: string[]): number {
  let count = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left = '', right = ''] = [a[i], b[j]]
    if (left === right) count += 1
    if (left <= right) i += 1
    if (left >= right) j += 1
  }
  return count
}
