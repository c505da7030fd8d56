/**
 * Whether two words differ by one edit at most: a letter more, less or another,
 * or two neighbours exchanged (Damerau-Levenshtein distance 1).
 */
export function isWithinOneEdit(a: string, b: string): boolean {
  const front = sharedInFront(a, b)
  const behind = sharedBehind(a, b, Math.min(a.length, b.length) - front)
  /* What is left of most words is too long to be looked at: two letters take up to four units. */
  if (Math.max(a.length, b.length) - front - behind > 4) return false
  const ours = Array.from(a.slice(front, a.length - behind))
  const theirs = Array.from(b.slice(front, b.length - behind))
  if (ours.length < 2 && theirs.length < 2) return true
  return ours.length === 2 && theirs.length === 2 && ours[0] === theirs[1] && ours[1] === theirs[0]
}

/** How many units two words share in front, no letter cut in two. */
function sharedInFront(a: string, b: string): number {
  let shared = 0
  while (shared < a.length && a[shared] === b[shared]) shared += 1
  return shared > 0 && isHighSurrogate(a.charCodeAt(shared - 1)) ? shared - 1 : shared
}

/** The same behind, at most so many. */
function sharedBehind(a: string, b: string, most: number): number {
  let shared = 0
  while (shared < most && a[a.length - 1 - shared] === b[b.length - 1 - shared]) shared += 1
  return shared > 0 && isLowSurrogate(a.charCodeAt(a.length - shared)) ? shared - 1 : shared
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit < 0xe000

/**
 * Every word within one edit of a folded one, itself included: some hundreds, to
 * be looked up in an index. Letters come from the alphabet of the word.
 */
export function withinOneEdit(word: string): string[] {
  const letters = Array.from(word)
  const alphabet = ALPHABETS.find((one) => letters.some((letter) => one.includes(letter))) ?? letters
  const words = new Set([word])
  const put = (at: number, cut: number, ...instead: string[]) =>
    words.add([...letters.slice(0, at), ...instead, ...letters.slice(at + cut)].join(''))
  for (let at = 0; at <= letters.length; at += 1) {
    for (const letter of alphabet) {
      put(at, 0, letter)
      if (at < letters.length) put(at, 1, letter)
    }
    if (at < letters.length) put(at, 1)
    if (at + 1 < letters.length) put(at, 2, letters[at + 1] as string, letters[at] as string)
  }
  return [...words]
}

const ALPHABETS = [
  'ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژڤ',
  'abcdefghijklmnopqrstuvwxyz',
  'абвгдежзийклмнопрстуфхцчшщъыьэюя',
].map((letters) => Array.from(letters))
