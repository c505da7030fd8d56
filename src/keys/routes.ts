import type { FastifyInstance } from 'fastify'
import { closed, Id, ref } from '../../schemas/common.ts'
import { KeyDraft, KeyList, NewKey } from '../../schemas/keys.ts'
import { hashKey, newKey } from '../auth.ts'
import { invalidContent } from '../errors.ts'
import { toUtc } from '../formats.ts'
import { repeatableSecret } from '../idempotency.ts'
import { answers } from '../openapi.ts'
import type { KeyStore } from './store.ts'

const admin = { scopes: ['admin' as const] }
const keyed = [{ key: [] }]

/** The HTTP of keys: only `admin` sees, makes and revokes them. */
export function keyRoutes(app: FastifyInstance, keys: KeyStore, now: () => Date): void {
  app.get(
    '/v1/keys',
    {
      config: admin,
      schema: {
        operationId: 'listKeys',
        tags: ['keys'],
        summary: 'List the keys',
        security: keyed,
        description: 'All keys, revoked and expired ones too, without their secrets.',
        response: answers({ 200: ['The keys.', ref(KeyList)] }, [400, 401, 403, 429]),
      },
    },
    async (_request, reply) => {
      const items = await keys.list()
      return reply.header('cache-control', 'private, no-store').send({ items })
    },
  )

  app.post<{ Body: KeyDraft }>(
    '/v1/keys',
    {
      config: admin,
      schema: {
        operationId: 'createKey',
        tags: ['keys'],
        summary: 'Make a key',
        security: keyed,
        description: 'The key itself is in the answer, this once; only its hash is stored.',
        body: {
          ...ref(KeyDraft),
          examples: [{ name: 'nightly push', scopes: ['drafts:read', 'content:write'], expiresAt: null }],
        },
        response: answers({ 201: ['The new key.', ref(NewKey)] }, [400, 401, 403, 408, 413, 415, 422, 429, 503]),
      },
    },
    async (request, reply) => {
      if (request.body.expiresAt && toUtc(request.body.expiresAt) <= now().toISOString())
        throw invalidContent([{ pointer: '/expiresAt', detail: 'must lie in the future', code: 'out-of-range' }])
      const { caller, headers } = request
      const secret = caller.idempotency && repeatableSecret(headers.authorization as string, caller.idempotency)
      const key = newKey(secret)
      const stored = await keys.create(request.body, hashKey(key), caller)
      return reply
        .code(201)
        .header('cache-control', 'private, no-store')
        .send({ ...stored, key })
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/v1/keys/:id',
    {
      config: admin,
      schema: {
        operationId: 'revokeKey',
        tags: ['keys'],
        summary: 'Revoke a key',
        security: keyed,
        description: 'The key is refused from the next request on.',
        params: closed({ id: Id }),
        response: answers({ 204: ['It is revoked.'] }, [400, 401, 403, 404, 429, 503]),
      },
    },
    async (request, reply) => {
      await keys.revoke(request.params.id)
      return reply.code(204).send()
    },
  )
}
