import type { Block } from '../../schemas/body.ts'

/** What stands before a list item: how far it is indented, and its bullet or number. */
interface Marker {
  indent: string
  marker: string
}

interface OpenList {
  level: number
  listItem: 'bullet' | 'number'
  indent: string
  marker: string
  count: number
}

/**
 * The markers of all list items, by index. Markdown nests an item by indenting
 * it to where the text above begins, so a number of two digits indents more.
 */
export function listMarkers(blocks: readonly Block[]): (Marker | undefined)[] {
  let open: OpenList[] = []
  return blocks.map((block) => {
    if (block._type !== 'block' || block.listItem === undefined) {
      open = []
      return undefined
    }
    const { listItem, level = 1 } = block
    while ((open.at(-1)?.level ?? 0) > level) open.pop()
    const last = open.at(-1)
    const continues = last?.level === level && last.listItem === listItem
    const indent =
      last?.level === level ? last.indent : ' '.repeat((last?.indent.length ?? 0) + (last?.marker.length ?? 0))
    const count = continues ? last.count + 1 : 1
    const marker = listItem === 'number' ? `${count}. ` : '- '
    if (last?.level === level) open.pop()
    open.push({ level, listItem, indent, marker, count })
    return { indent, marker }
  })
}
