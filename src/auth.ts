import { createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Key, Scope } from '../schemas/keys.ts'
import { type Caller, can, thePublic } from './caller.ts'
import { Failure, insufficientScope } from './errors.ts'
import type { KeyStore } from './keys/store.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
  }
  interface FastifyContextConfig {
    /** The scopes of which a key needs one to use the route at all; the public may use a route that names none. */
    scopes?: Scope[]
  }
}

/** A new key: 256 random bits, recognisable by its prefix. */
export function newKey(secret: string = randomBytes(32).toString('base64url')): string {
  return `isn_${secret}`
}

/** What is stored of a key. A plain hash is right, for the key is random. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/**
 * Finds out on whose behalf each request comes, before its body is read, and
 * refuses it when its route needs a scope. A key that is unknown, revoked or
 * expired is refused on public routes too (RFC 6750).
 */
export function registerAuth(app: FastifyInstance, keys: KeyStore, now: () => Date): void {
  app.decorateRequest('caller', null as unknown as Caller)
  app.addHook('onRequest', (request, _reply, done) => {
    const { authorization } = request.headers
    const admit = (caller: Caller) => {
      request.caller = caller
      const { scopes } = request.routeOptions.config
      if (scopes) requireOneOf(request, scopes)
    }
    if (authorization !== undefined) {
      callerOf(authorization, keys, now)
        .then(admit)
        .then(() => done(), done)
      return
    }
    admit(thePublic)
    done()
  })
}

async function callerOf(header: string, keys: KeyStore, now: () => Date): Promise<Caller> {
  const token = /^Bearer +([\x21-\x7e]{1,200})$/i.exec(header)?.[1]
  const key = token === undefined ? null : await keys.find(hashKey(token))
  if (!key || !isValid(key, now())) {
    throw new Failure(
      'unauthorized',
      'The key is not valid: unknown, revoked or expired, or not sent as Authorization: Bearer isn_….',
    )
  }
  return { keyId: key.id, keyName: key.name, scopes: key.scopes }
}

function isValid({ revokedAt, expiresAt }: Key, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now.toISOString())
}

function requireOneOf({ caller, method }: FastifyRequest, scopes: Scope[]): void {
  if (caller.keyId === null)
    throw new Failure('unauthorized', `${method} here needs a key: Authorization: Bearer isn_….`)
  if (!scopes.some((scope) => can(caller, scope))) throw insufficientScope(scopes[0] as Scope, `${method} here`)
}
