import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const text = readFileSync(new URL('./style.css', import.meta.url), 'utf8')
const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)

/** The one stylesheet; its address changes with it, so that it can be kept for ever. */
export const stylesheet = { text, path: `/read/style-${hash}.css` }
