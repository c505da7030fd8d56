import { type DestinationStream, destination, type Logger, pino, symbols } from 'pino'
import type { Config } from './config.ts'

const info = 30

/** The log of the server, as lines of JSON on the standard output. */
export function createLog(level: Config['LOG_LEVEL']): Logger {
  return pino(
    { level, redact: ['req.headers.authorization', 'headers.authorization'] },
    together(destination({ sync: true })),
  )
}

/**
 * Writes the lines of one turn of the event loop at once, as each costs the
 * server as much as answering from the cache does. A warning, or worse, waits
 * for nothing.
 */
function together(stream: DestinationStream): DestinationStream {
  let lines = ''
  const flush = () => {
    if (lines !== '') stream.write(lines)
    lines = ''
  }
  return {
    [symbols.needsMetadataGsym]: true,
    write(this: { lastLevel: number }, line: string) {
      if (lines === '') setImmediate(flush)
      lines += line
      if (this.lastLevel > info) flush()
    },
  } as DestinationStream
}
