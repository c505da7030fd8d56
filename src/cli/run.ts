import { closest } from '../closest.ts'
import { checkDriver } from '../driver-check.ts'
import { codeOf, exitCode, Stopped, UsageError } from './exit-code.ts'
import { explain } from './explain.ts'
import { paint, type Terminal, wrapped } from './terminal.ts'
import { readArguments, type Verb } from './verb.ts'
import { administering, editing, type Verbs } from './verbs.ts'

const verbs: Verbs = { ...editing, ...administering }

/** Runs the command that the arguments name. Answers the exit code; never throws. */
export async function run(args: string[], terminal: Terminal): Promise<number> {
  const [name = '--help', ...rest] = args
  const isHelp = ['help', '--help', '-h'].includes(name)
  try {
    if (!isHelp) return await runVerb(name, rest, terminal)
    const asked = rest[0]
    await terminal.out(asked === undefined ? await (await import('./help.ts')).help() : (await verbNamed(asked)).help)
    return exitCode.ok
  } catch (error) {
    const what = terminal.stop.aborted && !(error instanceof Stopped) ? new Stopped('Stopped.') : error
    const more = what instanceof UsageError ? `Try isnad ${Object.hasOwn(verbs, name) ? `${name} ` : ''}--help.\n` : ''
    const { isTerminal, columns } = terminal
    const text = `isnad: ${explain(what)}`
    const said = (isTerminal.err ? wrapped(text, columns) : text).slice('isnad:'.length)
    terminal.err(`${paint(terminal, 'err')('red', 'isnad:')}${said}\n${more}`)
    return codeOf(what)
  }
}

async function runVerb(name: string, args: string[], terminal: Terminal): Promise<number> {
  const verb = await verbNamed(name)
  const given = readArguments(args, verb.options)
  if (given.has('help')) {
    await terminal.out(verb.help)
    return exitCode.ok
  }
  if (Object.hasOwn(administering, name)) checkDriver(terminal.versions)
  return verb.run(terminal, given)
}

async function verbNamed(name: string): Promise<Verb> {
  const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (load) return load()
  const meant = closest(name, Object.keys(verbs))
  throw new UsageError(`There is no command '${name}'.${meant ? ` Did you mean ${meant}?` : ''}`)
}
