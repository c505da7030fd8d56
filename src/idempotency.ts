import { createHash, createHmac } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Idempotency } from './caller.ts'
import { Failure } from './errors.ts'
import { answers } from './openapi.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** SHA-256 of the body as it was sent, where that has been read. */
    bodyHash: string | null
  }
}

/** How long an answer is kept. */
export const idempotencyHours = 24

const longest = 255

/**
 * `Idempotency-Key` on every POST (draft-ietf-httpapi-idempotency-key-header):
 * the store keeps what the write answered in the transaction of the write, for
 * the key of the caller, and answers it again. Refuses a request while another
 * with the same key runs. Every documented POST takes the header, and says so.
 */
export function registerIdempotency(app: FastifyInstance): void {
  const running = new Set<string>()
  app.decorateRequest('bodyHash', null)
  app.addHook('onRoute', ({ method, schema }) => {
    if (method !== 'POST' || !schema?.operationId) return
    const { properties } = (schema.headers ?? {}) as { properties?: object }
    schema.headers = { type: 'object', properties: { ...properties, 'idempotency-key': header } }
    schema.response = { ...answers({}, [400, 409, 422]), ...(schema.response as object) }
  })
  app.addHook('preHandler', (request, reply, done) => {
    const given = request.headers['idempotency-key']
    if (given === undefined || request.method !== 'POST') return done()
    const key = readKey([given].flat().join(', '))
    const name = `${request.caller.keyId} ${key}`
    if (running.has(name)) {
      const detail = 'A request with this Idempotency-Key is still running. Send it again to learn what became of it.'
      throw new Failure('idempotency-key-in-use', detail, { retryAfter: 1 })
    }
    running.add(name)
    reply.raw.once('close', () => running.delete(name))
    request.caller = { ...request.caller, idempotency: { key, fingerprint: fingerprintOf(request) } }
    done()
  })
}

/** The idempotency of one line of a bulk request, which stands for itself. */
export function lineKey(whole: Idempotency | undefined, line: number, bytes: Uint8Array): Idempotency | undefined {
  if (!whole) return undefined
  const fingerprint = createHash('sha256').update(whole.fingerprint).update(bytes).digest('base64url')
  return { key: `${whole.key} ${line}`, fingerprint }
}

/**
 * A secret that the same request makes again, and nobody without the key of the
 * caller can: so that an answer with a secret can be repeated without being stored.
 */
export function repeatableSecret(authorization: string, { key, fingerprint }: Idempotency): string {
  return createHmac('sha256', authorization).update(`${key} ${fingerprint}`).digest('base64url')
}

/** A string of RFC 8941, or its content without the quotation marks. */
function readKey(value: string): string {
  const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/.exec(value)
  const key = quoted ? (quoted[1] as string).replace(/\\(["\\])/g, '$1') : /^[\x21\x23-\x7e]+$/.exec(value)?.[0]
  if (key !== undefined && key.length <= longest) return key
  const detail = `must be a string in double quotes, of 1 to ${longest} ASCII characters`
  throw new Failure('invalid-parameter', `Idempotency-Key ${detail}.`, {
    faults: [{ parameter: 'Idempotency-Key', detail, code: 'wrong-format' }],
  })
}

function fingerprintOf({ method, url, bodyHash }: FastifyRequest): string {
  return createHash('sha256').update(`${method} ${url} ${bodyHash}`).digest('base64url')
}

const header = {
  type: 'string',
  description: `Lets the request be sent again after a lost answer without being done twice: the answer is kept for ${idempotencyHours} hours. A string in double quotes, of at most ${longest} characters, new for each request; a UUID will do.`,
  examples: ['"8e03978e-40d5-43dd-bc93-6894a57f9324"'],
}
