import { basename } from 'node:path'
import type { ArticleDraft } from '../../schemas/articles.ts'
import { fromMarkdownFile, readFrontMatter } from '../articles/forms/from-markdown-file.ts'
import { invalidContent } from '../errors.ts'
import { languageOf } from './language.ts'

/** An article as it stands in a Markdown file. */
export interface ArticleFile {
  /** What it is on the server: by its own key, else by the id that a pull wrote down. */
  ref: string
  /** `lang` is missing where neither the file says it nor its text tells. */
  draft: Omit<ArticleDraft, 'lang'> & { lang?: string }
  /** As a pull or a push wrote it down; null in a file that was made by hand. */
  etag: string | null
  /** Without front matter: it says nothing but title, language and text. */
  plain: boolean
}

/**
 * Reads a Markdown file, with front matter or without. What it leaves out is
 * taken from where it stands: the external key from `key` (its path without the ending), the title
 * from the first heading, the language from `lang` or else from the text.
 * Throws `invalid-content`.
 */
export function readArticleFile(bytes: Uint8Array, { key, lang }: { key: string; lang?: string }): ArticleFile {
  const text = decode(bytes)
  if (/^<{7} |^>{7} /mu.test(text))
    throw invalid(
      'There are marks of a merge (<<<<<<< and >>>>>>>). Choose what is to stand between them, and delete them.',
    )
  const front = readFrontMatter(text)
  const { id, etag, externalId } = front?.members ?? {}
  const draft: ArticleFile['draft'] = front ? fromMarkdownFile(text) : plainDraft(text)
  if (!front || draft.title === undefined) Object.assign(draft, titled(draft, key))
  draft.lang ??= lang ?? languageOf(contentOf(draft)) ?? undefined
  const ref = typeof externalId === 'string' ? `ext:${externalId}` : typeof id === 'string' ? id : `ext:${key}`
  return { ref, draft, etag: typeof etag === 'string' ? etag : null, plain: !front }
}

/** The Markdown of a draft that came from a file. */
export function contentOf(draft: ArticleFile['draft']): string {
  return (draft.body as { content: string } | undefined)?.content ?? ''
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalid('The file is not in UTF-8. Save it in that encoding.')
  }
}

function plainDraft(text: string): ArticleDraft {
  return { body: { format: 'markdown', content: text.trim() } } as ArticleDraft
}

const heading =
  /^ {0,3}(?:#{1,6}[ \t]+(?<atx>[^\r\n]*?)(?:[ \t]+#+)?[ \t]*|(?<setext>\S[^\r\n]*)\r?\n {0,3}(?:=+|-+)[ \t]*)(?:\r?\n|$)/u

/** The first heading is the title; at the very top it is not part of the text as well. */
function titled(draft: ArticleFile['draft'], key: string): Pick<ArticleDraft, 'title' | 'body'> {
  const content = contentOf(draft)
  const top = heading.exec(content)
  const first = top ?? heading.exec(content.slice(content.search(/^ {0,3}#{1,6}[ \t]/mu)))
  const words = (first?.groups?.atx ?? first?.groups?.setext ?? '')
    .replaceAll(/[*_`]|\\(?=[!-/:-@[-`{-~])/gu, '')
    .trim()
  const title = words || basename(key).replaceAll(/[-_]+/gu, ' ').trim()
  const rest = top ? content.slice(top[0].length).replace(/^(?:[ \t]*\r?\n)+/u, '') : content
  return { title, body: { format: 'markdown', content: rest } }
}

function invalid(detail: string) {
  return invalidContent([{ detail, code: 'wrong-format' }])
}
