import { createHash } from 'node:crypto'

/** Enough to read by. The marks of a quotation stand in the text already. */
export const htmlStyle =
  'body{max-width:40rem;margin:2rem auto;padding:0 1rem;line-height:1.7;overflow-wrap:break-word}img{max-width:100%;height:auto}q{quotes:none}'

/** What the HTML form may load: pictures, and the style by its hash. Nothing runs. */
export const htmlPolicy = [
  "default-src 'none'",
  "img-src 'self' http: https:",
  `style-src 'sha256-${createHash('sha256').update(htmlStyle).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
