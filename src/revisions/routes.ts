import type { FastifyInstance } from 'fastify'
import { closed, ref } from '../../schemas/common.ts'
import { RevisionList, RevisionParams, revisionOf } from '../../schemas/revisions.ts'
import type { Conditions } from '../conditions.ts'
import { conditionsOf } from '../etag.ts'
import { type ItemQuery, itemParameters, type ListQuery, pageParameters } from '../list-query.ts'
import { answers, conditionHeaders } from '../openapi.ts'
import type { Resource, RouteContext, Send } from '../resource.ts'
import { linkToNext, respond } from '../respond.ts'
import { singular } from '../store.ts'

type OfOne = { Params: { ref: string } }
type OfVersion = { Params: { ref: string; n: string }; Querystring: ItemQuery }

/** The versions of a resource: list, read, and make one the present state. `send` answers the resource. */
export function revisionRoutes<T, Draft, Options extends Conditions>(
  app: FastifyInstance,
  resource: Resource<T, Draft, Options>,
  { cursors, now }: RouteContext,
  send: Send<T>,
): void {
  const { kind, store, vocabulary, present } = resource
  const one = singular[kind]
  const Name = `${one[0]?.toUpperCase()}${one.slice(1)}`
  const path = `/v1/${kind}/:ref/revisions`
  const keyed = { tags: [kind], security: [{ key: [] }] }
  const reads = { scopes: ['drafts:read' as const] }
  const { body } = itemParameters(vocabulary)

  app.get<OfOne & { Querystring: ListQuery }>(
    path,
    {
      config: reads,
      schema: {
        ...keyed,
        operationId: `list${Name}Revisions`,
        summary: `The versions of one of the ${kind}`,
        description: `What was done to the ${one}, the newest first, when, by which key and why. In the trash it keeps them. Needs \`drafts:read\`.`,
        params: closed({ ref: RevisionParams.properties.ref }),
        querystring: closed(pageParameters),
        response: answers(
          { 200: ['A page of versions.', ref(RevisionList)] },
          [304, 308, 400, 401, 403, 404, 429],
          'cached',
        ),
      },
    },
    async (request, reply) => {
      const { caller, params, query, url } = request
      const question = url.split('?')[0] as string
      const after = query.cursor === undefined ? null : cursors.read(query.cursor, question)
      const page = await store.revisions(caller, params.ref, {
        limit: query.limit ?? 20,
        after,
        count: query.count ?? false,
      })
      const nextCursor = page.next && cursors.write(page.next, question)
      linkToNext(request, reply, nextCursor)
      const payload = { items: page.items, nextCursor, ...(page.total !== null && { total: page.total }) }
      return respond(request, reply, { payload, visibleUntil: null, tags: [kind] }, now())
    },
  )

  app.get<OfVersion>(
    `${path}/:n`,
    {
      config: reads,
      schema: {
        ...keyed,
        operationId: `read${Name}Revision`,
        summary: `Read a version of one of the ${kind}`,
        description: `The version, with the \`state\` that it made. Needs \`drafts:read\`.`,
        params: RevisionParams,
        querystring: closed(body ? { body } : {}),
        response: answers(
          { 200: ['The version.', ref(revisionOf[kind])] },
          [304, 308, 400, 401, 403, 404, 429],
          'cached',
        ),
      },
    },
    async (request, reply) => {
      const { caller, params, query } = request
      const revision = await store.revision(caller, params.ref, Number(params.n))
      const state = present ? await present(revision.state, query) : revision.state
      return respond(request, reply, { payload: { ...revision, state }, visibleUntil: null, tags: [kind] }, now())
    },
  )

  app.post<OfVersion>(
    `${path}/:n/restoration`,
    {
      config: { scopes: ['content:write', 'content:publish'] },
      schema: {
        ...keyed,
        operationId: `revert${Name}`,
        summary: `Make a version of one of the ${kind} the present one`,
        description: `Writes the state of that version once more, as a new version; one that says what is present changes nothing. \`If-Match\` may be left out. Needs \`content:write\`, and \`content:publish\` where that is live.`,
        params: RevisionParams,
        querystring: closed(resource.writeParameters ?? {}),
        headers: conditionHeaders(false),
        response: answers(
          { 200: [`The ${one} as it is now.`, ref(resource.schemas.item)] },
          [308, 400, 401, 403, 404, 409, 412, 422, 429, 503],
          'written',
        ),
      },
    },
    async (request, reply) => {
      const { caller, params, headers, query } = request
      const options = resource.options(conditionsOf(headers), query as never)
      const found = await store.revert(caller, params.ref, Number(params.n), options)
      return send(request, reply, found)
    },
  )
}
