import { fold, foldLetters } from './fold.ts'

/**
 * The key under which spellings of one person's name meet: folded, without
 * titles in front, عبد، أبو and ـ الدين / ـ الله written together, without the
 * article and without بن، ابن، آل; tokens joined by a space. Two people may
 * share a key. Empty for a name of which folding leaves no letter or digit.
 */
export function nameKey(name: string): string {
  const words = foldLetters(name.replace(APOSTROPHES, '')).text.split(' ')
  const tokens = joinCompounds(withoutTitles(words)).filter((token) => !PARTICLES.has(token))
  return (tokens.length > 0 ? tokens : words).map(withoutArticle).join(' ')
}

/**
 * The key by which names are listed, compared by code point (SQLite's BINARY,
 * PostgreSQL's "C"): the folded words, without the leading article, so that
 * الكبير stands under ك. An alef with hamza is not the article: ألبرت stands
 * under ا. Titles stay.
 */
export function sortKey(name: string): string {
  const key = foldLetters(name).text || fold(name)
  const article = /^[^\p{L}\p{N}]*[اٱ]/u.test(name.normalize('NFKC'))
  return article ? withoutArticle(key) : key
}

const APOSTROPHES = /['’‘`´\u02BB-\u02BF]/g

/** Those that are names as well (سيد، شيخ، فريق) count with the article only. */
const TITLES = new Set(
  (
    'د أ م دكتور دكتورة الدكتور الدكتورة بروفيسور البروفيسور أستاذ أستاذة الأستاذ الأستاذة مهندس المهندس المهندسة ' +
    'الشيخ الشيخة السيد السيدة الآنسة الأمير الأميرة الحاج السفير السفيرة القاضي المحامي المحامية الرئيس الوزير ' +
    'العميد العقيد اللواء المشير الفريق الجنرال العماد الرائد المقدم النقيب الملازم الركن المتقاعد ' +
    'dr mr mrs ms mme prof professor sheikh'
  )
    .split(' ')
    .map(fold),
)
/** Folded: آل is ال here. */
const PARTICLES = new Set(['ال', 'بن', 'ابن'])
const FATHERS = new Map([
  ['عبد', 'عبد'],
  ['ذو', 'ذو'],
  ['ابو', 'ابو'],
  ['ابا', 'ابو'],
  ['ابي', 'ابو'],
])
const SECOND_PARTS = new Set(['الدين', 'الله'])

/** Stops where only single letters would be left: initials that stand for a withheld name. */
function withoutTitles(words: string[]): string[] {
  const last = words.findLastIndex((word) => word.length > 1)
  let first = 0
  while (first < last && TITLES.has(words[first] as string)) first += 1
  return words.slice(first)
}

function joinCompounds(words: string[]): string[] {
  const joined: string[] = []
  for (let i = 0; i < words.length; i += 1) {
    let word = words[i] as string
    const father = FATHERS.get(word)
    const next = words[i + 1]
    if (father !== undefined && next !== undefined && !PARTICLES.has(next)) {
      word = father + next
      i += 1
    }
    if (SECOND_PARTS.has(words[i + 1] as string)) {
      word += words[i + 1]
      i += 1
    }
    joined.push(word)
  }
  return joined
}

/** Never from الله, nor from a word that would keep less than two letters. */
function withoutArticle(word: string): string {
  return word.replace(/^ال(?!له(?:$| ))(?=\p{L}{2})/u, '')
}
