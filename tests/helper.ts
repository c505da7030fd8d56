import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Test } from 'tap'
import type { Scope } from '../schemas/keys.ts'
import { buildApp } from '../src/app.ts'
import { hashKey } from '../src/auth.ts'
import { type Config, readConfig } from '../src/config.ts'
import { openStores, type StoreOptions, type Stores } from '../src/stores.ts'
import { checkResponse } from './openapi-check.ts'

export interface Answer {
  status: number
  headers: Record<string, string>
  /** The parsed JSON, a list of it for one with a line each, or undefined for another type. */
  body: any
  text: string
  etag: string
}

export interface Request {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'TRACE'
  /** Scopes of the key to send; without it none is sent. */
  as?: Scope[] | string
  body?: unknown
  /** The body as it is, instead of JSON. */
  raw?: string | Buffer
  headers?: Record<string, string>
  ifMatch?: string
}

export interface World {
  app: FastifyInstance
  stores: Stores
  /** Sends a request and checks the answer against the OpenAPI document. */
  ask(url: string, request?: Request): Promise<Answer>
  /** The same, and fails unless the status is the one expected. */
  expect(status: number, url: string, request?: Request): Promise<Answer>
  /** POST with an admin key; answers the new resource. */
  create(kind: string, body: unknown): Promise<any>
  /** Sets the clock of the server. */
  setTime(time: string): void
  /** The SQL statements since the last call. */
  statements(): string[]
}

export interface WorldOptions extends Omit<StoreOptions, 'now'> {
  databaseUrl?: string
  config?: Partial<Config>
  moreRoutes?: (app: FastifyInstance) => void
}

export const admin: Scope[] = ['admin']

/** A server with a fresh database in memory, closed with the test. */
export async function world(t: Test, options: WorldOptions = {}): Promise<World> {
  let time: Date | null = null
  let seen: string[] = []
  const now = () => time ?? new Date()
  const stores = await openStores(options.databaseUrl ?? 'file::memory:', {
    now,
    lockPatience: options.lockPatience,
    onStatement(sql) {
      seen.push(sql)
      options.onStatement?.(sql)
    },
  })
  const config = { ...readConfig({}), PUBLIC_URL: 'http://localhost:3000', RATE_LIMIT: 0, ...options.config }
  const app = await buildApp({ stores, config, now, moreRoutes: options.moreRoutes })
  t.teardown(async () => {
    await app.close()
    await stores.close()
  })
  const keys = new Map<string, string>()

  async function keyFor(scopes: Scope[]): Promise<string> {
    const name = scopes.join(' ')
    if (!keys.has(name)) {
      const key = `isn_${name.replaceAll(/\W/g, '_')}_0123456789abcdefghijklmn`
      if (!(await stores.keys.find(hashKey(key)))) await stores.keys.create({ name, scopes }, hashKey(key))
      keys.set(name, key)
    }
    return keys.get(name) as string
  }

  async function ask(url: string, request: Request = {}): Promise<Answer> {
    const { method = 'GET', as, body, raw, headers = {}, ifMatch } = request
    const key = Array.isArray(as) ? await keyFor(as) : as
    const sent: InjectOptions = {
      method,
      url,
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...((body !== undefined || raw !== undefined) && {
          'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
        }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
        ...headers,
      },
      ...(raw !== undefined ? { payload: raw } : body !== undefined ? { payload: JSON.stringify(body) } : {}),
    }
    const response = await app.inject(sent)
    const answered = response.headers as Record<string, string>
    const type = String(answered['content-type'] ?? '')
    const isJson = /json/.test(type) && response.body !== ''
    const lines = type.startsWith('application/x-ndjson')
      ? response.body.split('\n').filter((line) => line !== '')
      : null
    const answer: Answer = {
      status: response.statusCode,
      headers: answered,
      body: lines ? lines.map((line) => JSON.parse(line)) : isJson ? JSON.parse(response.body) : undefined,
      text: response.body,
      etag: String(answered.etag ?? ''),
    }
    checkResponse(t, app, method, url, answer)
    return answer
  }

  async function expect(status: number, url: string, request: Request = {}): Promise<Answer> {
    const answer = await ask(url, request)
    if (answer.status !== status)
      t.fail(`${request.method ?? 'GET'} ${url} answered ${answer.status}, not ${status}`, {
        text: answer.text.slice(0, 2000),
      })
    return answer
  }

  return {
    app,
    stores,
    ask,
    expect,
    create: async (kind, body) => (await expect(201, `/v1/${kind}`, { method: 'POST', as: admin, body })).body,
    setTime(next) {
      time = new Date(next)
    },
    statements() {
      const taken = seen
      seen = []
      return taken
    },
  }
}
