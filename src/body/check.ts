import { type BlockInput, MAX_BLOCKS, type TextBlockInput } from '../../schemas/body.ts'
import type { Fault } from '../../schemas/problem.ts'
import { isSafeImage, isSafeLink } from './addresses.ts'
import { isDecorator, type ParsedBlock } from './blocks.ts'

/** What a schema cannot say of Portable Text: keys are unique, marks have a meaning, addresses are safe. */
export function checkBlocks(blocks: readonly BlockInput[]): Fault[] {
  const faults = duplicates(blocks, '')
  for (const [index, block] of blocks.entries()) {
    if (block._type === 'block') faults.push(...checkTextBlock(block, `/${index}`))
    else if (!isSafeImage(block.url)) {
      faults.push(fault(`/${index}/url`, 'must be http:, https: or relative', 'unsafe-address'))
    }
  }
  return faults
}

/** What the schema would refuse of converted blocks, which no schema has seen: members larger than a body may hold. */
export function checkSizes(blocks: readonly ParsedBlock[]): Fault[] {
  const faults: Fault[] = []
  const limit = (size: number | undefined, most: number, what: string) => {
    if (size !== undefined && size > most)
      faults.push(fault('/content', `makes ${size} ${what}; ${most} are allowed`, 'too-many'))
  }
  limit(blocks.length, MAX_BLOCKS, 'blocks')
  for (const block of blocks) {
    if (block._type === 'block') {
      limit(block.children.length, 2000, 'spans in one block')
      limit(block.markDefs.length, 1000, 'links in one block')
    } else {
      limit(block.alt?.length, 2000, "characters in an image's alternative text")
      limit(block.caption?.length, 5000, "characters in an image's caption")
      limit(block.credit?.length, 1000, "characters in an image's credit")
    }
  }
  return faults
}

function checkTextBlock(block: TextBlockInput, at: string): Fault[] {
  const links = block.markDefs ?? []
  const faults = [...duplicates(links, `${at}/markDefs`), ...duplicates(block.children, `${at}/children`)]
  if (block.level !== undefined && block.listItem === undefined) {
    faults.push(fault(`${at}/level`, 'has a meaning only beside `listItem`', 'not-allowed'))
  }
  for (const [index, link] of links.entries()) {
    if (isDecorator(link._key)) {
      faults.push(fault(`${at}/markDefs/${index}/_key`, `is the name of a decorator: '${link._key}'`, 'duplicate'))
    }
    if (!isSafeLink(link.href)) {
      const detail = 'must be http:, https:, mailto:, tel: or relative'
      faults.push(fault(`${at}/markDefs/${index}/href`, detail, 'unsafe-address'))
    }
  }
  return [...faults, ...checkMarks(block, at)]
}

function checkMarks(block: TextBlockInput, at: string): Fault[] {
  const links = new Set(block.markDefs?.map((link) => link._key))
  return block.children.flatMap(({ marks = [] }, child) => {
    const used = new Set<string>()
    let linked = false
    return marks.flatMap((mark, index) => {
      const pointer = `${at}/children/${child}/marks/${index}`
      if (used.has(mark)) return [fault(pointer, `is listed twice: '${mark}'`, 'duplicate')]
      used.add(mark)
      if (isDecorator(mark)) return []
      if (!links.has(mark)) {
        return [fault(pointer, `is neither a decorator nor a key in this block's markDefs: '${mark}'`, 'unknown-mark')]
      }
      if (linked) return [fault(pointer, 'is a second link on the same words', 'nested-link')]
      linked = true
      return []
    })
  })
}

function duplicates(members: readonly { _key?: string }[], at: string): Fault[] {
  const seen = new Set<string>()
  return members.flatMap(({ _key }, index) => {
    if (_key === undefined) return []
    if (seen.has(_key)) return [fault(`${at}/${index}/_key`, `is used twice: '${_key}'`, 'duplicate')]
    seen.add(_key)
    return []
  })
}

function fault(pointer: string, detail: string, code: string): Fault {
  return { pointer, detail, code }
}
