import type { Article } from '../../schemas/articles.ts'
import type { Form } from '../forms.ts'
import { jsonLdType, writeJsonLd } from '../json-ld.ts'
import { openStatuses } from '../quotes/open-statuses.ts'
import { htmlPolicy } from './forms/html-style.ts'

const everybody = ['source', 'quotes.analyst', 'quotes.source', 'quotes.toldTo']

const asserted = 'Quotes are those that an editor stands by (`asserted` or `verified`).'

/** A form in which a quote has no status must not pass a proposal on as a fact. */
function stoodBy(article: Article): Article {
  return { ...article, quotes: article.quotes?.filter(({ status }) => !openStatuses.includes(status)) }
}

/** The forms that an article can be read in; what makes them loads when it is first asked for. */
export const articleForms: Form<Article>[] = [
  {
    mediaType: 'text/html',
    suffix: 'html',
    description: `The article as one plain HTML document, its quotes marked, with caption, voices and source; safe to show as it is. ${asserted}`,
    include: everybody,
    contentSecurityPolicy: htmlPolicy,
    render: async (article, site) => (await import('./forms/html.ts')).toHtmlPage(stoodBy(article), site),
  },
  {
    mediaType: jsonLdType,
    suffix: 'jsonld',
    description: `The article as a schema.org \`AnalysisNewsArticle\`, each quote a \`Quotation\` by who said it; safe inside a script element as it is. ${asserted}`,
    include: everybody,
    render: async (article, site) =>
      writeJsonLd((await import('./forms/json-ld.ts')).toAnalysisNewsArticle(stoodBy(article), site)),
  },
  {
    mediaType: 'application/vnd.iptc.ninjs+json',
    suffix: 'ninjs',
    description: `The article as an IPTC ninjs 3.3 news object, each quote an association with \`rel\` \`quote\`. ${asserted}`,
    include: everybody,
    render: async (article, { base }) =>
      JSON.stringify((await import('./forms/ninjs.ts')).toNinjs(stoodBy(article), base)),
  },
  {
    mediaType: 'text/markdown',
    suffix: 'md',
    description:
      'The article as a Markdown file: its members and quotes as YAML front matter in the names of the API, its body as Markdown. Written back, it changes nothing.',
    include: everybody,
    render: async (article) => (await import('./forms/markdown-file.ts')).toMarkdownFile(article),
  },
  {
    mediaType: 'text/plain',
    suffix: 'txt',
    description: `The article as plain text: headline, text, and below a divider caption, voices and source. ${asserted}`,
    include: everybody,
    render: async (article) => (await import('./forms/text-file.ts')).toTextFile(stoodBy(article)),
  },
]
