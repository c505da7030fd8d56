import type { ArticleDraft } from '../../../schemas/articles.ts'
import { withoutIsolate } from '../../text/isolate.ts'
import { allLabels, type Labels } from './labels.ts'
import { divider, indent } from './text-file.ts'

/**
 * What a file of `toTextFile` says: a draft to be written to the API, which
 * checks it, and the name of the source, which the API takes as a ref only.
 * `lang` counts where the file names no language.
 */
export function fromTextFile(file: string, lang: string): { draft: ArticleDraft; source: string | null } {
  const end = file.lastIndexOf(`\n\n${divider}\n`)
  const above = end === -1 ? file.replace(/\n$/u, '') : file.slice(0, end)
  const said = valuesIn(end === -1 ? '' : file.slice(end + divider.length + 3))
  const [title = '', ...paragraphs] = above.split('\n\n')
  const [first, name] = [(label: keyof Labels) => said.get(label)?.[0], (value: string) => withoutIsolate(value)]
  const [caption, credit, source] = [first('caption'), first('credit'), first('source')]
  return {
    draft: {
      lang: name(first('language') ?? lang),
      title: unindented(title),
      subtitle: first('subtitle') ?? null,
      summary: first('summary') ?? null,
      authors: (said.get('authors') ?? []).map((author) => ({ name: name(author) })),
      image:
        caption === undefined && credit === undefined ? null : { caption: caption ?? null, credit: credit ?? null },
      corrections: (said.get('corrections') ?? []).map(correction),
      body: { format: 'text', content: paragraphs.join('\n\n') },
    },
    source: source === undefined ? null : name(source),
  }
}

/** The values below the divider by their label, in whatever language that is. */
function valuesIn(text: string): Map<keyof Labels, string[]> {
  const values = new Map<keyof Labels, string[]>()
  for (const entry of text.replace(/\n$/u, '').split(/\n(?! {2})/u)) {
    const [label = ''] = entry.split(': ', 1)
    const known = labelNames.get(label)
    if (known) values.set(known, [...(values.get(known) ?? []), unindented(entry.slice(label.length + 2))])
  }
  return values
}

const labelNames = new Map(
  Object.values(allLabels).flatMap((labels) =>
    Object.entries(labels).map(([name, label]) => [label as string, name as keyof Labels]),
  ),
)

function correction(value: string): { at: string; note: string } {
  const [at = ''] = value.split(' ', 1)
  return { at, note: value.slice(at.length + 1) }
}

function unindented(value: string): string {
  return value.replaceAll(`\n${indent}`, '\n')
}
