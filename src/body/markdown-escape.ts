/** Text that Markdown reads as itself wherever it does not begin or end a line. */
export function escapeWords(text: string): string {
  return text
    .replace(/[\\`*_[\]<~|]/gu, '\\$&')
    .replace(/&(?=[#\w]|$)/gu, '\\&')
    .replace(/!$/u, '\\!')
    .replace(/[\t\r]/gu, entity)
    .replace(/ *\n */gu, (spaces) => spaces.replaceAll(' ', '&#32;'))
}

/** Text that begins a line, so that it opens no heading, list, quotation or table. */
export function escapeLineStart(text: string): string {
  return text.replace(/^[#+\-=>:]/u, '\\$&').replace(/^(\d{1,9})([.)])/u, '$1\\$2')
}

/**
 * White space that stands where Markdown would drop it. The vertical tab has
 * no character reference, but is kept inside an element.
 */
export function escapeSpaces(spaces: string): string {
  return spaces.replace(/[^\v]/gu, entity).replace(/\v+/gu, '<span>$&</span>')
}

/** The address of a link or an image. */
export function escapeDestination(address: string): string {
  return /^[^\s\p{C}<>()\\&]+$/u.test(address) ? address : `<${address.replace(/[\\<>&]/gu, '\\$&')}>`
}

/** The title of an image, without its quotation marks. */
export function escapeTitle(title: string): string {
  return title.replace(/[\\"&]/gu, '\\$&')
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`
}
