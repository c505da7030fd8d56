const WORDS_A_MINUTE = 200

/** How many words a text has: runs between white space with a letter or a digit in them. */
export function countWords(text: string): number {
  let words = 0
  for (const run of text.split(/\s+/u)) if (/[\p{L}\p{N}]/u.test(run)) words += 1
  return words
}

/** Minutes to read that many words at 200 a minute, rounded; at least 1 for any word, 0 for none. */
export function readingMinutes(words: number): number {
  return words > 0 ? Math.max(1, Math.round(words / WORDS_A_MINUTE)) : 0
}
