import { Stopped, Unreachable } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

const attempts = 6
/** Longer than this nobody waits in front of a terminal. */
const patience = 60_000
const passing = new Set([408, 429, 502, 503, 504])

/**
 * A `fetch` that asks again, with growing pauses or as long as `Retry-After`
 * says, when the server is busy or the connection broke. Each attempt is the
 * same request, with the same conditions and idempotency key. Throws
 * `Unreachable` when the server cannot be found, or not any longer.
 */
export function retrying({ wait, stop, err }: Pick<Terminal, 'wait' | 'stop' | 'err'>, ask: typeof fetch = fetch) {
  let everAnswered = false
  return async (request: Request): Promise<Response> => {
    for (let attempt = 1; ; attempt++) {
      const answer = await ask(new Request(request.clone(), { signal: stop })).catch((error: Error) => error)
      if (stop.aborted) throw new Stopped('Stopped.')
      const failed = answer instanceof Error
      everAnswered ||= !failed
      const pause = failed ? backOff(attempt) : (retryAfter(answer) ?? backOff(attempt))
      const last = attempt === attempts || pause > patience
      if (failed && (last || !everAnswered)) throw unreachable(request.url, answer)
      if (!failed && (last || !passing.has(answer.status))) return answer
      const why = failed ? 'The connection broke' : `The server answered ${answer.status}`
      err(`${why}; trying again in ${Math.ceil(pause / 1000)} s.\n`)
      await wait(pause)
    }
  }
}

function backOff(attempt: number): number {
  return 500 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2)
}

function retryAfter({ headers }: Response): number | null {
  const value = headers.get('retry-after')
  if (value === null) return null
  return /^\d+$/.test(value) ? Number(value) * 1000 : Math.max(0, Date.parse(value) - Date.now()) || null
}

function unreachable(url: string, { cause, message }: Error): Unreachable {
  const why = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : message
  return new Unreachable(`${new URL(url).origin} cannot be reached (${why}). Is ISNAD_URL right, and is it serving?`)
}
