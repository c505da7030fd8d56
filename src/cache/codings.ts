import type { IncomingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import Negotiator from 'negotiator'
import type { Representation } from './entries.ts'

type Coding = Representation['coding']

/** What is smaller gains nothing. */
const smallest = 1024

const compress: Record<Exclude<Coding, 'identity'>, (bytes: Buffer) => Promise<Buffer>> = {
  gzip: promisify<Buffer, Buffer>(gzip),
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 5,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
}

/** The best coding of ours that `Accept-Encoding` takes (RFC 9110 section 12.5.3). */
export function preferredCoding(headers: IncomingHttpHeaders): Coding {
  if (headers['accept-encoding'] === undefined) return 'identity'
  const accepted = new Negotiator({ headers }).encodings(['br', 'gzip'])
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : 'identity'
}

/** The bytes in that coding, and an entity tag of their own; as they are when they are few. */
export async function encode(
  bytes: Buffer,
  etag: string,
  coding: Coding,
): Promise<Pick<Representation, 'bytes' | 'etag' | 'coding'>> {
  if (coding === 'identity' || bytes.length < smallest) return { bytes, etag, coding: 'identity' }
  return { bytes: await compress[coding](bytes), etag: `${etag.slice(0, -1)}-${coding}"`, coding }
}
