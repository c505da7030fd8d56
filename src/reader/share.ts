import { type Html, html } from './html.ts'
import type { Words } from './words.ts'

/** Plain links that hand the address on: no script, and nobody learns of readers who do not follow them. */
export function shareLinks(address: string, title: string, words: Words): Html {
  const [url, text] = [encodeURIComponent(address), encodeURIComponent(title)]
  const services = [
    [words.mail, `mailto:?subject=${text}&body=${url}`],
    ['WhatsApp', `https://wa.me/?text=${text}%20${url}`],
    ['Telegram', `https://t.me/share/url?url=${url}&text=${text}`],
    ['X', `https://x.com/intent/post?url=${url}&text=${text}`],
    ['Facebook', `https://www.facebook.com/sharer/sharer.php?u=${url}`],
  ] as const
  return html`<nav class="share" aria-label="${words.share}"><p>${words.share}</p><ul>
${services.map(([name, href]) => html`<li><a href="${href}" rel="noopener noreferrer nofollow"><bdi>${name}</bdi></a></li>\n`)}</ul></nav>`
}
