import type { Body } from '../../schemas/body.ts'
import { bodyText } from './text.ts'

/**
 * The body as plain text: blocks with a blank line between them, newlines
 * inside a block as they are. List items carry no bullets or numbers and
 * images leave nothing, because those would come back as words of the article
 * when the text is written again; so words and their order survive.
 */
export function toPlainText(body: Body): string {
  return bodyText(body)
}
