import type { ParsedTextBlock } from './blocks.ts'

/** Whether two blocks say the same in the same form, however they cut it into spans and call their links. */
export function isSameContent(a: ParsedTextBlock, b: ParsedTextBlock): boolean {
  return content(a) === content(b)
}

function content({ style, listItem, level = 1, children, markDefs }: ParsedTextBlock): string {
  const hrefs = new Map(markDefs.map(({ _key, href }) => [_key, href]))
  const runs: { text: string; marks: string }[] = []
  for (const span of children) {
    if (span.text === '') continue
    const marks = JSON.stringify(span.marks.map((mark) => hrefs.get(mark) ?? mark).sort())
    const last = runs.at(-1)
    if (last?.marks === marks) last.text += span.text
    else runs.push({ text: span.text, marks })
  }
  return JSON.stringify([style, listItem, listItem && level, runs])
}
