import { MAX_BLOCKS, type BlockInput, type BodyInput } from '../../schemas/body.ts'
import type { ParsedBlock } from './blocks.ts'
import { BodyFault } from './body-fault.ts'
import { checkBlocks } from './check.ts'
import { fromText } from './from-text.ts'

/**
 * The blocks of a body as a client wrote it, complete but for missing keys.
 * Throws a `BodyFault` with everything that a schema cannot refuse. HTML and
 * Markdown need heavy parsers: they load when the first such body arrives.
 */
export async function parseBody(input: BodyInput): Promise<ParsedBlock[]> {
  if (Array.isArray(input)) return checked(input).map(complete)
  const blocks = await convert(input.format, input.content)
  if (blocks.length > MAX_BLOCKS) {
    const detail = `makes ${blocks.length} blocks; a body has at most ${MAX_BLOCKS}`
    throw new BodyFault([{ pointer: '/content', detail, code: 'too-many' }])
  }
  return blocks
}

async function convert(format: 'markdown' | 'html' | 'text', content: string): Promise<ParsedBlock[]> {
  if (format === 'text') return fromText(content)
  if (format === 'html') return (await import('./from-html.ts')).fromHtml(content)
  return (await import('./from-markdown.ts')).fromMarkdown(content)
}

function checked(blocks: BlockInput[]): BlockInput[] {
  const faults = checkBlocks(blocks)
  if (faults.length > 0) throw new BodyFault(faults)
  return blocks
}

function complete(block: BlockInput): ParsedBlock {
  if (block._type === 'image') return block
  const { style = 'normal', markDefs = [], children, ...rest } = block
  return { ...rest, style, markDefs, children: children.map((span) => ({ ...span, marks: span.marks ?? [] })) }
}
