#!/usr/bin/env node
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { run } from './cli/run.ts'
import { administering } from './cli/verbs.ts'

/* The only file that touches the process. Everything it starts is passed what it needs. */

const { argv, env, stdout, stderr } = process
const [name = '', ...args] = argv.slice(2)

/*
 * The first Ctrl-C lets a command end in good order, the second ends it. A server
 * ends in good order anyway, and is told twice when npm passes on what the
 * terminal has sent to it already.
 */
const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () =>
    stop.signal.aborted && !Object.hasOwn(administering, name) ? process.exit(130) : stop.abort(),
  )

/* Whoever reads the output may have seen enough: isnad export | head. */
stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1))

process.exitCode = await run(name === '' ? [] : [name, ...args], {
  env,
  folder: process.cwd(),
  out: (text) => new Promise((resolve) => stdout.write(text, () => resolve())),
  err: (text) => void stderr.write(text),
  isTerminal: { out: stdout.isTTY ?? false, err: stderr.isTTY ?? false },
  columns: stdout.columns ?? 80,
  stop: stop.signal,
  wait: (milliseconds) => setTimeout(milliseconds, undefined, { signal: stop.signal }).catch(() => {}),
  exit: (code) => process.exit(code),
  keepHeapSmall,
  versions: process.versions,
})

/*
 * Left to itself V8 lets a server that is busy grow to twice the memory before it
 * tidies up. At the start, when all is loaded and little is garbage, the same
 * flags would take a fifth of the time.
 */
function keepHeapSmall(): void {
  for (const flag of ['--optimize-for-size', '--semi-space-growth-factor=1']) setFlagsFromString(flag)
}
