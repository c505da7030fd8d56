import { nameKey } from './names.ts'

/**
 * A consonant as the Arabic letters that it may stand for. Vowels, ع, hamza and
 * the ه or ح that ends a word are none: transliterations write them in any way.
 */
type Consonant = string

/**
 * The consonants of a name in Arabic or Latin letters, without articles and بن:
 * عز الدين عقيل, Ezzedine Akil and Izz al-Din Aqil agree in them.
 */
export function consonantsOf(name: string): Consonant[] {
  return nameKey(name)
    .replace(LATIN_ARTICLE, '$1')
    .split(' ')
    .filter((word) => !LATIN_PARTICLES.has(word))
    .flatMap((word) => (ARABIC.test(word) ? arabicConsonants(word) : latinConsonants(word)))
}

/**
 * The key on which transliterations of a name meet, made to look them up by:
 * consonants that any spelling confuses are one in it. '' for a name with less
 * than three consonants, which says too little.
 */
export function skeletonOf(name: string): string {
  const consonants = consonantsOf(name)
  return consonants.length < 3 ? '' : consonants.map((letters) => CLASSES.get(letters[0] as string)).join('')
}

/** Whether one name can be the transliteration of the other: of two Arabic spellings it says nothing. */
export function soundAlike(a: string, b: string): boolean {
  if (ARABIC.test(a) && ARABIC.test(b)) return false
  const [ours, theirs] = [consonantsOf(a), consonantsOf(b)]
  if (ours.length < 3 || ours.length !== theirs.length) return false
  return ours.every((letters, i) => [...letters].some((letter) => theirs[i]?.includes(letter)))
}

const ARABIC = /\p{Script=Arabic}/u
/** al, el, and the forms that take on the letter after them: as-Salam, ud-Din. */
const LATIN_ARTICLE = /(^| )[aeiu](?:l|sh(?= sh)|([drnstz])(?= \2)) /g
const LATIN_PARTICLES = new Set(['al', 'el', 'bin', 'ben', 'ibn', 'bint'])

const CLASSES = new Map(
  ['ب', 'ف', 'م', 'ن', 'ل', 'ر', 'خ', 'ش', 'سص', 'هح', 'تطث', 'دضذظز', 'كقجغ'].flatMap((letters) =>
    [...letters].map((letter) => [letter, letters[0] as string]),
  ),
)

const FOREIGN: Record<string, string> = { پ: 'ب', چ: 'ج', ژ: 'ج', ڤ: 'ف' }

function arabicConsonants(word: string): Consonant[] {
  const bare = word.replace(/^(عبد|ابو|ذو)ال/, '$1').replace(/ال(?=دين$|له$)/, '')
  return Array.from(bare.replace(/[هح]$/, ''), (letter) => FOREIGN[letter] ?? letter).filter((letter) =>
    CLASSES.has(letter),
  )
}

/** The longest first. */
const SPELLINGS: [string, Consonant][] = [
  ['sch', 'ش'],
  ['sh', 'ش'],
  ['ch', 'ش'],
  ['kh', 'خ'],
  ['gh', 'غقج'],
  ['th', 'ثت'],
  ['dh', 'ذضظد'],
  ['dj', 'ج'],
  ['ck', 'كق'],
  ['ph', 'ف'],
  ['ce', 'سص'],
  ['ci', 'سص'],
  ['c', 'كق'],
  ['k', 'كق'],
  ['q', 'قك'],
  ['g', 'جغق'],
  ['j', 'ج'],
  ['t', 'تط'],
  ['d', 'دضظذ'],
  ['z', 'زظذض'],
  ['s', 'سص'],
  ['h', 'هح'],
  ['b', 'ب'],
  ['p', 'ب'],
  ['f', 'ف'],
  ['v', 'ف'],
  ['l', 'ل'],
  ['m', 'م'],
  ['n', 'ن'],
  ['r', 'ر'],
]

/** A letter that is written twice is one. */
function latinConsonants(word: string): Consonant[] {
  const bare = word
    .replace(/^abd[aeiou]?[lrnstzd]?$/, 'abd')
    .replace(/^abd(?:[aeu]l(?=\w)|[aeu](?=([rnstzd])\1))/, 'abd')
    .replace(/^ab(?:u|ou|oo)l$/, 'abu')
    .replace(/h$/, '')
  const found: Consonant[] = []
  let previous = ''
  for (let at = 0; at < bare.length; ) {
    const [spelling, letters] = SPELLINGS.find(([spelt]) => bare.startsWith(spelt, at)) ?? [bare[at] as string, '']
    if (letters !== '' && spelling !== previous) found.push(letters)
    previous = spelling
    at += spelling.length
  }
  return found
}
