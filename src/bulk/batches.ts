import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RefusedLine } from './lines.ts'
import type { SentLine } from './store.ts'

type Line = SentLine | RefusedLine

/** How many lines, and how many bytes of them, are written together at most. */
const mostLines = 64
const mostBytes = 1024 * 1024

/**
 * Gathers the lines that have arrived, so that they share a transaction: a batch
 * ends when it is full, or when no line is waiting. What comes later is only
 * read once the batch is done with.
 */
export async function* inBatches(lines: AsyncIterable<Line>): AsyncGenerator<Line[]> {
  const iterator = lines[Symbol.asyncIterator]()
  let next = arriving(iterator)
  for (;;) {
    const first = await next.line
    if (first.done) return
    const batch = [first.value]
    let bytes = first.value.bytes?.length ?? 0
    next = arriving(iterator)
    while (batch.length < mostLines && bytes < mostBytes && (await next.isThere())) {
      const { value, done } = await next.line
      if (done) break
      batch.push(value)
      bytes += value.bytes?.length ?? 0
      next = arriving(iterator)
    }
    yield batch
  }
}

/** A line that was asked for, and whether it is there within a turn of the event loop. */
function arriving(iterator: AsyncIterator<Line>) {
  let there = false
  const line = iterator.next().finally(() => {
    there = true
  })
  /* Told where it is waited for; until then it is nobody's error. */
  line.catch(() => {})
  return {
    line,
    async isThere() {
      if (!there) await nextTurn()
      return there
    },
  }
}
