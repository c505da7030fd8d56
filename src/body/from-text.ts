import type { ParsedBlock } from './blocks.ts'

/** Plain text as blocks: a blank line ends a paragraph, a single newline stays in it. */
export function fromText(content: string): ParsedBlock[] {
  return content
    .replace(/\r\n?/gu, '\n')
    .split(/\n(?:[ \t]*\n)+/u)
    .map((text) => text.replace(/^\n+|\n+$/gu, ''))
    .filter((text) => text.trim() !== '')
    .map((text) => ({ _type: 'block', style: 'normal', markDefs: [], children: [{ _type: 'span', text, marks: [] }] }))
}
