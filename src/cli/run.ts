import { closest } from '../closest.ts'
import { codeOf, exitCode, Stopped, UsageError } from './exit-code.ts'
import { explain } from './explain.ts'
import { paint, type Terminal } from './terminal.ts'
import { readArguments, type Verb } from './verb.ts'

/** Runs the verb that the arguments name. Answers the exit code; never throws. */
export async function run(args: string[], verbs: Record<string, Verb>, help: string, terminal: Terminal) {
  const [name = '--help', ...rest] = args
  try {
    if (['help', '--help', '-h'].includes(name)) {
      const asked = rest[0] === undefined ? undefined : verbNamed(rest[0], verbs)
      await terminal.out(asked?.help ?? help)
      return exitCode.ok
    }
    const verb = verbNamed(name, verbs)
    const given = readArguments(rest, verb.options)
    if (!given.has('help')) return await verb.run(terminal, given)
    await terminal.out(verb.help)
    return exitCode.ok
  } catch (error) {
    const colour = paint(terminal, 'err')
    const what = terminal.stop.aborted && !(error instanceof Stopped) ? new Stopped('Stopped.') : error
    const more = what instanceof UsageError ? `Try isnad ${Object.hasOwn(verbs, name) ? `${name} ` : ''}--help.\n` : ''
    terminal.err(`${colour('red', 'isnad:')} ${explain(what)}\n${more}`)
    return codeOf(what)
  }
}

function verbNamed(name: string, verbs: Record<string, Verb>): Verb {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb) return verb
  const meant = closest(name, Object.keys(verbs))
  throw new UsageError(`There is no command '${name}'.${meant ? ` Did you mean ${meant}?` : ''}`)
}
