import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { closed, ref } from '../../schemas/common.ts'
import { RevisionDiff, RevisionParams } from '../../schemas/revisions.ts'
import type { Conditions } from '../conditions.ts'
import { answers } from '../openapi.ts'
import { namesOfKind, type Resource, type RouteContext } from '../resource.ts'
import { respond } from '../respond.ts'
import { diffStates } from './diff.ts'

type OfTwo = { Params: { ref: string; n: string }; Querystring: { against?: number } }

const against = Type.Optional(
  Type.Integer({
    minimum: 0,
    maximum: 999_999_999,
    description: 'The version to compare with; the one before when it is not given. 0 is before the first.',
  }),
)

/** What changed between two versions of a resource. */
export function diffRoute<T, Draft, Options extends Conditions>(
  app: FastifyInstance,
  { kind, store }: Pick<Resource<T, Draft, Options>, 'kind' | 'store'>,
  { now }: RouteContext,
): void {
  const { one, an, Name } = namesOfKind(kind)
  app.get<OfTwo>(
    `/v1/${kind}/:ref/revisions/:n/diff`,
    {
      config: { scopes: ['drafts:read'] },
      schema: {
        operationId: `diff${Name}Revision`,
        tags: [kind],
        summary: `What changed between two versions of ${an}`,
        description: `\`patch\` makes the state of \`against\` that of this version of the ${one} (RFC 6902); \`words\` shows every text that differs word by word. Needs \`drafts:read\`.`,
        security: [{ key: [] }],
        params: RevisionParams,
        querystring: closed({ against }),
        response: answers({ 200: ['What changed.', ref(RevisionDiff)] }, [304, 308, 400, 401, 403, 404, 429], 'cached'),
      },
    },
    async (request, reply) => {
      const { caller, params, query } = request
      const version = Number(params.n)
      const earlier = query.against ?? version - 1
      const stateOf = async (n: number) =>
        (n === 0 ? {} : (await store.revision(caller, params.ref, n)).state) as object
      const [before, after] = [await stateOf(earlier), await stateOf(version)]
      const payload = { version, against: earlier, ...diffStates({ ...before }, { ...after }) }
      return respond(request, reply, { payload, visibleUntil: null, tags: [kind] }, now())
    },
  )
}
