import { stringify } from 'yaml'
import type { Remote } from './remote.ts'

/** The server's file with its ETag in the front matter, by which a push is guarded. */
export function stamped({ text, etag }: Pick<Remote, 'text' | 'etag'>): string {
  return text.replace(/^version: .*$/mu, (line) => `${line}\n${member('etag', etag)}`)
}

/** A file of a person with what the server made anew in the front matter, where these members stand; all else as it is. */
export function restamped(text: string, { etag, text: theirs }: Pick<Remote, 'text' | 'etag'>): string {
  const close = text.indexOf('\n---', 3)
  const front = ['version', 'updatedAt', 'publishedAt'].reduce(
    (part, name) => {
      const now = new RegExp(`^${name}: (.*)$`, 'mu').exec(theirs)?.[1]
      return now === undefined ? part : part.replace(new RegExp(`^${name}:[^\\r\\n]*`, 'mu'), () => `${name}: ${now}`)
    },
    text.slice(0, close),
  )
  return front.replace(/^etag:[^\r\n]*/mu, () => member('etag', etag)) + text.slice(close)
}

/** A text in canonical form as a file that a pull made. */
export function withStamp(text: string, { id, version, etag }: Pick<Remote, 'id' | 'version' | 'etag'>): string {
  const lines = [member('id', id), member('version', version), member('etag', etag)]
  return text.replace(/^---\n/u, () => `---\n${lines.join('\n')}\n`)
}

function member(name: string, value: unknown): string {
  return stringify({ [name]: value }, { lineWidth: 0 }).trimEnd()
}
