import { htmlToPortableText } from '@portabletext/html'
import { compileSchema, defineSchema } from '@portabletext/schema'
import { parseHTML } from 'linkedom'
import sanitizeHtml from 'sanitize-html'
import { decorators, type ParsedBlock } from './blocks.ts'
import { BodyFault } from './body-fault.ts'
import { type DomNode, isElement } from './dom.ts'
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
  refuseCrowds(body)
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

const MAX_ELEMENTS = 40_000

/** The time of the package grows with the square of the nodes that stand side by side. */
const MAX_SIBLINGS = 10_000

/** Drops what is no text of the document, and nesting so deep that only an attack has it. */
function clean(content: string): string {
  if ((content.match(/<[a-z]/giu)?.length ?? 0) > MAX_ELEMENTS) throw tooMany(MAX_ELEMENTS, 'elements')
  return sanitizeHtml(content, {
    allowedTags: keptTags,
    allowedAttributes: { a: ['href'], img: ['src', 'alt', 'title'], figure: ['data-credit'] },
    nonTextTags: wordlessTags,
    nestingLimit: 100,
    textFilter: shieldText,
  })
}

function refuseCrowds(node: DomNode): void {
  if (node.childNodes.length > MAX_SIBLINGS) throw tooMany(MAX_SIBLINGS, 'elements and texts side by side')
  for (const child of node.childNodes) if (isElement(child)) refuseCrowds(child)
}

function tooMany(most: number, what: string): BodyFault {
  return new BodyFault([{ pointer: '/content', detail: `has more than ${most} ${what}; split it`, code: 'too-many' }])
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
