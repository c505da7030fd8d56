import type { TextBlock } from '../../schemas/body.ts'
import { isUnkeyedLink, type ParsedTextBlock } from './blocks.ts'
import { isSameContent } from './same-content.ts'

/** Keys a text block and all in it; what it shares with `old`, the block that it continues, keeps its key. */
export function keyTextBlock(block: ParsedTextBlock, key: string, old: TextBlock | undefined): TextBlock {
  const bare =
    block.children.every(({ _key }) => _key === undefined) && block.markDefs.every(({ _key }) => isUnkeyedLink(_key))
  if (old && bare && isSameContent(block, old)) return { ...old, _key: key }

  const linkKeys = keysFor(
    block.markDefs.map(({ _key, href }) => ({ given: isUnkeyedLink(_key) ? undefined : _key, content: href })),
    (old?.markDefs ?? []).map(({ _key, href }) => ({ given: _key, content: href })),
    'l',
  )
  const spanKeys = keysFor(
    block.children.map(({ _key, text }) => ({ given: _key, content: text })),
    (old?.children ?? []).map(({ _key, text }) => ({ given: _key, content: text })),
    's',
  )
  const renamed = new Map(block.markDefs.map((link, index) => [link._key, linkKeys[index] ?? link._key]))
  return {
    ...block,
    _key: key,
    markDefs: block.markDefs.map((link, index) => ({ ...link, _key: linkKeys[index] ?? link._key })),
    children: block.children.map((span, index) => ({
      ...span,
      _key: spanKeys[index] ?? `s${index + 1}`,
      marks: span.marks.map((mark) => renamed.get(mark) ?? mark),
    })),
  }
}

interface Member {
  given: string | undefined
  content: string
}

/** The given key; else that of the first old member with the same content; else the first free number. */
function keysFor(members: Member[], olds: Member[], stem: string): string[] {
  const taken = new Set(members.map(({ given }) => given))
  const byContent = new Map<string, string[]>()
  for (const { given = '', content } of olds.toReversed()) {
    if (taken.has(given)) continue
    const same = byContent.get(content)
    if (same) same.push(given)
    else byContent.set(content, [given])
  }
  const continued = members.map(({ given, content }) => given ?? byContent.get(content)?.pop())
  for (const key of continued) taken.add(key)
  let number = 0
  return continued.map((key) => {
    if (key !== undefined) return key
    do number += 1
    while (taken.has(`${stem}${number}`))
    return `${stem}${number}`
  })
}
