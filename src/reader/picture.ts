import type { Picture } from '../../schemas/common.ts'
import { type Html, html } from './html.ts'

/** A picture with what is said beneath it; without an address only the words. */
export function figure(picture: Picture): Html {
  const { caption, credit } = picture
  const told = html`<figcaption>${caption}${caption && credit && ' · '}${credit && html`<bdi class="credit">${credit}</bdi>`}</figcaption>`
  return html`<figure>${image(picture)}${(caption || credit) && told}</figure>`
}

/** The picture alone; its size is told so that nothing moves when it comes. */
export function image({ url, alt, width, height }: Picture): Html | null {
  if (url === null || !/^https?:/iu.test(url)) return null
  const size = width !== null && height !== null && html` width="${width}" height="${height}"`
  return html`<img src="${url}" alt="${alt ?? ''}"${size} decoding="async">`
}
