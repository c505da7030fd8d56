/** What a verb may use of the process, and no more. */
export interface Terminal {
  env: Record<string, string | undefined>
  /** The folder it was started in. */
  folder: string
  /** Writes results; resolves when there is room for more. */
  out(text: string): Promise<void>
  /** Writes what is no result: progress, warnings, errors. */
  err(text: string): void
  isTerminal: { out: boolean; err: boolean }
  columns: number
  /** Aborts when the person stops it. */
  stop: AbortSignal
  /** Ends the process at once, when a server does not stop. */
  exit(code: number): void
  /** From now on the heap stays near what is in use. */
  keepHeapSmall(): void
  /** Of Node and what it is made of. */
  versions: NodeJS.ProcessVersions
  /** Resolves after so many milliseconds, and at once when it is stopped. */
  wait(milliseconds: number): Promise<void>
}

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  invert: [7, 27],
} as const

export type Style = keyof typeof codes

/** Colours for what goes to standard output, or to standard error; none but on a terminal, or with NO_COLOR (no-color.org). */
export function paint({ env, isTerminal }: Terminal, stream: 'out' | 'err' = 'out') {
  const coloured = isTerminal[stream] && !env.NO_COLOR && env.TERM !== 'dumb'
  return (style: Style, text: string): string => {
    const [on, off] = codes[style]
    return coloured ? `\x1b[${on}m${text}\x1b[${off}m` : text
  }
}

export type Paint = ReturnType<typeof paint>

/** Sentences broken between words; lines of a comparison, and what is indented, stay as they are. */
export function wrapped(text: string, columns: number): string {
  const part = new RegExp(`(.{1,${Math.max(20, columns)}})(?: +|$)`, 'gu')
  const stays = (line: string) => /^[ +-] /.test(line) || line.startsWith('\x1b')
  const lines = text.split('\n').map((line) => (stays(line) ? line : line.replace(part, '$1\n').trimEnd()))
  return lines.join('\n')
}
