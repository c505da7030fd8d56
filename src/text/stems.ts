import { fold } from './fold.ts'

/** The words of a text, folded. */
export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}

const articles = ['بال', 'كال', 'لل', 'ال']
const prepositions = ['ب', 'ل', 'ك']

/* Longest first. No bare alef: it would merge أمريكا with أمريكي. */
const suffixes =
  'اتهما اتكم اتها اتهم اتهن اتنا تهما اته اتي تكم تها تهم تنا تين تان هما كما ته تي هم هن كم نا ها ات ان ون ين يه ه ي'.split(
    ' ',
  )

/**
 * The stems a folded Arabic word may have, 1 to 4 of them: without an
 * article or a preposition that is joined to it, after an optional و or ف, and
 * without one suffix. Light stemming in the manner of Larkey et al. (light10),
 * but keeping every reading that the spelling allows. A word of another script
 * is its own stem.
 */
export function stemsOf(word: string): string[] {
  const known = stems.get(word)
  if (known) return known
  const found = stemsIn(word)
  if (stems.size === mostStems) stems.clear()
  stems.set(word, found)
  return found
}

/** What was found out before: some thousand words are most of any text. */
const stems = new Map<string, string[]>()
const mostStems = 16_384

function stemsIn(word: string): string[] {
  if (!/^[\u0621-\u064a]+$/.test(word)) return [word]
  const bare = /^[وف]/.test(word) && word.length > 3 ? [word, word.slice(1)] : [word]
  return [...new Set(bare.flatMap(withoutPrefix).map(withoutSuffix))].slice(0, 4)
}

function withoutPrefix(word: string): string[] {
  const article = articles.find((prefix) => word.startsWith(prefix) && word.length - prefix.length >= 3)
  if (article === 'لل') return [word.slice(2), `ل${word.slice(2)}`]
  if (article) return [word.slice(article.length)]
  const preposition = prepositions.find((prefix) => word.startsWith(prefix) && word.length > 3)
  return preposition ? [word, word.slice(1)] : [word]
}

function withoutSuffix(word: string): string {
  const fits = (suffix: string) => {
    const left = word.length - suffix.length
    return word.endsWith(suffix) && left >= 3 && !(/^ت./.test(suffix) && word[left - 1] === 'ا')
  }
  const suffix = suffixes.find(fits)
  return suffix ? word.slice(0, -suffix.length) : word
}
