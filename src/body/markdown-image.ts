import type { ImageBlock } from '../../schemas/body.ts'
import { escapeDestination, escapeTitle, escapeWords } from './markdown-escape.ts'

/**
 * An image as Markdown, its caption as the title. A credit, or line breaks,
 * need HTML.
 */
export function imageMarkdown({ url, alt = '', caption = '', credit = '' }: ImageBlock): string {
  if (credit === '' && isPlain(alt) && isPlain(caption)) {
    const title = caption && ` "${escapeTitle(caption)}"`
    return `![${escapeWords(alt)}](${escapeDestination(url)}${title})`
  }
  const attributes = [attribute('src', url), attribute('alt', alt), attribute('title', caption)].join('')
  return `<figure${attribute('data-credit', credit)}><img${attributes}></figure>`
}

function isPlain(text: string): boolean {
  return text === text.trim() && !/[\p{Cc}\u2028\u2029]/u.test(text)
}

function attribute(name: string, value: string): string {
  const escaped = value.replace(/[&<>"'\t\n\r]/gu, (character) => `&#${character.codePointAt(0)};`)
  return value && ` ${name}="${escaped}"`
}
