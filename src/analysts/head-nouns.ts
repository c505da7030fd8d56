import { foldLetters } from '../text/fold.ts'

/**
 * What a role is at heart, folded and without gender: محلل of محللة سياسية, كاتب
 * and محلل of كاتب ومحلل سياسي, analyst of political analyst. Only what stands
 * before a preposition counts.
 */
export function headNouns(title: string): string[] {
  const words = foldLetters(title).text.split(' ')
  const end = words.findIndex((word, i) => i > 0 && PREPOSITIONS.has(word))
  const group = end < 0 ? words : words.slice(0, end)
  const heads = /\p{Script=Arabic}/u.test(title) ? arabicHeads(group) : latinHeads(group)
  return [...new Set(heads.filter((head) => head !== ''))]
}

const PREPOSITIONS = new Set(
  'في من لدي لشوون بشوون باسم عن علي of for at in on de du des pour a en chez with to'.split(' '),
)

/** The first noun, and what is joined to it by و with the article or without it, as that has it or not. */
function arabicHeads([first = '', ...others]: string[]): string[] {
  const isDefinite = (word: string) => /^ال(?=..)/.test(word)
  const joined = others
    .filter((word) => word.length > 3 && word.startsWith('و'))
    .map((word) => word.slice(1))
    .filter((word) => isDefinite(word) === isDefinite(first))
  return [first, ...joined].map((word) => word.replace(/^ال(?=..)/, '').replace(/ه$/, ''))
}

/** The last noun of each part. */
function latinHeads(words: string[]): string[] {
  const parts = words.join(' ').split(/ (?:and|et) /)
  return parts.map((part) => part.split(' ').at(-1) as string)
}
