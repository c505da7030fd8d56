import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import { ref } from '../../schemas/common.ts'
import { MergeDraft } from '../../schemas/merges.ts'
import { conditionsOf } from '../etag.ts'
import { answers, conditionHeaders } from '../openapi.ts'
import { RefParams, type Send } from '../resource-routes.ts'
import { type NamedKind, singular } from '../store.ts'
import type { MergeStore } from './store.ts'

/** `POST /v1/{kind}/{ref}/merge`. `send` answers the survivor. */
export function mergeRoute<T>(
  app: FastifyInstance,
  kind: NamedKind,
  item: TSchema,
  store: MergeStore<T>,
  send: Send<T>,
): void {
  const one = singular[kind]
  app.post<{ Params: { ref: string }; Body: MergeDraft }>(
    `/v1/${kind}/:ref/merge`,
    {
      config: { scopes: ['content:write'] },
      schema: {
        operationId: `merge${one[0]?.toUpperCase()}${one.slice(1)}`,
        tags: [kind],
        summary: `Make one of the ${kind} part of another`,
        description: `What refers to it refers to the survivor from then on, which takes over its names; all its refs answer 308. POST to the restoration of one of its revisions undoes it. \`If-Match\` may be left out. Needs \`content:write\`, and \`content:publish\` when something live is moved.`,
        security: [{ key: [] }],
        params: RefParams,
        headers: conditionHeaders(false),
        body: { ...ref(MergeDraft), examples: [{ into: 'ext:salem' }] },
        response: answers(
          { 200: [`The ${one} that it is part of now.`, ref(item)] },
          [308, 400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 429, 503],
          'written',
        ),
      },
    },
    async (request, reply) => {
      const { caller, params, body, headers } = request
      const found = await store.merge(caller, params.ref, body.into, conditionsOf(headers))
      return send(request, reply, found)
    },
  )
}
