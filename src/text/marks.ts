/**
 * Combining marks without which a word is another word: vowel signs of the
 * Indic scripts, Thai and Thaana, the voicing marks of kana. What is left are
 * marks that readers do without: harakat, Hebrew and Syriac points, accents.
 *
 * The source of a regular expression for one such mark, for the `u` flag.
 */
export const NEEDED_MARK = String.raw`(?:[\u3099\u309A]|(?![${scripts()}\p{Default_Ignorable_Code_Point}])\p{M})`

function scripts(): string {
  return ['Inherited', 'Arabic', 'Hebrew', 'Syriac', 'Cyrillic', 'Coptic'].map((name) => `\\p{Script=${name}}`).join('')
}
