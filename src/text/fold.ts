import { foldCharacter, foldLetter, HAMZA_ON_YA } from './fold-character.ts'

/**
 * The key under which text is searched and compared; never shown, never stored
 * as the text, and no offset is counted in it. Alef, hamza, ya, ta-marbuta and
 * Persian forms are unified, harakat, tatweel and invisible characters dropped,
 * digits and case folded, accents removed, white space collapsed and trimmed;
 * punctuation stays. Idempotent; the result is in NFC.
 */
export function fold(text: string): string {
  let out = ''
  for (const char of text.normalize('NFC')) out += foldCharacter(char.codePointAt(0) as number)
  return spellHamza(out).replace(/ {2,}/g, ' ').trim().normalize('NFC')
}

/**
 * The folded words of a text, one space between them, with the way back:
 * `map[i]` is the UTF-16 index in `text` of the character that the folded unit
 * `i` came from (for a space: of the first character between the two words),
 * and a last entry is the length of `text`. Never decreasing. Texts that differ
 * only in hamza, ة/ه, tatweel, harakat, quotation marks or white space are
 * equal here. Linear time.
 */
export function foldLetters(text: string): { text: string; map: number[] } {
  const map: number[] = []
  const out: string[] = []
  let gap = -1
  for (let at = 0; at < text.length; ) {
    const codePoint = text.codePointAt(at) as number
    const letters = foldLetter(codePoint)
    if (codePoint === HAMZA_ABOVE && gap < 0 && out.at(-1) === YA) out[out.length - 1] = HAMZA_ON_YA
    for (let i = 0; i < letters.length; i += 1) {
      const letter = letters[i] as string
      if (letter === ' ') {
        if (gap < 0) gap = at
        continue
      }
      if (gap >= 0 && out.length > 0) {
        out.push(' ')
        map.push(gap)
      }
      gap = -1
      out.push(letter)
      map.push(at)
    }
    at += codePoint > 0xffff ? 2 : 1
  }
  map.push(text.length)
  return { text: spellHamza(out.join('')), map }
}

const YA = 'ي'
const HAMZA_ABOVE = 0x654

/**
 * Words that are written with ئ or with ؤ, as in مسئول and مسؤول. Not a rule for
 * every ئو: that would part لاجئون from لاجئين, and ناشئون from ناشئ.
 */
const WRITTEN_WITH_WAW = /(مس(?=ئول)|(?<!\p{L})[وف]?[بلك]?(?:ال|ل)?(?:ش(?=ئون)|[رك](?=ئوس)))ئ/gu

/** Keeps the length, so that a map of indices stays true. */
function spellHamza(folded: string): string {
  if (!folded.includes(HAMZA_ON_YA)) return folded
  return folded.replace(WRITTEN_WITH_WAW, '$1و').replaceAll(HAMZA_ON_YA, YA)
}
