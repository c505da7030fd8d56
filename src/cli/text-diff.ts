import { diffIndices } from 'node-diff3'
import { safely } from './safe-items.ts'
import type { Paint, Style } from './terminal.ts'

const context = 2

/**
 * The lines that differ, those of `before` after `-` and those of `after` after
 * `+`, with two lines around them. Of a line that was changed the words that
 * differ are marked.
 */
export function textDiff(before: string, after: string, paint: Paint): string {
  const from = before.split('\n')
  const to = after.split('\n')
  const changes = diffIndices(safely(from), safely(to)).map(
    ({ buffer1: [start, length], buffer2: [other, added] }) => ({
      start,
      removed: from.slice(start, start + length),
      added: to.slice(other, other + added),
    }),
  )
  const lines: string[] = []
  let shown = 0
  for (const [index, { start, removed, added }] of changes.entries()) {
    const first = Math.max(shown, start - context)
    if (index > 0 && first > shown) lines.push(paint('dim', '  ⋮'))
    lines.push(...from.slice(first, start).map((line) => `  ${line}`))
    lines.push(...changed(removed, added, paint))
    shown = start + removed.length
    const next = changes[index + 1]?.start ?? from.length
    const tail = Math.min(next, shown + context)
    lines.push(...from.slice(shown, tail).map((line) => `  ${line}`))
    shown = tail
  }
  return lines.map((line) => `${line}\n`).join('')
}

function changed(removed: string[], added: string[], paint: Paint): string[] {
  const pairs =
    removed.length === added.length ? removed.map((line, index) => words(line, added[index] as string)) : null
  const show = (sign: string, style: Style, lines: string[], at: 0 | 1) =>
    lines.map(
      (line, index) =>
        paint(style, `${sign} `) + marked(pairs?.[index]?.[at] ?? [{ text: line, differs: false }], style, paint),
    )
  return [...show('-', 'red', removed, 0), ...show('+', 'green', added, 1)]
}

type Pieces = { text: string; differs: boolean }[]

/** Whole words only: a letter that is coloured apart from its neighbours loses its joined form in Arabic. */
function words(before: string, after: string): [Pieces, Pieces] {
  const split = (line: string): string[] => line.match(/\s+|[\p{L}\p{M}\p{N}\u200c\u200d]+|\S/gu) ?? []
  const [from, to] = [split(before), split(after)]
  const differing = diffIndices(safely(from), safely(to))
  const cut = (all: string[], ranges: [number, number][]): Pieces => {
    const pieces: Pieces = []
    let at = 0
    for (const [start, length] of ranges) {
      pieces.push({ text: all.slice(at, start).join(''), differs: false })
      pieces.push({ text: all.slice(start, start + length).join(''), differs: true })
      at = start + length
    }
    return [...pieces, { text: all.slice(at).join(''), differs: false }].filter(({ text }) => text !== '')
  }
  return [
    cut(
      from,
      differing.map(({ buffer1 }) => buffer1),
    ),
    cut(
      to,
      differing.map(({ buffer2 }) => buffer2),
    ),
  ]
}

function marked(pieces: Pieces, style: Style, paint: Paint): string {
  return pieces.map(({ text, differs }) => paint(style, differs ? paint('invert', text) : text)).join('')
}
