import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { ChangeList, changeTypes } from '../../schemas/changes.ts'
import { closed, oneOf, ref } from '../../schemas/common.ts'
import { several } from '../list-query.ts'
import { answers } from '../openapi.ts'
import type { RouteContext } from '../resource.ts'
import { respond } from '../respond.ts'
import { type Kind, singular } from '../store.ts'
import type { ChangesStore } from './store.ts'

interface Query {
  after?: number
  limit?: number
  type?: string[]
}

const kindOf = Object.fromEntries(Object.entries(singular).map(([kind, one]) => [one, kind as Kind]))

const parameters = closed({
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      default: 0,
      description: 'What comes after this sequence: `last` of the page before.',
      examples: [0],
    }),
  ),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'How many at most.', examples: [100] }),
  ),
  type: several(oneOf(changeTypes), 'Of this type only.'),
})

/** The feed of changes, for whoever keeps a copy or a cache of the content. */
export function changeRoutes(app: FastifyInstance, store: ChangesStore, { now }: RouteContext): void {
  app.get<{ Querystring: Query }>(
    '/v1/changes',
    {
      schema: {
        operationId: 'listChanges',
        tags: ['changes'],
        summary: 'What has changed',
        description:
          'Every change that the caller may know of, the oldest first. To the public: what became public, what changed while it was, and what is public no more (`disappear`), by a write or at `publishAt`, `embargoUntil` or `expireAt`. To follow it, ask again with `after` set to `last`; `Link` leads on while there is more.',
        querystring: parameters,
        response: answers({ 200: ['A page of changes.', ref(ChangeList)] }, [304, 400, 401, 429], 'cached'),
      },
    },
    async (request, reply) => {
      const { after = 0, limit = 100, type = [] } = request.query
      const kinds = type.map((one) => kindOf[one] as Kind)
      const { items, last, isMore } = await store.list(request.caller, { after, limit, kinds })
      const payload = { items: items.map(({ kind, ...entry }) => ({ type: singular[kind], ...entry })), last }
      if (isMore) {
        const next = new URLSearchParams({ after: String(last), limit: String(limit) })
        for (const one of type) next.append('type', one)
        reply.header('link', `</v1/changes?${next}>; rel="next"`)
      }
      /* Whoever follows it wants to know at once: a cache asks every time. */
      return respond(request, reply, { payload, visibleUntil: now().toISOString(), tags: ['changes'] }, now())
    },
  )
}
