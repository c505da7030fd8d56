const partOfWord = /[\p{L}\p{N}\p{M}\u0640\u200c\u200d]/u

/** Whether a UTF-16 index of a text stands at the edge of a word, not between two letters of one. */
export function isWordEdge(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return true
  return !(partOfWord.test(codePointBefore(text, index)) && partOfWord.test(codePointAt(text, index)))
}

function codePointAt(text: string, index: number): string {
  return String.fromCodePoint(text.codePointAt(index) ?? 0)
}

function codePointBefore(text: string, index: number): string {
  const low = text.charCodeAt(index - 1)
  const paired = low >= 0xdc00 && low <= 0xdfff && index >= 2
  return paired ? text.slice(index - 2, index) : text.charAt(index - 1)
}
