import { parseArgs } from 'node:util'
import { closest } from '../closest.ts'
import { UsageError } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

type Options = Record<string, { type: 'boolean' | 'string'; short?: string }>

/** What was given on the command line. */
export interface Given {
  /** What is no option, in order. */
  names: string[]
  has(option: string): boolean
  /** The value of an option that takes one. */
  value(option: string): string | undefined
}

/** One command: `isnad <verb> …`. */
export interface Verb {
  /** One line for the list of verbs. */
  summary: string
  /** What `--help` prints, at most 80 columns wide. */
  help: string
  options: Options
  /** Answers the exit code. */
  run(terminal: Terminal, given: Given): Promise<number>
}

/** The options of every verb that talks to a server. */
export const talking = { url: { type: 'string' }, json: { type: 'boolean' } } as const satisfies Options

/** What `--help` says of them. */
export const talkingHelp = `  --url ADDRESS    the server, instead of ISNAD_URL
  --json           one line of JSON for each result
  -h, --help       show this

The key is taken from ISNAD_KEY.
`

/** The arguments by the options of a verb. Throws a `UsageError` that names what was probably meant. */
export function readArguments(args: string[], options: Options): Given {
  const known: Options = { ...options, help: { type: 'boolean', short: 'h' } }
  const { tokens } = parseArgs({ args, options: known, strict: false, allowPositionals: true, tokens: true })
  const names: string[] = []
  const values = new Map<string, string | undefined>()
  for (const token of tokens) {
    if (token.kind === 'positional') names.push(token.value)
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined
    if (!option) throw new UsageError(unknown(token.rawName, Object.keys(known)))
    if (option.type === 'string' && token.value === undefined) throw new UsageError(`${token.rawName} needs a value.`)
    if (option.type === 'boolean' && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value.`)
    values.set(token.name, token.value)
  }
  return { names, has: (option) => values.has(option), value: (option) => values.get(option) }
}

/** The value of an option that takes one of these. Throws a `UsageError`. */
export function oneOf<const T extends string>(option: string, given: string | undefined, values: T[]): T | undefined {
  if (given === undefined || values.includes(given as T)) return given as T | undefined
  throw new UsageError(`${option} is ${values.slice(0, -1).join(', ')} or ${values.at(-1)}, not '${given}'.`)
}

function unknown(given: string, known: string[]): string {
  const meant = closest(given.replace(/^-+/, ''), known)
  return `There is no option ${given}.${meant ? ` Did you mean --${meant}?` : ''}`
}
