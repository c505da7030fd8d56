import { isProblem } from '../client/problem.ts'
import { codeOf, exitCode, worst } from './exit-code.ts'
import { explain } from './explain.ts'
import { paint, type Style, type Terminal, wrapped } from './terminal.ts'

/** What became of one file or article. */
export interface Result {
  /** The file, or the ref where there is none. */
  name: string
  outcome: string
  /** Said after the name. */
  detail?: string
  /** Said below it: faults, differences, what to do. */
  below?: string
  code?: number
  /** Refused for what it says: what it refers to may not have been there yet. */
  isUnresolved?: boolean
  /** More for `--json`. */
  data?: object
}

const styles: Record<string, Style> = {
  unchanged: 'dim',
  conflict: 'yellow',
  refused: 'red',
  'not found': 'red',
  'not fit': 'red',
}

/** Tells what happens: a line for each result, a bar while it lasts, and a sum at the end. */
export function createReport(terminal: Terminal, { json, total = 0 }: { json: boolean; total?: number }) {
  const colour = paint(terminal)
  const counts = new Map<string, number>()
  const codes: number[] = []
  const hasBar = terminal.isTerminal.err && total > 1 && !json

  function bar(): string {
    const done = codes.length
    const width = Math.max(10, Math.min(40, terminal.columns - 30))
    const full = Math.round((width * done) / total)
    return `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${done} of ${total}`
  }

  return {
    /** One line, or one line of JSON; what stayed as it was is only counted when there is much. */
    async result({ name, outcome, detail, below, code = exitCode.ok, data }: Result): Promise<void> {
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      codes.push(code)
      if (hasBar) terminal.err('\r\x1b[K')
      if (json)
        await terminal.out(
          `${JSON.stringify({ name, outcome, ...(code && { code }), ...(detail && { detail }), ...data })}\n`,
        )
      else if (outcome !== 'unchanged' || total <= 10) {
        const text = detail ? `${visible(name)}  ${colour('dim', detail)}` : visible(name)
        await terminal.out(
          `${colour(styles[outcome] ?? 'green', outcome.padEnd(10))} ${text}\n${below ? indented(below, terminal) : ''}`,
        )
      }
      if (hasBar) terminal.err(bar())
    },
    /** The sum, and the exit code of all. */
    async end(): Promise<number> {
      if (hasBar) terminal.err('\r\x1b[K')
      const sum = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')
      if (!json && codes.length > 1) await terminal.out(`${sum}.\n`)
      return worst(codes)
    },
  }
}

/** Says on a terminal what goes on, in place of what it said before; null wipes it away. */
export function working({ err, isTerminal }: Terminal, text: string | null): void {
  if (isTerminal.err) err(`\r\x1b[K${text ?? ''}`)
}

/** One that was refused, by the server or before it came there. */
export function refused(name: string, error: unknown): Result {
  const problem = isProblem(error) ? { problem: error.problem } : {}
  const isUnresolved = isProblem(error, 'invalid-content')
  const hint = isProblem(error, 'quote-drift')
    ? '\nIf the new words are right: --on-drift update. To sort it out later: --on-drift flag.'
    : ''
  return {
    name,
    outcome: isProblem(error, 'withdrawn') ? 'withdrawn' : 'refused',
    code: codeOf(error),
    below: `${explain(error)}${hint}`,
    isUnresolved,
    data: problem,
  }
}

/** A name that cannot move the cursor, start a line or turn the text around it. */
export function visible(name: string): string {
  return name.replaceAll(
    /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function indented(text: string, { isTerminal, columns }: Terminal): string {
  const said = isTerminal.out ? wrapped(text, columns - 4) : text
  return `${said
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`.trimEnd())
    .join('\n')}\n`
}
