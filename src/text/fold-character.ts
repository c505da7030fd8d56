import { NEEDED_MARK } from './marks.ts'

/** A letter that is still to be read in its word: ئ becomes ي, in some words و. */
export const HAMZA_ON_YA = '\u0626'

/**
 * What one code point becomes in a search key: none, one or several characters.
 * Compatibility forms are resolved (NFKC), case, marks, tatweel, hamza and
 * invisible characters dropped, letter variants and digits unified, any white
 * space is U+0020. ئ alone is left as it is. Punctuation stays.
 */
export const foldCharacter = remembered((char) => folded(char).normalize('NFC'))

/**
 * The same, letters and digits only (with the marks they need, decomposed, so
 * that composed and decomposed text agree): whatever else would be left is a space.
 */
export const foldLetter = remembered((char) => folded(char).replace(NOT_OF_A_WORD, ' '))

const NOT_OF_A_WORD = new RegExp(`(?!${NEEDED_MARK})[^\\p{L}\\p{N}]`, 'gu')
const DROPPED = new RegExp(
  String.raw`(?!${NEEDED_MARK})[\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}\u0621\u0640\u0674\u08D3-\u08FF]`,
  'gu',
)
/** Harakat as characters of their own; NFKC would put a space in front of them. */
const SPACING_HARAKAT = /[\uFC5E-\uFC63\uFE70-\uFE7F]/u

const VARIANTS: Record<string, string> = {
  ا: 'ٱٲٳ',
  و: 'ۄۆۇۈۋ',
  ي: 'ىیېےۍ',
  ه: 'ةەہۃھ',
  ك: 'کڪګڬڭڮ',
  σ: 'ς',
  '.': '٫',
  ',': '٬',
  '%': '٪',
  "'": '\u02BB\u02BC\u02BD\u02BE\u02BF',
}
const LETTERS = new Map<string, string>(
  Object.entries(VARIANTS).flatMap(([letter, variants]) => [...variants].map((variant) => [variant, letter])),
)
for (const zero of [0x660, 0x6f0]) {
  for (let digit = 0; digit < 10; digit += 1) LETTERS.set(String.fromCodePoint(zero + digit), String(digit))
}

function folded(char: string): string {
  if (SPACING_HARAKAT.test(char)) return ''
  if (/\s|\u0085/u.test(char)) return ' '
  return Array.from(char.normalize('NFKC').toLowerCase(), variant).join('')
}

function variant(char: string): string {
  if (char === HAMZA_ON_YA) return char
  const bare = char.normalize('NFKD').replace(DROPPED, '')
  return Array.from(bare, (letter) => LETTERS.get(letter) ?? letter).join('')
}

/** Keeps the answers for the first two planes: at most 131,072 short strings. */
function remembered(compute: (char: string) => string): (codePoint: number) => string {
  const answers: string[] = []
  return (codePoint) => {
    const known = answers[codePoint]
    if (known !== undefined) return known
    const answer = compute(String.fromCodePoint(codePoint))
    if (codePoint < 0x20000) answers[codePoint] = answer
    return answer
  }
}
