import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { invalidContent } from '../errors.ts'

type Type = 'article' | 'source' | 'analyst' | 'quote'

/** A line for `POST /v1/bulk`, and the line of the file that it stands on. */
export interface DataLine {
  number: number
  bytes: Buffer
}

interface LineOptions {
  /** What a resource is that does not say it. */
  type: Type | null
  /** Whether resources are as they were exported, to be taken back as they are. */
  preserve: boolean
}

/** What the name of a file says of what is in it: `sources.csv`. */
export function typeNamed(path: string): Type | null {
  const name = basename(path).toLowerCase()
  return (['source', 'analyst', 'quote', 'article'] as const).find((type) => name.includes(type)) ?? null
}

/** The lines of an NDJSON file as they are needed, or the parts of a JSON file. Throws `invalid-content` for what is neither. */
export async function* dataLines(path: string, options: LineOptions): AsyncGenerator<DataLine> {
  if (extname(path).toLowerCase() !== '.json') {
    for await (const { number, bytes } of linesOf(path)) yield { number, bytes: lineOf(parsed(bytes), bytes, options) }
    return
  }
  const whole = await readFile(path)
  const given = parsed(whole)
  if (typeof given !== 'object' || given === null)
    throw invalidContent([{ detail: 'The file is not JSON: an object, or a list of them.', code: 'wrong-format' }])
  for (const [index, item] of [given].flat().entries())
    yield { number: index + 1, bytes: lineOf(item, Buffer.from(JSON.stringify(item)), options) }
}

async function* linesOf(path: string): AsyncGenerator<DataLine> {
  let rest: Buffer = Buffer.alloc(0)
  let number = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      number++
      const bytes = rest.subarray(0, end)
      rest = rest.subarray(end + 1)
      if (bytes.toString('latin1').trim() !== '') yield { number, bytes }
    }
  }
  if (rest.toString('latin1').trim() !== '') yield { number: number + 1, bytes: rest }
}

/** undefined for what is no JSON in UTF-8: the server says what is wrong with it. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** A line as it is when it says what to do; a bare resource is put under its key. */
function lineOf(item: unknown, bytes: Buffer, { type, preserve }: LineOptions): Buffer {
  if (typeof item !== 'object' || item === null || 'op' in item) return bytes
  const { externalId } = item as { externalId?: unknown }
  const kind = type ?? ('title' in item && 'lang' in item ? 'article' : undefined)
  const line = preserve ? { op: 'put', type: kind, body: item } : { op: 'put', type: kind, externalId, body: item }
  return Buffer.from(JSON.stringify(line))
}
