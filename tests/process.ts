import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

/** The command line in a folder of its own, ended with the test. */
export function isnad(t: Test, args: string[], env: Record<string, string> = {}, cwd = t.testdir()): ChildProcess {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), cli, ...args], {
    cwd,
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

/** Resolves when the server has printed where it is. */
export async function serving(child: ChildProcess): Promise<{ url: string; port: number; printed: string }> {
  let printed = ''
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    printed += chunk
    const url = /at (http:\/\/[^\s"]+)/.exec(printed)?.[1]
    if (url && printed.includes('Ctrl-C')) return { url, port: Number(new URL(url).port), printed }
  }
  throw new Error(`the server did not start: ${printed}`)
}

/** Resolves when it has ended, with all that it printed. */
export async function finished(child: ChildProcess) {
  const [[code, signal], printed, errors] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout as NodeJS.ReadableStream as never),
    text(child.stderr as NodeJS.ReadableStream as never),
  ])
  return { code, signal, printed, errors }
}

/** The answer to a GET. */
export const get = (url: string, headers: Record<string, string> = {}) => send('GET', url, headers)

/** The answer to a request. */
export async function send(method: string, url: string, headers: Record<string, string>, body?: string) {
  const asked = request(url, { method, headers })
  asked.end(body)
  const [response] = await once(asked, 'response')
  return { status: response.statusCode as number, body: await text(response) }
}
