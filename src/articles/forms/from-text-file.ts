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
  const first = (label: keyof Labels) => said.get(label)?.[0] ?? null
  const named = (label: keyof Labels) => (said.get(label) ?? []).map((value) => withoutIsolate(value))
  const image = {
    url: named('pictureAddress')[0] ?? null,
    alt: first('alt'),
    caption: first('caption'),
    credit: first('credit'),
  }
  return {
    draft: {
      lang: named('language')[0] ?? lang,
      title: unindented(title),
      subtitle: first('subtitle'),
      summary: first('summary'),
      section: named('section')[0] ?? null,
      tags: named('tags'),
      authors: named('authors').map((name) => ({ name })),
      image: Object.values(image).every((value) => value === null) ? null : image,
      corrections: (said.get('corrections') ?? []).map(correction),
      body: { format: 'text', content: paragraphs.join('\n\n') },
    },
    source: named('source')[0] ?? null,
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
