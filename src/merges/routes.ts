import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import { ref } from '../../schemas/common.ts'
import { AnalystDuplicates, MergeDraft, SourceDuplicates } from '../../schemas/merges.ts'
import { conditionsOf } from '../etag.ts'
import { answers, conditionHeaders } from '../openapi.ts'
import { RefParams, type RouteContext, type Send } from '../resource.ts'
import { respond } from '../respond.ts'
import { type NamedKind, singular } from '../store.ts'
import { idsIn } from '../tags.ts'
import type { MergeStore } from './store.ts'

const duplicates = { analysts: AnalystDuplicates, sources: SourceDuplicates }

/** `/v1/{kind}/{ref}/merge` and `/v1/{kind}/{ref}/duplicates`. `send` answers the survivor of a merge. */
export function mergeRoutes<T>(
  app: FastifyInstance,
  kind: NamedKind,
  item: TSchema,
  store: MergeStore<T>,
  { now }: RouteContext,
  send: Send<T>,
): void {
  const one = singular[kind]
  const Name = `${one[0]?.toUpperCase()}${one.slice(1)}`
  const common = { tags: [kind], security: [{ key: [] }], params: RefParams }

  app.post<{ Params: { ref: string }; Body: MergeDraft }>(
    `/v1/${kind}/:ref/merge`,
    {
      config: { scopes: ['content:write'] },
      schema: {
        ...common,
        operationId: `merge${Name}`,
        summary: `Make one of the ${kind} part of another`,
        description: `What refers to it refers to the survivor from then on, which takes over its names; all its refs answer 308. POST to the restoration of one of its revisions undoes it. \`If-Match\` may be left out. Needs \`content:write\`, and \`content:publish\` when something live is moved.`,
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

  app.get<{ Params: { ref: string } }>(
    `/v1/${kind}/:ref/duplicates`,
    {
      config: { scopes: ['drafts:read'] },
      schema: {
        ...common,
        operationId: `list${Name}Duplicates`,
        summary: `Who may be the same as one of the ${kind}`,
        description: `By names and aliases, however they are spelt or transliterated, at most 20, with the reasons. Needs \`drafts:read\`. Nothing is merged by itself.`,
        response: answers(
          { 200: ['The likeliest first.', ref(duplicates[kind])] },
          [304, 308, 400, 401, 403, 404, 429],
          'cached',
        ),
      },
    },
    async (request, reply) => {
      const found = await store.duplicates(request.caller, request.params.ref)
      const items = found.map(({ item: other, ...why }) => ({ [one]: other, ...why }))
      const tags = [kind, ...found.flatMap((duplicate) => idsIn(duplicate.item))]
      return respond(request, reply, { payload: { items }, visibleUntil: null, tags }, now())
    },
  )
}
