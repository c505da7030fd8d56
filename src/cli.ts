#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { commands, usage } from './commands.ts'
import { checkDriver } from './driver-check.ts'

/* The only file that touches the process. Everything it starts is passed what it needs. */

const [name = 'help', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined

if (name === 'help' || name === '--help') {
  process.stdout.write(usage)
} else if (!command) {
  process.stderr.write(`isnad: there is no command '${name}'.\n\n${usage}`)
  process.exitCode = 2
} else {
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
