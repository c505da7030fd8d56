import { stringify } from 'yaml'
import type { Article } from '../../../schemas/articles.ts'
import type { Body } from '../../../schemas/body.ts'
import { toMarkdown } from '../../body/markdown.ts'
import { textBlocks } from '../../body/text.ts'
import { said } from '../../said.ts'
import { quoteInFile, refTo } from './quote-in-file.ts'

/**
 * An article as a Markdown file: its members as front matter, in the names of
 * the API, quotes among them, and its body as Markdown. `fromMarkdownFile` makes
 * of it a draft that changes nothing when it is written. Who speaks, and the
 * source, must be embedded: their names stand beside the refs, for readers.
 */
export function toMarkdownFile(article: Article): string {
  const { source, image, authors, quotes = [] } = article
  const body = article.body as Body
  const blocks = textBlocks(body)
  const members = said({
    id: article.id,
    version: article.version,
    externalId: article.externalId,
    slug: article.slug,
    lang: article.lang,
    dir: article.dir,
    title: article.title,
    subtitle: article.subtitle,
    summary: article.summary,
    image: image && said(image),
    section: article.section,
    tags: article.tags,
    authors: authors.map(said),
    sourceId: refTo(source) ?? article.sourceId,
    source: source && { name: source.name },
    canonicalUrl: article.canonicalUrl,
    translationOf: article.translationOf,
    status: article.status,
    publishAt: article.publishAt,
    embargoUntil: article.embargoUntil,
    expireAt: article.expireAt,
    publishedAt: article.publishedAt,
    updatedAt: article.updatedAt,
    corrections: article.corrections,
    withdrawnReason: article.withdrawnReason,
  })
  const frontMatter = { ...members, quotes: quotes.map((quote) => quoteInFile(quote, article.lang, blocks)) }
  return `---\n${stringify(frontMatter, { lineWidth: 0, blockQuote: false })}---\n\n${toMarkdown(body)}\n`
}
