import { parse, YAMLParseError } from 'yaml'
import type { ArticleDraft } from '../../../schemas/articles.ts'
import { type Failure, invalidContent } from '../../errors.ts'

/** What stands in the file for readers, and is made by the server. */
const readOnly = [
  'id',
  'version',
  'etag',
  'dir',
  'source',
  'publishedAt',
  'createdAt',
  'updatedAt',
  'wordCount',
  'readingMinutes',
]
const readOnlyOfQuotes = ['id', 'analyst', 'source', 'toldTo']

/** The front matter of a Markdown file and what follows it; null when it has none. Throws `invalid-content`. */
export function readFrontMatter(text: string): { members: Record<string, unknown>; content: string } | null {
  const found = /^\ufeff?---[ \t]*\r?\n(?<front>[\s\S]*?\r?\n)?---[ \t]*(?:\r?\n|$)(?<body>[\s\S]*)$/u.exec(text)
  if (!found) return null
  const content = (found.groups?.body ?? '').replace(/^\r?\n/u, '').replace(/\r?\n$/u, '')
  return { members: yaml(found.groups?.front ?? ''), content }
}

/**
 * The draft that a Markdown file with front matter describes, to be written to
 * the API, which checks it. Throws `invalid-content` for what is not such a file.
 */
export function fromMarkdownFile(text: string): ArticleDraft {
  const file = readFrontMatter(text)
  if (!file) throw notAFile('must begin with front matter: YAML between two lines of ---')
  const { quotes, ...members } = file.members
  const draft = without(members, readOnly)
  if (Array.isArray(quotes))
    draft.quotes = quotes.map((quote) => (isObject(quote) ? without(quote, readOnlyOfQuotes) : quote))
  else if (quotes !== undefined) draft.quotes = quotes
  return { ...draft, body: { format: 'markdown', content: file.content } } as ArticleDraft
}

/** Aliases are refused: a short file could stand for an endless one. */
function yaml(text: string): Record<string, unknown> {
  try {
    const members: unknown = parse(text, { maxAliasCount: 0 })
    if (isObject(members)) return members
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError)
      throw notAFile(`is not valid YAML: ${error.message.split('\n')[0]}`)
    throw error
  }
  throw notAFile('must name members, such as title and lang')
}

function without(members: Record<string, unknown>, names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function notAFile(detail: string): Failure {
  return invalidContent([{ pointer: '', detail: `The front matter ${detail}`, code: 'wrong-format' }])
}
