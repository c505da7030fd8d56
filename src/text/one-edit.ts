/**
 * Whether two words differ by one edit at most: a letter more, less or another,
 * or two neighbours exchanged (Damerau-Levenshtein distance 1).
 */
export function isWithinOneEdit(a: string, b: string): boolean {
  const [short, long] = [Array.from(a), Array.from(b)].sort((one, other) => one.length - other.length) as [
    string[],
    string[],
  ]
  if (long.length - short.length > 1) return false
  const start = short.findIndex((letter, i) => letter !== long[i])
  if (start < 0) return true
  const same = (from: number, inLong: number) => short.slice(from).join('') === long.slice(inLong).join('')
  if (short.length < long.length) return same(start, start + 1)
  const exchanged = short[start] === long[start + 1] && short[start + 1] === long[start]
  return same(start + 1, start + 1) || (exchanged && same(start + 2, start + 2))
}

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
