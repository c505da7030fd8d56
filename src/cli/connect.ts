import { createIsnad, type Isnad } from '../client/index.ts'
import { UsageError } from './exit-code.ts'
import { retrying } from './retry.ts'
import type { Terminal } from './terminal.ts'

/** A server as a verb talks to it. */
export interface Server {
  /** Its address, without a slash at the end. */
  url: string
  isnad: Isnad
}

/** The server that `--url` or `ISNAD_URL` names, with the key of `ISNAD_KEY`. */
export function connect(terminal: Terminal, url = terminal.env.ISNAD_URL || 'http://localhost:3000'): Server {
  const protocol = URL.canParse(url) ? new URL(url).protocol : ''
  if (!/^https?:$/.test(protocol))
    throw new UsageError(`'${url}' is not the address of a server, such as http://localhost:3000.`)
  const baseUrl = url.replace(/\/+$/, '')
  const key = terminal.env.ISNAD_KEY?.trim() || undefined
  return { url: baseUrl, isnad: createIsnad({ baseUrl, key, fetch: retrying(terminal) }) }
}
