import { type Html, html } from './html.ts'
import type { Words } from './words.ts'

/** The way to the first page of a list and to the next, where there are others. */
export function pages(label: string, first: string | null, next: string | null, words: Words): Html | null {
  if (first === null && next === null) return null
  return html`<nav class="pages" aria-label="${label}">
${first !== null && html`<a href="${first}">${words.first}</a>\n`}${next !== null && html`<a rel="next" href="${next}">${words.older}</a>\n`}</nav>`
}
