import type { Body, BodyInput, MarkedBody } from '../../schemas/body.ts'
import { invalidContent } from '../errors.ts'
import type { BodyFormat } from '../list-query.ts'
import type { ParsedBlock } from './blocks.ts'
import { BodyFault } from './body-fault.ts'
import { markQuotes, type QuoteRange } from './marked.ts'
import { parseBody } from './parse.ts'

/** The blocks of a body as a client wrote it. Throws `invalid-content` with pointers from `/body` on. */
export async function writeBody(input: BodyInput): Promise<ParsedBlock[]> {
  try {
    return await parseBody(input)
  } catch (error) {
    if (!(error instanceof BodyFault)) throw error
    throw invalidContent(error.faults.map((fault) => ({ ...fault, pointer: `/body${fault.pointer}` })))
  }
}

/** The member `body` in the format asked for, the words of quotes marked where it has marks; none when there is nothing to show. Renderers load when first used. */
export async function readBody(
  body: Body | string | undefined,
  format: BodyFormat = 'portable-text',
  quotes: QuoteRange[] = [],
): Promise<{ body?: Body | MarkedBody | string }> {
  if (body === undefined || format === 'none') return { body: undefined }
  if (typeof body === 'string') return { body }
  if (format === 'portable-text') return { body: quotes.length === 0 ? body : markQuotes(body, quotes) }
  if (format === 'html') return { body: (await import('./html.ts')).toHtml(body, quotes) }
  if (format === 'markdown') return { body: (await import('./markdown.ts')).toMarkdown(body) }
  return { body: (await import('./plain.ts')).toPlainText(body) }
}
