import MarkdownIt, { type Token } from 'markdown-it'
import type { ParsedBlock } from './blocks.ts'
import { fromHtml } from './from-html.ts'

/**
 * Markdown (CommonMark with tables and strike-through) as blocks, by way of
 * HTML. `@portabletext/markdown` reads with the same parser, but links words
 * that look like addresses, re-encodes addresses, ignores inline HTML and runs
 * the paragraphs of a list item together.
 */
export function fromMarkdown(content: string): ParsedBlock[] {
  return fromHtml(markdown.render(content), true)
}

const markdown = new MarkdownIt('default', { html: true, linkify: false, typographer: false })
markdown.normalizeLink = (address) => address
markdown.validateLink = () => true

const { rules } = markdown.renderer
rules.text = (tokens, index) => exactly(tokens[index]?.content ?? '')
rules.code_inline = (tokens, index) => `<code>${exactly(tokens[index]?.content ?? '')}</code>`
rules.code_block = (tokens, index) =>
  `<pre><code>${exactly(tokens[index]?.content.replace(/\n$/u, '') ?? '')}</code></pre>`
rules.fence = rules.code_block
rules.softbreak = () => '<br>'
rules.image = (tokens, index, options, _, renderer) => {
  const image = tokens[index] as Token
  image.attrSet('alt', wordsOf(image.children ?? []))
  return renderer.renderToken(tokens, index, options)
}

/** Text of which a browser would keep every space. */
function exactly(text: string): string {
  const html = markdown.utils.escapeHtml(text)
  return /^\s|\s$|\s\s|[\t\n\f\r]/u.test(text) ? `<keep>${html}</keep>` : html
}

/** The words of an image's alternative text; the parser's own rendering leaves out escaped characters. */
function wordsOf(tokens: Token[]): string {
  return tokens
    .map(({ type, content, children }) =>
      type.endsWith('break') ? '\n' : type === 'image' ? wordsOf(children ?? []) : content,
    )
    .join('')
}
