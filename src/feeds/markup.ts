/** What XML 1.0 cannot hold in any form, not even escaped. */
const forbidden = /(?![\t\n\r\x7f-\x9f])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu

const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }

/** The text without the characters that XML cannot hold. */
export function permitted(text: string): string {
  return text.replace(forbidden, '')
}

/** As the text of an element or attribute, in XML and in HTML; line breaks and tabs come back as they were. */
export function escaped(text: string): string {
  return permitted(text).replace(/[&<>"'\t\n\r]/g, (character) => `&${reference(character)}`)
}

/** What follows the `&` of a reference to a character: a name where it has one, for not all feed readers know numbers. */
export function reference(character: string): string {
  return `${names[character] ?? `#${character.charCodeAt(0)}`};`
}
