import type { BlockInput, BodyInput } from '../../schemas/body.ts'
import type { Fault } from '../../schemas/problem.ts'
import type { ParsedBlock } from './blocks.ts'
import { BodyFault } from './body-fault.ts'
import { checkBlocks, checkSizes } from './check.ts'
import { fromText } from './from-text.ts'

/**
 * The blocks of a body as a client wrote it, complete but for missing keys.
 * Throws a `BodyFault` with everything that a schema cannot refuse. HTML and
 * Markdown need heavy parsers: they load when the first such body arrives.
 */
export async function parseBody(input: BodyInput): Promise<ParsedBlock[]> {
  if (Array.isArray(input)) {
    refuse(checkBlocks(input))
    return input.map(complete)
  }
  const blocks = await convert(input.format, input.content)
  refuse(checkSizes(blocks))
  return blocks
}

async function convert(format: 'markdown' | 'html' | 'text', content: string): Promise<ParsedBlock[]> {
  if (format === 'text') return fromText(content)
  if (format === 'html') return (await import('./from-html.ts')).fromHtml(content)
  return (await import('./from-markdown.ts')).fromMarkdown(content)
}

function refuse(faults: Fault[]): void {
  if (faults.length > 0) throw new BodyFault(faults)
}

function complete(block: BlockInput): ParsedBlock {
  if (block._type === 'image') return block
  const { style = 'normal', markDefs = [], children, ...rest } = block
  return { ...rest, style, markDefs, children: children.map((span) => ({ ...span, marks: span.marks ?? [] })) }
}
