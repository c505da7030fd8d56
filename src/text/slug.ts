import { fold } from './fold.ts'
import { NEEDED_MARK } from './marks.ts'

/** The longest slug, in bytes as it stands percent-encoded in a URL. */
const MAX_BYTES = 200
const LETTER = String.raw`(?![\u0640\p{Default_Ignorable_Code_Point}])[\p{L}\p{N}]`
const WORD = `(?:${LETTER}${NEEDED_MARK}*)+`
const WORDS = new RegExp(WORD, 'gu')
const SLUG = new RegExp(`^${WORD}(?:-${WORD})*$`, 'u')
const DROPPED = new RegExp(
  String.raw`(?!${NEEDED_MARK})[\p{M}\p{Default_Ignorable_Code_Point}\u0640]|(?!\s)\p{Cc}`,
  'gu',
)
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The slug of a title, in the title's own script: NFC, lower case, words of
 * letters and digits joined by `-`, without harakat, tatweel and controls.
 * Cut after a word so that it takes at most 200 bytes percent-encoded; only a
 * word that is too long for any slug is cut within. `item` when nothing is left.
 * Always accepted by `isSlug`; idempotent.
 */
export function slugify(title: string): string {
  const letters = title.normalize('NFC').toLowerCase().replace(DROPPED, '').normalize('NFC')
  const slug = cut(letters.match(WORDS) ?? [], MAX_BYTES) || 'item'
  return UUID.test(slug) ? `item-${slug}` : slug
}

/**
 * Whether a slug that a client has chosen is accepted: NFC, words of letters,
 * digits and the marks these need (either case) joined by single `-`, at most
 * 200 bytes percent-encoded, and not in the form of an id.
 */
export function isSlug(s: string): boolean {
  if (s.length > MAX_BYTES || !SLUG.test(s) || UUID.test(s)) return false
  return s === s.normalize('NFC') && bytes(s) <= MAX_BYTES
}

/**
 * The key on which slugs are unique: slugs that a reader takes for the same
 * (حكومه and حكومة, café and cafe) share it. Not empty for any slug: one that
 * folds to nothing, such as a lone hamza, is its own key.
 */
export function slugKey(slug: string): string {
  const key = fold(slug).replaceAll(' ', '-')
  return /[^-]/.test(key) ? key : slug
}

/** The slug to try when `slug` is taken: `-2`, `-3`, … after it, cut to fit in 200 bytes. */
export function numberedSlug(slug: string, n: number): string {
  const ending = `-${n}`
  return cut(slug.split('-'), MAX_BYTES - ending.length) + ending
}

/** As many of the words, joined by `-`, as take at most `limit` bytes. */
function cut(words: string[], limit: number): string {
  let slug = ''
  let room = limit
  for (const word of words) {
    const joint = slug === '' ? '' : '-'
    room -= joint.length + bytes(word)
    if (room < 0) {
      const start = bytes(word) > limit ? cutWord(word, room + bytes(word)) : ''
      return start === '' ? slug : slug + joint + start
    }
    slug += joint + word
  }
  return slug
}

function cutWord(word: string, room: number): string {
  let start = ''
  for (const char of word) {
    if (bytes(start + char) > room) break
    start += char
  }
  return start
}

function bytes(s: string): number {
  return encodeURIComponent(s).length
}
