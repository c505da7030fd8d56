import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { adminKey } from './process.ts'

/** What a client was answered. */
export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
  /** Milliseconds. */
  took: number
}

/** A client with one connection, which it keeps. */
export interface Client {
  read(path: string, headers?: Record<string, string>): Promise<Answer>
  /** With the key of the benchmark. */
  write(method: string, path: string, body: object): Promise<Answer>
  close(): void
}

/** A client of a server. */
export function createClient(url: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })

  async function send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const startedAt = performance.now()
    const asked = request(url + path, { agent, method, headers })
    asked.end(body)
    const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      asked.once('response', resolve).once('error', reject)
    })
    const { statusCode: status = 0, headers: answered } = response
    return { status, headers: answered, body: await text(response), took: performance.now() - startedAt }
  }

  return {
    read: (path, headers = {}) => send('GET', path, headers),
    write: (method, path, body) => send(method, path, headersOfWrite(method), JSON.stringify(body)),
    close: () => agent.destroy(),
  }
}

/** What a write is sent with. */
export function headersOfWrite(method: string): Record<string, string> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  return { authorization: `Bearer ${adminKey}`, 'content-type': type, ...(method === 'PATCH' && { 'if-match': '*' }) }
}

/** The parsed body. Throws unless the answer is a success. */
export function bodyOf<T>({ status, body }: Answer): T {
  if (status >= 300) throw new Error(`${status}: ${body}`)
  return JSON.parse(body) as T
}
