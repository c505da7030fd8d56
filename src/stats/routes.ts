import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { closed, DateTime, Language, label, ref } from '../../schemas/common.ts'
import { GroupBy, type Voice, VoiceList } from '../../schemas/stats.ts'
import { toUtc } from '../formats.ts'
import { several } from '../list-query.ts'
import { answers } from '../openapi.ts'
import type { RouteContext } from '../resource.ts'
import { respond } from '../respond.ts'
import type { Kind } from '../store.ts'
import type { StatsStore } from './store.ts'

interface VoicesQuery {
  groupBy?: GroupBy
  from?: string
  to?: string
  section?: string[]
  lang?: string[]
  limit?: number
}

const parameters = {
  groupBy: Type.Optional({ ...GroupBy, default: 'analyst' }),
  from: Type.Optional({ ...DateTime, description: 'Of articles published at this time or later.' }),
  to: Type.Optional({ ...DateTime, description: 'Of articles published before this time.' }),
  section: several(label(100), 'Of articles of this section.'),
  lang: several(Language, 'Of articles in this language; `ar` also finds `ar-LY` (RFC 4647).'),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'How many at most.' })),
}

/** The kinds that an answer depends on besides articles and quotes. */
const kindsBehind: Record<GroupBy, Kind[]> = {
  analyst: ['analysts'],
  source: ['sources'],
  country: ['analysts', 'sources'],
  topic: ['analysts'],
  toldTo: ['sources'],
}

/** The HTTP of statistics. */
export function statsRoutes(app: FastifyInstance, store: StatsStore, { now }: Pick<RouteContext, 'now'>): void {
  app.get<{ Querystring: VoicesQuery }>(
    '/v1/stats/voices',
    {
      schema: {
        operationId: 'readVoices',
        tags: ['stats'],
        summary: 'Who is quoted how much',
        description:
          'Counts the quotes that you may see, exactly and as they are now, by speaker, country, topic or who was told. The country is that of the analyst or source that speaks. Quotes without a speaker, country or topic belong to no voice, but to the whole that `share` is a part of.',
        querystring: closed(parameters),
        response: answers({ 200: ['The voices.', ref(VoiceList)] }, [304, 400, 401, 429], 'cached'),
      },
    },
    async (request, reply) => {
      const { groupBy = 'analyst', from, to, section, lang, limit = 100 } = request.query
      const { items, visibleUntil } = await store.voices(request.caller, {
        groupBy,
        from: from === undefined ? null : toUtc(from),
        to: to === undefined ? null : toUtc(to),
        sections: section ?? [],
        langs: lang ?? [],
        limit,
      })
      const tags = ['quotes', 'articles', ...kindsBehind[groupBy], ...idsAmong(groupBy, items)]
      return respond(request, reply, { payload: { items }, visibleUntil, tags }, now())
    },
  )
}

function idsAmong(groupBy: GroupBy, items: Voice[]): string[] {
  return groupBy === 'country' || groupBy === 'topic' ? [] : items.map(({ key }) => key)
}
