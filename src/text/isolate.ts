const FSI = '\u2068'
const PDI = '\u2069'
const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u
const leftToRight = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}]/u

/**
 * A name as it stands in plain text of a direction: between U+2068 and U+2069
 * when it has letters of the other direction, so that it does not reorder what
 * stands around it (UAX #9). HTML has `<bdi>` for the same.
 */
export function isolated(name: string, dir: 'rtl' | 'ltr'): string {
  const isOther = (dir === 'rtl' ? leftToRight : rightToLeft).test(name)
  return isOther || isIsolated(name) ? `${FSI}${name}${PDI}` : name
}

/** The name as it was before it was isolated. */
export function withoutIsolate(text: string): string {
  return isIsolated(text) ? text.slice(1, -1) : text
}

function isIsolated(text: string): boolean {
  return text.startsWith(FSI) && text.endsWith(PDI)
}
