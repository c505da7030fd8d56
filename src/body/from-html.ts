import { htmlToPortableText } from '@portabletext/html'
import { compileSchema, defineSchema } from '@portabletext/schema'
import { parseHTML } from 'linkedom'
import sanitizeHtml from 'sanitize-html'
import { decorators, type ParsedBlock } from './blocks.ts'
import { BodyFault } from './body-fault.ts'
import type { DomNode } from './dom.ts'
import { createFinisher, type FoundBlock } from './html-finish.ts'
import { type Hrefs, htmlRules } from './html-rules.ts'
import { keptTags, wordlessTags } from './html-tags.ts'
import { shieldText, takeTexts } from './html-texts.ts'

/**
 * HTML as blocks. Words are never lost: what has no counterpart in a body
 * (tables, unknown elements, links that may not be followed) leaves its text.
 * With `exact`, in which Markdown arrives, blocks may be empty and white
 * space inside `<keep>` counts.
 */
export function fromHtml(content: string, exact = false): ParsedBlock[] {
  const { document } = parseHTML(`<!doctype html><html><head></head><body>${clean(content)}</body></html>`)
  const body = document.body as unknown as DomNode
  const texts = takeTexts(body, exact)
  const hrefs: Hrefs = new Map()
  const options = { parseHtml: () => asParsed(body), rules: htmlRules(hrefs), schema, keyGenerator: () => '' }
  const found = htmlToPortableText('', options) as unknown as FoundBlock[]
  return found.flatMap(createFinisher({ texts, hrefs, exact }))
}

const schema = compileSchema(
  defineSchema({
    styles: [{ name: 'normal' }, { name: 'h2' }, { name: 'h3' }, { name: 'blockquote' }],
    decorators: decorators.map((name) => ({ name })),
    blockObjects: [{ name: 'image' }],
  }),
)

/** The parsers' time grows with the square of the elements. */
const MAX_ELEMENTS = 40_000

/** Drops what is no text of the document, and nesting so deep that only an attack has it. */
function clean(content: string): string {
  if ((content.match(/<[a-z]/giu)?.length ?? 0) > MAX_ELEMENTS) {
    const detail = `has more than ${MAX_ELEMENTS} elements; split it`
    throw new BodyFault([{ pointer: '/content', detail, code: 'too-many' }])
  }
  return sanitizeHtml(content, {
    allowedTags: keptTags,
    allowedAttributes: { a: ['href'], img: ['src', 'alt', 'title'], figure: ['data-credit'] },
    nonTextTags: wordlessTags,
    nestingLimit: 100,
    textFilter: shieldText,
  })
}

/**
 * The document as the package reads it: a body to iterate over. White space is
 * settled already, and the XPath queries that it makes for the clipboards of
 * word processors, which the parser does not have, find nothing.
 */
function asParsed(body: DomNode): never {
  const nothing = { iterateNext: () => null, snapshotLength: 0, snapshotItem: () => null }
  const children = [...body.childNodes]
  const childNodes = { length: 0, [Symbol.iterator]: () => children.values() }
  return { body: { nodeType: 1, childNodes }, evaluate: () => nothing } as never
}
