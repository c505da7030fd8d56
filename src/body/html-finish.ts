import { decorators, type ParsedBlock, type ParsedSpan, type ParsedTextBlock, unkeyedLink } from './blocks.ts'
import type { Hrefs } from './html-rules.ts'
import { standIns } from './html-texts.ts'

/** A block as the package leaves it, stand-ins in place of texts. */
export type FoundBlock = FoundText | FoundImage

interface FoundText {
  _type: 'block'
  style: ParsedTextBlock['style']
  children: { text: string; marks?: string[] }[]
  list?: 'bullet' | 'number'
  depth?: number
}

interface FoundImage {
  _type: 'image'
  url: string
  alt?: string
  caption?: string
  credit?: string
  standIns?: string
}

interface Taken {
  texts: string[]
  hrefs: Hrefs
  exact: boolean
}

/** Puts texts and links back into a block, or finds that there is none: `[]`. */
export function createFinisher({ texts, hrefs, exact }: Taken): (block: FoundBlock) => ParsedBlock[] {
  const restore = (raw: string) =>
    raw
      .replace(/(\d+);|[/|]/gu, (_, index?: string) => (index === undefined ? '\n' : (texts[Number(index)] ?? '')))
      .normalize('NFC')

  const finishText = (block: FoundText): ParsedBlock[] => {
    const found = settleEdges(block.children)
    if (!found.some(({ text }) => text.includes(';'))) return []
    const links = new Map<string, string>()
    const children: ParsedSpan[] = []
    for (const { text, marks = [] } of found) {
      const span = { _type: 'span' as const, text: restore(text), marks: settleMarks(marks, links, hrefs) }
      const last = children.at(-1)
      if (last && (span.text === '' || last.marks.join() === span.marks.join())) last.text += span.text
      else if (last?.text === '') children[children.length - 1] = span
      else children.push(span)
    }
    if (!exact && children.every(({ text }) => text.trim() === '')) return []
    const markDefs = [...links].map(([href, _key]) => ({ _type: 'link' as const, _key, href }))
    const used = new Set(children.flatMap(({ marks }) => marks))
    const list = block.list && { listItem: block.list, level: block.depth ?? 1 }
    return [
      {
        _type: 'block',
        style: block.style,
        markDefs: markDefs.filter(({ _key }) => used.has(_key)),
        children,
        ...list,
      },
    ]
  }

  const finishImage = ({ standIns: raw, url, alt, caption, credit }: FoundImage): ParsedBlock[] => {
    const told = raw === undefined ? caption : withoutCredit(restore(raw), credit)
    const members = { ...(alt && { alt }), ...(told && { caption: told }), ...(credit && { credit }) }
    if (url !== '') return [{ _type: 'image', url, ...members }]
    return Object.values(members).map((text) => ({
      _type: 'block',
      style: 'normal',
      markDefs: [],
      children: [{ _type: 'span', text, marks: [] }],
    }))
  }

  return (block) => (block._type === 'image' ? finishImage(block) : finishText(block))
}

/** Rendered figures show the credit on the last line of the caption. */
function withoutCredit(caption: string, credit: string | undefined): string {
  if (!credit) return caption
  return caption === credit ? '' : caption.endsWith(`\n${credit}`) ? caption.slice(0, -credit.length - 1) : caption
}

/** A block has no line breaks at its ends; edges of inner blocks break the line once. */
function settleEdges(children: FoundText['children']): FoundText['children'] {
  const settled = []
  let broken = true
  for (const { text, marks } of children) {
    let kept = ''
    for (const [piece] of text.matchAll(/\d+;|[/|]/gu)) {
      if (piece === standIns.edge && broken) continue
      kept += piece
      broken = piece === standIns.edge || piece === standIns.newline
    }
    settled.push({ text: kept, ...(marks && { marks }) })
  }
  for (const span of settled) {
    span.text = span.text.replace(/^[/|]+/u, '')
    if (span.text !== '') break
  }
  for (const span of settled.toReversed()) {
    span.text = span.text.replace(/[/|]+$/u, '')
    if (span.text !== '') break
  }
  return settled.filter(({ text }) => text !== '')
}

/** Decorators in their fixed order, then the link; `links` are those of the block, one for each address. */
function settleMarks(marks: string[], links: Map<string, string>, hrefs: Hrefs): string[] {
  const settled: string[] = decorators.filter((decorator) => marks.includes(decorator))
  const link = marks.find((mark) => hrefs.has(mark))
  if (link === undefined) return settled
  const href = hrefs.get(link) ?? ''
  const key = links.get(href) ?? unkeyedLink(links.size + 1)
  links.set(href, key)
  return [...settled, key]
}
