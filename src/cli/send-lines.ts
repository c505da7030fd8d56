import { idempotencyKey, type Problem } from '../client/index.ts'
import type { Server } from './connect.ts'
import type { DataLine } from './data-lines.ts'
import { Stopped, Unreachable } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

/** So much is sent at once: a broken connection costs no more than to send that again. */
const batch = { lines: 500, bytes: 4 * 1024 * 1024 }

export interface BulkQuery {
  mode?: 'atomic'
  dryRun?: boolean
  preserve?: boolean
  onDrift?: 'refuse' | 'flag' | 'update'
  force?: boolean
}

/** What became of a line. */
export interface LineAnswer {
  line: number
  status: number
  outcome: 'created' | 'changed' | 'unchanged' | 'deleted' | null
  problem?: Problem
  /** The line itself, where it was refused. */
  sent?: Buffer
}

/** Sends lines to `POST /v1/bulk`, in batches, or all at once where they are one whole. Answers each, in order. */
export async function* sendLines(
  lines: AsyncIterable<DataLine>,
  server: Server,
  query: BulkQuery,
  terminal: Pick<Terminal, 'wait' | 'stop' | 'err'>,
): AsyncGenerator<LineAnswer> {
  const isWhole = query.mode === 'atomic' || query.dryRun
  let waiting: DataLine[] = []
  let size = 0
  const send = async function* () {
    const lines = waiting
    const body = Buffer.concat(lines.flatMap(({ bytes }) => [bytes, newLine]))
    waiting = []
    size = 0
    for (const answer of await sendBody(body, 'application/x-ndjson', server, query, terminal)) {
      const sent = lines[answer.line - 1]
      yield { ...answer, line: sent?.number ?? answer.line, ...(answer.problem && { sent: sent?.bytes }) }
    }
  }
  for await (const line of lines) {
    waiting.push(line)
    size += line.bytes.length
    if (!isWhole && (waiting.length >= batch.lines || size >= batch.bytes)) yield* send()
  }
  if (waiting.length > 0) yield* send()
}

const newLine = Buffer.from('\n')

/** Sends one body; when the answer breaks off, again with the same key, with which every line is done once. */
export async function sendBody(
  body: Buffer,
  type: string,
  { isnad }: Server,
  query: BulkQuery & { type?: 'source' | 'analyst' },
  { wait, stop, err }: Pick<Terminal, 'wait' | 'stop' | 'err'>,
): Promise<LineAnswer[]> {
  const headers = { ...idempotencyKey(), 'content-type': type }
  for (let attempt = 1; ; attempt++) {
    try {
      const { data } = await isnad.POST('/v1/bulk', {
        params: { query },
        headers,
        body: body as never,
        bodySerializer: (given: unknown) => given as never,
        parseAs: 'text',
      })
      return String(data)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as LineAnswer)
    } catch (error) {
      if (stop.aborted) throw new Stopped('Stopped.')
      if (!(error instanceof TypeError)) throw error
      if (attempt === 5) throw new Unreachable(`The answer broke off again and again: ${error.message}.`)
      err('The answer broke off; sending it again.\n')
      await wait(1000 * attempt)
    }
  }
}
