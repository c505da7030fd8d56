#!/usr/bin/env node
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { commands } from './commands.ts'
import { checkDriver } from './driver-check.ts'

/* The only file that touches the process. Everything it starts is passed what it needs. */

const [name = 'help', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined

if (command) await administer(command)
else process.exitCode = await talk()

/** A command on the database of this machine. */
async function administer(command: (typeof commands)[string]): Promise<void> {
  try {
    checkDriver(process.versions)
    await command({
      args,
      env: process.env,
      print: (text) => void process.stdout.write(text),
      stopped: new Promise((resolve) => {
        /* Not once: npm passes on a Ctrl-C that the terminal has sent to the server already. */
        for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal))
      }),
      exit: (code) => process.exit(code),
      keepHeapSmall,
    })
  } catch (error) {
    process.stderr.write(`isnad: ${(error as Error).message}\n`)
    process.exitCode = 1
  }
}

/*
 * Left to itself V8 lets a server that is busy grow to twice the memory before it
 * tidies up. At the start, when all is loaded and little is garbage, the same
 * flags would take a fifth of the time.
 */
function keepHeapSmall(): void {
  for (const flag of ['--optimize-for-size', '--semi-space-growth-factor=1']) setFlagsFromString(flag)
}

/** A verb that talks to a server. The first Ctrl-C lets it end in good order, the second ends it. */
async function talk(): Promise<number> {
  const [{ run }, { verbs }, { help }] = await Promise.all([
    import('./cli/run.ts'),
    import('./cli/verbs.ts'),
    import('./cli/help.ts'),
  ])
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => (stop.signal.aborted ? process.exit(130) : stop.abort()))
  /* Whoever reads the output may have seen enough: isnad export | head. */
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  return run([name, ...args], verbs, help, {
    env: process.env,
    folder: process.cwd(),
    out: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
    err: (text) => void process.stderr.write(text),
    isTerminal: { out: process.stdout.isTTY ?? false, err: process.stderr.isTTY ?? false },
    columns: process.stdout.columns ?? 80,
    stop: stop.signal,
    wait: (milliseconds) => setTimeout(milliseconds, undefined, { signal: stop.signal }).catch(() => {}),
  })
}
