import { type DomNode, isElement, isText } from './dom.ts'
import { isBlockTag } from './html-tags.ts'

/** What stands in a document for its texts and line breaks while it is converted. */
export const standIns = { text: (index: number) => `${index};`, newline: '/', edge: '|' }

/**
 * Takes every text out of a document, its white space collapsed as a browser
 * would, and leaves a stand-in: conversion can then neither trim nor change a
 * character. `exact` keeps white space inside `<keep>`, and an empty `<span>`
 * as a text without characters.
 */
export function takeTexts(root: DomNode, exact: boolean): string[] {
  const texts: string[] = []
  const run = createRun()

  const takeWithin = (element: DomNode, preserved: boolean) => {
    const tag = element.localName
    const breaks = isBlockTag(tag) || tag === 'br' || tag === 'img'
    const keeps = preserved || tag === 'pre' || (exact && tag === 'keep')
    if (breaks) run.end()
    const children = [...element.childNodes]
    if (exact && tag === 'span' && children.length === 0) leaveStandIn(element, '')
    for (const child of children) {
      if (isText(child)) run.add(child, keeps)
      else if (isElement(child)) takeWithin(child, keeps)
    }
    if (breaks) run.end()
  }

  const leaveStandIn = (node: DomNode, text: string) => {
    node.textContent = standIns.text(texts.length)
    texts.push(text)
  }

  takeWithin(root, false)
  for (const { node, text } of run.found) {
    if (text === '') node.remove()
    else leaveStandIn(node, text)
  }
  return texts
}

/** Escaped text whose character references the next parser need not read: at each, it would cut the text in two. */
export function shieldText(escaped: string): string {
  return escaped.replace(/\ufdd0/gu, '\ufdd0s').replace(/&(amp|lt|gt);/gu, (_, name: string) => `\ufdd0${name[0]}`)
}

function unshieldText(text: string): string {
  return text.replace(/\ufdd0([salg])/gu, (_, name: string) => shielded[name] ?? '')
}

const shielded: Record<string, string> = { s: '\ufdd0', a: '&', l: '<', g: '>' }

interface Found {
  node: DomNode
  text: string
}

/** Collapses white space over the texts that stand on the same line. */
function createRun() {
  const found: Found[] = []
  let last: Found | undefined
  return {
    found,
    add(node: DomNode, preserved: boolean) {
      const text = unshieldText(node.textContent ?? '')
      const entry = { node, text: preserved ? text : text.replace(/[ \t\n\r\f]+/gu, ' ') }
      found.push(entry)
      if (!preserved && (last === undefined || last.text.endsWith(' '))) entry.text = entry.text.replace(/^ /u, '')
      if (preserved || entry.text !== '') last = preserved ? { node, text: '' } : entry
    },
    end() {
      if (last !== undefined) last.text = last.text.replace(/ $/u, '')
      last = undefined
    },
  }
}
