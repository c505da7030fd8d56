import { Failure } from '../errors.ts'
import type { SentLine } from './store.ts'

/** A line that cannot be taken, and why. */
export interface RefusedLine {
  number: number
  bytes: null
  failure: Failure
}

const lf = 0x0a
const cr = 0x0d
const bom = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * Splits a stream of bytes into lines, wherever its chunks end. A line ends
 * with LF or CRLF, the last one also with the stream. A byte order mark in front
 * is dropped, and blank lines are, but they count. Never keeps more than
 * `longest` bytes of a line: a longer one is refused.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
): AsyncGenerator<SentLine | RefusedLine> {
  let number = 0
  let parts: Buffer[] = []
  let length = 0
  let overlong = false

  function* take(end: Buffer): Generator<SentLine | RefusedLine> {
    keep(end)
    number++
    if (overlong) yield { number, bytes: null, failure: tooLong(longest) }
    else {
      const bytes = trimmed(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts), number === 1)
      if (!isBlank(bytes)) yield { number, bytes }
    }
    parts = []
    length = 0
    overlong = false
  }

  function keep(part: Buffer): void {
    length += part.length
    overlong ||= length > longest
    if (overlong) parts = []
    else if (part.length > 0) parts.push(part)
  }

  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let from = 0
    for (let at = bytes.indexOf(lf); at !== -1; at = bytes.indexOf(lf, from)) {
      yield* take(bytes.subarray(from, at))
      from = at + 1
    }
    keep(bytes.subarray(from))
  }
  if (length > 0) yield* take(Buffer.alloc(0))
}

function tooLong(longest: number): Failure {
  return new Failure('payload-too-large', `The line is longer than ${longest / 1024 / 1024} MiB.`)
}

function trimmed(line: Buffer, isFirst: boolean): Buffer {
  const from = isFirst && line.subarray(0, 3).equals(bom) ? 3 : 0
  return line.subarray(from, line.at(-1) === cr ? line.length - 1 : line.length)
}

/** Nothing but spaces and tabs. */
function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09)
}
