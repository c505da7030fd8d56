import { foldLetters } from '../../text/fold.ts'
import { isQuotationMark } from './quotation-marks.ts'

/** Of Arabic script, harakat and tatweel included; digits and punctuation are not. */
const ARABIC = String.raw`(?=\p{Script_Extensions=Arabic})[\p{L}\p{M}]`
const ARABIC_WORD = new RegExp(`(?:${ARABIC})+`, 'gu')
const INVISIBLE = /(?!\s)[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu
/** Single marks around words, with the apostrophes inside them; a lone one is an apostrophe. */
const SINGLE_MARKS = /(?<![\p{L}\p{N}])['‚]((?:[^'‚]|(?<=[\p{L}\p{N}])'(?=[\p{L}\p{N}]))+)'(?![\p{L}\p{N}])/gu
/**
 * White space that parts no words and no numbers. That in a number counts, as
 * in "3. 5" and "1 000"; that between words of Arabic script does not.
 */
const LOOSE_SPACE = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}]|\p{N}[.,:/٫٬]) | (?![\p{L}\p{N}])|(?<=${ARABIC}) (?=${ARABIC})`,
  'gu',
)

/**
 * What a text says, as a key for comparing: equal for texts that differ only in
 * the spelling of Arabic letters (hamza, ة/ه, ى/ي, tatweel, harakat), in
 * quotation marks or in white space. Numbers, other signs, the case of letters
 * and how words of other scripts part are kept: they can change the meaning.
 */
export function wordingKey(text: string): string {
  return Array.from(text.normalize('NFC').replace(INVISIBLE, ''), (char) => (isQuotationMark(char) ? ' ' : char))
    .join('')
    .replace(/[‘’‛ʻʼ]/gu, "'")
    .replace(SINGLE_MARKS, ' $1 ')
    .replace(ARABIC_WORD, (word) => foldLetters(word).text)
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(LOOSE_SPACE, '')
}
