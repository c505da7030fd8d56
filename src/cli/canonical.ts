import { stringify } from 'yaml'
import type { Body } from '../../schemas/body.ts'
import { writeBody } from '../body/formats.ts'
import { said } from '../said.ts'
import { type ArticleFile, contentOf } from './article-file.ts'

/** The order in which a pulled file names them. */
const order = [
  ...['externalId', 'slug', 'lang', 'title', 'subtitle', 'summary', 'image', 'section', 'tags', 'authors', 'sourceId'],
  ...['canonicalUrl', 'translationOf', 'status', 'publishAt', 'embargoUntil', 'expireAt', 'corrections'],
  ...['withdrawnReason', 'quotes'],
]

/** What is left to the server when the file does not say it. */
const staying = ['lang', 'externalId', 'slug', 'status', 'corrections', 'withdrawnReason', 'quotes']

/**
 * An article file in one way of writing: the same members in the same order,
 * and the body as the server writes Markdown. Two files that mean the same have
 * the same text, and where they differ, lines differ. `like` is the file that it is
 * compared with: what that leaves to the server is left out here too.
 */
export async function canonical({ draft, plain }: ArticleFile, like: Pick<ArticleFile, 'draft' | 'plain'>) {
  const { toMarkdown } = await import('../body/markdown.ts')
  const body = toMarkdown((await writeBody({ format: 'markdown', content: contentOf(draft) })) as Body)
  if (plain || like.plain) return `# ${draft.title}\n\n${body}\n`
  const open = staying.filter((name) => !(name in like.draft))
  const members = said(Object.fromEntries(order.map((name) => [name, memberOf(draft, name)])))
  const told = Object.fromEntries(Object.entries(members).filter(([name]) => !open.includes(name)))
  return `---\n${stringify(told, { lineWidth: 0, blockQuote: false })}---\n\n${body}\n`
}

function memberOf(draft: ArticleFile['draft'], name: string): unknown {
  if (name !== 'quotes' || !Array.isArray(draft.quotes)) return draft[name as keyof typeof draft]
  return draft.quotes.map(({ text, spans, status, ...quote }) => ({
    ...quote,
    ...(spans || quote.kind === 'indirect' ? { text, spans } : { spans: [{ text }] }),
    status: status ?? 'asserted',
  }))
}
