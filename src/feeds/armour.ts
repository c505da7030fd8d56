import { permitted, reference } from './markup.ts'

/** Stands for `&`. Never a character of a text (Unicode keeps it for uses like this one), and no package escapes it. */
const mark = '\ufdd0'

/**
 * A text as the `feed` package can be given it. The package escapes text in one
 * place, half of it in another, and not at all in attributes; of several `]]>` it
 * mends the first. Armoured, a text holds nothing that has to be escaped.
 */
export function armoured(text: string): string {
  return permitted(text).replace(/[&<>"'\t\n\r\ufdd0]/g, (character) => `${mark}${reference(character)}`)
}

/** The document that the package made of armoured texts, with all of them escaped alike. */
export function unarmoured(xml: string): string {
  return xml.replace(/<!\[CDATA\[([^<]*)\]\]>/g, '$1').replaceAll(mark, '&')
}
