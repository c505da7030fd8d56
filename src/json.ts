import type { Fault } from '../schemas/problem.ts'
import { Failure } from './errors.ts'
import { escapePointer } from './validation.ts'

/** How deep objects and arrays may nest in a body. */
const maxDepth = 64

/** How many values a body may hold: far more than any text has, and few enough to name all their faults at once. */
const maxValues = 250_000

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Parses a request body strictly (RFC 8259, RFC 3629): valid UTF-8, one JSON
 * value, no name twice in an object, no `__proto__`, at most 64 levels and 250,000
 * values, no lone surrogates and no U+0000. All strings come out in NFC, before any offset into
 * them is made. Throws a Failure that names the place.
 */
export function parseJson(bytes: Buffer): unknown {
  const text = decode(bytes)
  if (text.trim() === '') throw new Failure('invalid-json', 'The body is empty. Send one JSON value.')
  checkStructure(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Failure('invalid-json', `The body is not valid JSON: ${(error as Error).message.slice(0, 200)}`)
  }
  /* Whatever is cut from a text in NFC is in NFC: only escapes can bring in something else. */
  if (!text.includes('\\u') && text.normalize('NFC') === text) return value
  const faults: Fault[] = []
  const normal = normalized(value, '', faults)
  if (faults.length > 0) throw new Failure('invalid-text', 'Some text is not well-formed; see errors.', { faults })
  return normal
}

function decode(bytes: Buffer): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new Failure('invalid-text', 'The body is not valid UTF-8. Send it in UTF-8; nothing was stored.')
  }
}

/**
 * One pass over the text for what JSON.parse accepts without a word: names
 * twice in one object (the last wins), `__proto__`, and any depth. It finds
 * the strings; everything else about the syntax is left to JSON.parse.
 */
function checkStructure(text: string): void {
  const levels: { names: Set<string> | null; expectsName: boolean; name: string; index: number }[] = []
  let values = 1
  const pointer = () =>
    levels.map((level) => `/${escapePointer(level.names ? level.name : String(level.index))}`).join('')
  for (let i = 0; i < text.length; i++) {
    const level = levels.at(-1)
    switch (text.charCodeAt(i)) {
      case 0x7b: // {
      case 0x5b: // [
        if (levels.length === maxDepth)
          throw new Failure('invalid-json', `The body nests deeper than ${maxDepth} levels.`)
        levels.push({ names: text[i] === '{' ? new Set() : null, expectsName: text[i] === '{', name: '', index: 0 })
        break
      case 0x7d: // }
      case 0x5d: // ]
        levels.pop()
        break
      case 0x2c: // ,
        if (++values > maxValues)
          throw new Failure('payload-too-large', `The body holds more than ${maxValues} values. Send less at once.`)
        if (level) {
          level.expectsName = level.names !== null
          level.index++
        }
        break
      case 0x22: {
        const end = endOfString(text, i)
        if (level?.names && level.expectsName) {
          level.name = nameOf(text.slice(i, end + 1)).normalize('NFC')
          level.expectsName = false
          if (level.names.has(level.name)) refuseName(pointer(), 'stands twice in one object', 'duplicate')
          if (level.name === '__proto__') refuseName(pointer(), 'is not allowed as a name', 'not-allowed')
          level.names.add(level.name)
        }
        i = end
      }
    }
  }
}

function refuseName(pointer: string, detail: string, code: string): never {
  throw new Failure('invalid-json', `${pointer}: ${detail}`, { faults: [{ pointer, detail, code }] })
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; ; i++) {
    i = text.indexOf('"', i)
    if (i === -1) return text.length
    let slashes = 0
    while (text.charCodeAt(i - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return i
  }
}

function nameOf(literal: string): string {
  try {
    return String(JSON.parse(literal))
  } catch {
    return literal
  }
}

function normalized(value: unknown, pointer: string, faults: Fault[]): unknown {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) faults.push({ pointer, detail: 'holds half of a surrogate pair', code: 'wrong-format' })
    else if (value.includes('\0')) faults.push({ pointer, detail: 'holds U+0000', code: 'wrong-format' })
    return value.normalize('NFC')
  }
  if (Array.isArray(value)) return value.map((item, index) => normalized(item, `${pointer}/${index}`, faults))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const at = `${pointer}/${escapePointer(name)}`
      return [normalized(name, at, faults), normalized(item, at, faults)]
    }),
  )
}
