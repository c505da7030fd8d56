import { portableTextToMarkdown } from '@portabletext/markdown'
import type { Body, TextBlock } from '../../schemas/body.ts'
import { imageMarkdown } from './markdown-image.ts'
import { createInline } from './markdown-inline.ts'
import { listMarkers } from './markdown-lists.ts'

/**
 * The body as Markdown that says no more than the body does: text is escaped,
 * and what Markdown cannot express (underline, marks between letters and
 * signs, credits) stands as HTML. Written back, it makes the same body; only
 * levels that a list skips are closed up.
 */
export function toMarkdown(body: Body): string {
  const inline = createInline()
  const markers = listMarkers(body)
  return portableTextToMarkdown(body.map(inline.prepare), {
    block: {
      normal: ({ children = '' }) => inline.finish(children),
      h2: ({ children = '' }) => `## ${inline.finish(children, true)}`,
      h3: ({ children = '' }) => `### ${inline.finish(children, true)}`,
      blockquote: ({ children = '' }) => withPrefix('> ', inline.finish(children), '> '),
    },
    listItem: ({ value, index, children = '' }) => {
      const { indent, marker } = markers[index] ?? { indent: '', marker: '- ' }
      const content = value.style === 'normal' ? inline.finish(children) : children
      return withPrefix(indent + marker, content, indent + ' '.repeat(marker.length))
    },
    marks: inline.marks,
    types: { image: ({ value }) => imageMarkdown(value) },
    hardBreak: () => '\n',
    blockSpacing: ({ current, next }) => spacing(current as TextBlock, next as TextBlock),
  })
}

function withPrefix(first: string, text: string, others: string): string {
  return first + text.replaceAll('\n', `\n${others}`)
}

function spacing(current: TextBlock, next: TextBlock): string {
  if (current.listItem && next.listItem) return '\n'
  const quoted = current.style === 'blockquote' && next.style === 'blockquote'
  return quoted && !current.listItem && !next.listItem ? '\n>\n' : '\n\n'
}
