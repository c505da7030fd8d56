import type { Body, BodyInput } from '../../schemas/body.ts'
import { invalidContent } from '../errors.ts'
import type { BodyFormat } from '../list-query.ts'
import type { ParsedBlock } from './blocks.ts'
import { BodyFault } from './body-fault.ts'
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

/** The member `body` in the format asked for; none when there is nothing to show. Renderers load when first used. */
export async function readBody(body: Body | string | undefined, format: BodyFormat = 'portable-text'): Promise<{ body?: Body | string }> {
  if (body === undefined || format === 'none') return { body: undefined }
  if (typeof body === 'string' || format === 'portable-text') return { body }
  if (format === 'html') return { body: (await import('./html.ts')).toHtml(body) }
  if (format === 'markdown') return { body: (await import('./markdown.ts')).toMarkdown(body) }
  return { body: (await import('./plain.ts')).toPlainText(body) }
}
