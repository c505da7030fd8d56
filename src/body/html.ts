import { type PortableTextHtmlComponents, toHTML } from '@portabletext/to-html'
import { isPortableTextToolkitList } from '@portabletext/toolkit'
import type { Body, ImageBlock, Link, QuoteMark } from '../../schemas/body.ts'
import { isSafeImage, isSafeLink } from './addresses.ts'
import { markQuotes, type QuoteRange } from './marked.ts'

/**
 * The body as HTML that is safe to insert as it is: a fixed set of elements,
 * all text escaped, all addresses checked again. With `quotes`, exactly the
 * words of each range stand in `<q data-quote="{id}">`; where ranges, marks
 * and links cross, in several of them.
 */
export function toHtml(body: Body, quotes: readonly QuoteRange[] = []): string {
  return toHTML(markQuotes(body, quotes), { components, onMissingComponent: false })
}

type BlockComponent = Extract<PortableTextHtmlComponents['block'], (...args: never[]) => string>

const inElement =
  (tag: string) =>
  ({ children }: { children?: string }): string =>
    `<${tag}>${children ?? ''}</${tag}>`

/** In a list item, the package hands over the lists below it as part of the heading. */
const inBlock =
  (tag: string): BlockComponent =>
  ({ children = '', value, renderNode }) => {
    const lists = value.children
      .filter((child) => isPortableTextToolkitList(child))
      .map((node, index) => renderNode({ node, index, isInline: false, renderNode }))
      .join('')
    const own = lists === '' ? children : children.slice(0, -lists.length)
    return `<${tag}>${own}</${tag}>${lists}`
  }

const components: Partial<PortableTextHtmlComponents> = {
  types: { image: ({ value }) => figure(value as ImageBlock) },
  block: { normal: inBlock('p'), h2: inBlock('h2'), h3: inBlock('h3'), blockquote: inBlock('blockquote') },
  list: { bullet: inElement('ul'), number: inElement('ol') },
  listItem: inElement('li'),
  marks: {
    strong: inElement('strong'),
    em: inElement('em'),
    underline: inElement('u'),
    'strike-through': inElement('s'),
    code: inElement('code'),
    link: ({ children, value }) => link(children, value as unknown as Link),
    quote: ({ children, value }) =>
      `<q data-quote="${escapeHtml((value as unknown as QuoteMark).quoteId)}">${children}</q>`,
  },
  escapeHTML: escapeHtml,
  unknownType: () => '',
  unknownMark: ({ children }) => children,
  unknownBlockStyle: inBlock('p'),
}

function link(children: string, { href }: Link): string {
  return isSafeLink(href) ? `<a href="${escapeHtml(href)}" rel="noopener">${children}</a>` : children
}

function figure({ url, alt = '', caption, credit }: ImageBlock): string {
  const lines = [caption, credit].filter((line) => line).map((line) => escapeHtml(line ?? '').replaceAll('\n', '<br/>'))
  const told = lines.length > 0 ? `<figcaption>${lines.join('<br/>')}</figcaption>` : ''
  const shown = isSafeImage(url) ? `<img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}"/>` : ''
  return `<figure${credit ? ` data-credit="${escapeHtml(credit)}"` : ''}>${shown}${told}</figure>`
}

/** A carriage return would be read as a newline. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\r]/gu, (character) => `&#${character.codePointAt(0)};`)
}
