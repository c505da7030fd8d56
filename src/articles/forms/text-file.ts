import type { Article } from '../../../schemas/articles.ts'
import type { Body } from '../../../schemas/body.ts'
import { toPlainText } from '../../body/plain.ts'
import { isolated } from '../../text/isolate.ts'
import { nameIn } from '../../text/name-in.ts'
import { type Labels, labelsOf } from './labels.ts'
import { voicesOf } from './voices.ts'

/** The line between the text and what is said about it; the last one counts. */
export const divider = '* * *'

/** What the second and later lines of one value begin with. */
export const indent = '  '

/**
 * An article as plain text: the headline, the text, and below a divider a line
 * each of what else there is, picture and source among it. `fromTextFile` reads
 * it back: all words and the picture, but not which words were headings, lists or
 * links, nor the addresses of authors, the size of the picture and the attribution
 * of quotes, which the Markdown file keeps.
 */
export function toTextFile(article: Article): string {
  const text = toPlainText(article.body as Body)
  const about = linesAbout(article).map((line) => line.replaceAll('\n', `\n${indent}`))
  const parts = [article.title.replaceAll('\n', `\n${indent}`), ...(text === '' ? [] : [text]), divider]
  return `${parts.join('\n\n')}\n${about.join('\n')}\n`
}

function linesAbout(article: Article): string[] {
  const { lang, dir, authors, tags, image, source, quotes = [], corrections } = article
  const labels = labelsOf(lang)
  const line = (label: keyof Labels, value: string | null | undefined) =>
    value === null || value === undefined ? [] : [`${labels[label]}: ${value}`]
  return [
    ...line('subtitle', article.subtitle),
    ...line('summary', article.summary),
    ...authors.flatMap(({ name }) => line('authors', isolated(name, dir))),
    ...line('published', article.publishedAt),
    ...line('section', article.section && isolated(article.section, dir)),
    ...tags.flatMap((tag) => line('tags', isolated(tag, dir))),
    ...line('pictureAddress', image?.url && isolated(image.url, dir)),
    ...line('alt', image?.alt),
    ...line('caption', image?.caption),
    ...line('credit', image?.credit),
    ...voicesOf(quotes, lang).flatMap(({ name, role }) =>
      line('voices', role === null ? isolated(name, dir) : `${isolated(name, dir)} (${role})`),
    ),
    ...corrections.flatMap(({ at, note }) => line('corrections', `${at} ${note}`)),
    ...line('source', source && isolated(nameIn(lang, source), dir)),
    ...line('language', isolated(lang, dir)),
  ]
}
