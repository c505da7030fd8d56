import type { Result } from './measure.ts'
import type { Results } from './reads.ts'

const columns = ['', 'server', 'requests/s', 'µs of CPU', 'p99 ms', 'KB', 'of raw', 'of minimal']

/** One line for each question and server, with the ratios to the limits of the same run: of the rates, and of the processor time. */
export function table(results: Results): string {
  const lines = Object.entries(results).flatMap(([name, by]) =>
    Object.entries(by).map(([which, result]) => [
      name,
      which,
      result.rate.toFixed(0),
      result.cpu.toFixed(0),
      result.p99.toFixed(0),
      (result.bytes / 1000).toFixed(1),
      ratio(result, by.raw),
      ratio(result, by.minimal),
    ]),
  )
  return aligned([columns, ...lines])
}

/** Rows of cells as lines in which the cells of a column are equally wide. */
export function aligned(rows: string[][]): string {
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0))) ?? []
  const line = (row: string[]) =>
    row
      .map((cell, index) => (index < 2 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  ')
  return `${rows.map(line).join('\n')}\n`
}

function ratio(result: Result, limit: Result | undefined): string {
  if (!limit || limit === result) return ''
  return `${(result.rate / limit.rate).toFixed(2)} / ${(limit.cpu / result.cpu).toFixed(2)}`
}
