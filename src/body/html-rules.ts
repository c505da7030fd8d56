import type { DeserializerRule } from '@portabletext/html'
import { isSafeImage, isSafeLink } from './addresses.ts'
import { type DomNode, isElement, isText } from './dom.ts'
import { isBlockTag, styleOf } from './html-tags.ts'
import { standIns } from './html-texts.ts'

/** The href that a mark of the conversion stands for. */
export type Hrefs = Map<string, string>

interface Found {
  _type: string
  marks?: string[]
  children?: Found[]
  [member: string]: unknown
}
type Next = (nodes: DomNode[]) => Found[] | undefined

/**
 * Where the package's own rules would lose words or structure: neighbours run
 * together, headings and quotations in lists, figures, links. Decorators are
 * the package's. The links found are written into `hrefs`.
 */
export function htmlRules(hrefs: Hrefs): DeserializerRule[] {
  const convert = (node: DomNode, next: Next): Found | Found[] | undefined => {
    if (isText(node)) return span(node.textContent ?? '')
    if (!isElement(node)) return []
    const tag = node.localName
    const inside = () => next([...node.childNodes]) ?? []
    if (tag === 'br') return span(standIns.newline)
    if (tag === 'a') return link(node.getAttribute('href'), inside(), hrefs)
    if (tag === 'img') return imageOf(node)
    if (tag === 'li') return listItem(node, inside())
    if (!isBlockTag(tag)) return undefined
    const image = tag === 'figure' ? takeImage(node) : []
    if (node.closest('li') !== null) return [span(standIns.edge), ...image, ...inside(), span(standIns.edge)]
    return [...image, block(node, inside())]
  }
  return [{ deserialize: (node, next) => convert(node as unknown as DomNode, next as unknown as Next) as never }]
}

function span(text: string): Found {
  return { _type: 'span', text, marks: [] }
}

function block(element: DomNode, children: Found[], more: object = {}): Found {
  const style = styleOf(element.localName) ?? (element.closest('blockquote') ? 'blockquote' : 'normal')
  return { _type: 'block', style, markDefs: [], children, ...more }
}

/** The package counts levels by a chain of `ul > li > ul`; lists in other elements have levels too. */
function listItem(element: DomNode, children: Found[]): Found {
  let level = 0
  let list: DomNode | null = null
  for (let at = element.parentNode; at !== null; at = at.parentNode) {
    if (at.localName !== 'ul' && at.localName !== 'ol') continue
    list ??= at
    level += 1
  }
  const item = list?.localName === 'ol' ? 'number' : 'bullet'
  const [first] = [...element.childNodes].filter(isElement)
  const style = first && styleOf(first.localName)
  return block(element, children, { list: item, depth: Math.min(Math.max(level, 1), 6), ...(style && { style }) })
}

/** A link that may not be followed leaves its words. */
function link(href: string | null, children: Found[], hrefs: Hrefs): Found[] {
  const address = href?.trim() ?? ''
  if (address.length > 2048 || !isSafeLink(address)) return children
  const mark = `a${hrefs.size}`
  hrefs.set(mark, address)
  const apply = (found: Found) => {
    if (found._type === 'span') found.marks = [...(found.marks ?? []), mark]
    for (const child of found.children ?? []) apply(child)
  }
  children.forEach(apply)
  return children
}

/** An image that may not be shown, or is nowhere, has no address; its other members are text to keep. */
function imageOf(element: DomNode, members: object = {}): Found {
  const src = element.getAttribute('src')?.trim() ?? ''
  const url = src.length <= 2048 && isSafeImage(src) ? src : ''
  const alt = element.getAttribute('alt')
  const caption = element.getAttribute('title')
  return {
    _type: '__block',
    block: { _type: 'image', url, ...(alt && { alt }), ...(caption && { caption }), ...members },
  }
}

/** Takes the image out of a figure that has one, and the caption with it; what else it holds stays. */
function takeImage(figure: DomNode): Found[] {
  const [one, second] = [...figure.querySelectorAll('img')]
  const [caption, another] = [...figure.querySelectorAll('figcaption')]
  if (!one || second || another) return []
  const credit = figure.getAttribute('data-credit')
  const found = imageOf(one, { ...(caption && { standIns: captionOf(caption) }), ...(credit && { credit }) })
  one.remove()
  caption?.remove()
  return [found]
}

function captionOf(node: DomNode): string {
  if (isText(node)) return node.textContent ?? ''
  if (node.localName === 'br') return standIns.newline
  return [...node.childNodes].map(captionOf).join('')
}
