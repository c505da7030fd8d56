/** As much of a DOM node as conversion needs. */
export interface DomNode {
  readonly nodeType: number
  readonly localName: string
  readonly parentNode: DomNode | null
  readonly previousSibling: DomNode | null
  readonly childNodes: Iterable<DomNode> & { readonly length: number }
  textContent: string | null
  getAttribute(name: string): string | null
  querySelectorAll(selector: string): Iterable<DomNode> & { readonly length: number }
  closest(selector: string): DomNode | null
  remove(): void
}

/** Whether the node is an element. */
export function isElement(node: DomNode): boolean {
  return node.nodeType === 1
}

/** Whether the node is text. */
export function isText(node: DomNode): boolean {
  return node.nodeType === 3
}
