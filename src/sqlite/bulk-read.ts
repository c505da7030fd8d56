import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Operation } from '../bulk/operation.ts'
import type { SentLine } from '../bulk/store.ts'
import { type PlainError, toPlain } from '../plain-error.ts'

/** A line that was read: what it asks for, or why it cannot. */
export type ReadLine = { number: number } & ({ operation: Operation } | { error: PlainError })

/** The longest that lines are read without a break, in milliseconds. */
const slice = 8

/** Reads lines, in slices, so that whatever else this thread has to do is done between them. */
export async function readLines(
  lines: SentLine[],
  readLine: (bytes: Uint8Array) => Promise<Operation>,
): Promise<ReadLine[]> {
  const read: ReadLine[] = []
  let since = performance.now()
  for (const { number, bytes } of lines) {
    if (performance.now() - since > slice) {
      await nextTurn()
      since = performance.now()
    }
    try {
      read.push({ number, operation: await readLine(bytes) })
    } catch (error) {
      read.push({ number, error: toPlain(error) })
    }
  }
  return read
}
