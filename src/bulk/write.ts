import type { Caller } from '../caller.ts'
import { Failure } from '../errors.ts'
import { toPlain } from '../plain-error.ts'
import { inBatches } from './batches.ts'
import type { RefusedLine } from './lines.ts'
import type { BulkOptions, BulkStore, LineResult, SentLine } from './store.ts'

/** The most that is written as a whole: lines, and bytes of them. */
const mostWhole = { lines: 50_000, bytes: 64 * 1024 * 1024 }

interface Write {
  store: BulkStore
  caller: Caller
  options: BulkOptions
  lines: AsyncIterable<SentLine | RefusedLine>
}

/** Writes lines as they come, a batch after the other. A batch that cannot be written fails line by line. */
export async function* writeEach({ store, caller, options, lines }: Write): AsyncGenerator<LineResult[]> {
  for await (const batch of inBatches(lines)) {
    const sent = batch.filter((line): line is SentLine => line.bytes !== null)
    const failed = (error: unknown) => sent.map(({ number }) => ({ number, error: toPlain(error) }))
    const results = sent.length > 0 ? await store.write(caller, sent, options).catch(failed) : []
    yield inOrderSent([...results, ...refusedOf(batch)])
  }
}

/** Writes all lines at once, when they have all come. Throws `payload-too-large`. */
export async function writeWhole({ store, caller, options, lines }: Write): Promise<LineResult[]> {
  const all: (SentLine | RefusedLine)[] = []
  let bytes = 0
  for await (const line of lines) {
    all.push(line)
    bytes += line.bytes?.length ?? 0
    if (all.length > mostWhole.lines || bytes > mostWhole.bytes) throw tooLarge()
  }
  const refused = refusedOf(all)
  const sent = all.filter((line): line is SentLine => line.bytes !== null)
  const dry = refused.length > 0 ? { ...options, dryRun: true } : options
  return inOrderSent([...(await store.write(caller, sent, dry)), ...refused])
}

function refusedOf(lines: (SentLine | RefusedLine)[]): LineResult[] {
  return lines.flatMap((line) => (line.bytes === null ? [{ number: line.number, error: toPlain(line.failure) }] : []))
}

function inOrderSent(results: LineResult[]): LineResult[] {
  return results.sort((a, b) => a.number - b.number)
}

function tooLarge(): Failure {
  const detail = `With mode=atomic or dryRun=true, at most ${mostWhole.lines} lines or 64 MiB can be sent at once. Nothing was stored.`
  return new Failure('payload-too-large', detail)
}
