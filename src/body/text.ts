import type { ParsedBlock } from './blocks.ts'

/**
 * The text of a block: what its spans say, joined, and nothing for an image.
 * Offsets of quotes count the Unicode code points of this string.
 */
export function blockText(block: ParsedBlock): string {
  return block._type === 'block' ? block.children.map((span) => span.text).join('') : ''
}

/** The blocks that hold text, in reading order. */
export function textBlocks(body: readonly (ParsedBlock & { _key: string })[]): { key: string; text: string }[] {
  return body
    .filter((block) => block._type === 'block')
    .map((block) => ({ key: block._key, text: blockText(block) }))
    .filter(({ text }) => text !== '')
}

/** The whole text, a blank line between blocks: for counting, searching and hashing. */
export function bodyText(body: readonly ParsedBlock[]): string {
  return body
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n')
}
