import type { FastifyInstance } from 'fastify'
import { Failure } from './errors.ts'

/** The most characters of a message. */
const longest = 500

/**
 * What the `Isnad-Message` header of a write says; null when it is blank. Bytes
 * outside ASCII are UTF-8 and stand for themselves. An ASCII value may be
 * percent-encoded UTF-8, with or without `UTF-8''` in front (RFC 8187); a `%`
 * without two hexadecimal digits after it is a percent sign. Throws
 * `invalid-parameter` for what is not UTF-8, is longer than 500 characters or
 * holds control characters other than tabs and line breaks.
 */
function readMessage(header: string): string | null {
  const text = decoded(header)?.normalize('NFC').trim()
  if (text === undefined) throw refused('is not UTF-8, or percent-encoded UTF-8')
  if ([...text].length > longest) throw refused(`is longer than ${longest} characters`)
  if (/[^\P{Cc}\t\n\r]/u.test(text)) throw refused('holds control characters')
  return text === '' ? null : text
}

/** Writes are made on behalf of somebody who may say why: the message goes into the log with them. */
export function registerMessages(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const header = request.headers['isnad-message']
    if (header !== undefined && ['POST', 'PUT', 'PATCH', 'DELETE'].includes(request.method))
      request.caller = { ...request.caller, message: readMessage([header].flat().join(', ')) }
    done()
  })
}

/** Node hands over the bytes of a header as Latin-1. */
function decoded(header: string): string | undefined {
  const bytes = Buffer.from(header, 'latin1')
  try {
    if (bytes.some((byte) => byte > 0x7f)) return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const encoded = header.replace(/^utf-8'[\w-]*'/i, '')
    return decodeURIComponent(encoded.replace(/%(?![0-9a-f]{2})/gi, '%25'))
  } catch {
    return undefined
  }
}

function refused(detail: string): Failure {
  return new Failure('invalid-parameter', `Isnad-Message ${detail}.`, {
    faults: [{ parameter: 'Isnad-Message', detail, code: 'wrong-format' }],
  })
}
