const headings: Record<string, 'h2' | 'h3'> = { h1: 'h2', h2: 'h2', h3: 'h3', h4: 'h3', h5: 'h3', h6: 'h3' }

/** Elements that stand on lines of their own; the words of two of them never run together. */
const blocks = [
  ...['p', 'div', 'pre', 'blockquote', 'ul', 'ol', 'li', 'hr', 'table', 'caption', 'tr', 'td', 'th', 'dl', 'dt', 'dd'],
  ...['section', 'article', 'main', 'header', 'footer', 'aside', 'nav', 'address', 'figure', 'figcaption', 'center'],
  ...['details', 'summary', 'form', 'fieldset', 'legend', 'option', 'body', ...Object.keys(headings)],
]
const blockTags = new Set(blocks)

/** Inline elements that mean something in a body. `keep` is Markdown's: white space in it counts. */
const inline = ['a', 'b', 'strong', 'i', 'em', 'u', 's', 'strike', 'del', 'code', 'br', 'img', 'span', 'keep']

/** What is left of a document before it is converted. */
export const keptTags = [...blocks, ...inline]

/** Elements whose content is no text of the document. */
export const wordlessTags = ['script', 'style', 'title', 'template', 'iframe', 'object', 'noscript']

/** Whether the element stands on lines of its own. */
export function isBlockTag(tag: string): boolean {
  return blockTags.has(tag)
}

/** The style that an element gives to its text, if any. */
export function styleOf(tag: string): 'h2' | 'h3' | 'blockquote' | undefined {
  return tag === 'blockquote' ? 'blockquote' : headings[tag]
}
