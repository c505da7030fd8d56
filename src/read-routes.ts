import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { closed, ref } from '../schemas/common.ts'
import { linkToAlternates } from './alternates.ts'
import { require } from './caller.ts'
import type { Conditions } from './conditions.ts'
import { Failure } from './errors.ts'
import { toUtc } from './formats.ts'
import { type Form, preferredForm, takesJson } from './forms.ts'
import { asOfParameter, type ItemQuery, itemParameters, type ListQuery, listParameters, namesOf } from './list-query.ts'
import { answers, withForms } from './openapi.ts'
import { namesOfKind, RefParams, type Resource, type RouteContext } from './resource.ts'
import { vary } from './respond.ts'
import { sendForm, sendItem, sendPage } from './send.ts'
import type { Found } from './store.ts'

type WithRef = { Params: { ref: string }; Querystring: ItemQuery }

/** The routes that read a resource: the list, and one of it in every form it has. */
export function readRoutes<T, Draft, Options extends Conditions>(
  app: FastifyInstance,
  resource: Resource<T, Draft, Options>,
  context: RouteContext,
): void {
  const { kind, store, vocabulary, schemas, forms = [] } = resource
  const { one, an, Name } = namesOfKind(kind)
  const path = `/v1/${kind}`
  const item = ref(schemas.item)
  const gone = kind === 'articles' ? [410] : []
  const itemOrFields = Type.Unsafe<unknown>({ anyOf: [item, ref(schemas.fields)] })

  app.get<{ Querystring: ListQuery }>(
    path,
    {
      schema: {
        operationId: `list${Name}s`,
        tags: [kind],
        summary: `List ${kind}`,
        description: `One page of the ${kind} that you may see, in the order of \`sort\`. \`Link\` leads to the next page (RFC 8288).`,
        querystring: closed(listParameters(vocabulary)),
        response: answers({ 200: [`A page of ${kind}.`, ref(schemas.list)] }, [304, 400, 401, 403, 429], 'cached'),
      },
    },
    (request, reply) => {
      if (resource.listLinks) reply.header('link', resource.listLinks(request.url))
      return sendPage(request, reply, resource, context, {})
    },
  )

  app.get<WithRef>(
    `${path}/:ref`,
    {
      config: { forms },
      schema: {
        operationId: `read${Name}`,
        tags: [kind],
        summary: `Read ${an}`,
        description: `The ${one}, with a strong ETag. An earlier slug answers 308 to the present one.`,
        params: RefParams,
        querystring: closed({ ...itemParameters(vocabulary), asOf: asOfParameter }),
        response: withForms(
          answers({ 200: [`The ${one}.`, itemOrFields] }, [304, 308, 400, 401, 403, 404, ...gone, 429], 'cached'),
          forms,
        ),
      },
    },
    (request, reply) => readItem(request, reply, request.params.ref),
  )

  async function readItem(request: FastifyRequest<WithRef>, reply: FastifyReply, ref: string): Promise<FastifyReply> {
    const { query, caller } = request
    const include = namesOf('include', query.include, vocabulary.includes)
    if (query.trashed) require(caller, 'drafts:read', 'The trash')
    if (query.asOf !== undefined) return readAsOf(request, reply, ref, include)
    const form = formOf(request.headers, query, forms)
    const found = await store.read(caller, ref, {
      include: [...include, ...(resource.needs?.(query) ?? []), ...(form?.include ?? [])],
      trashed: query.trashed ?? false,
      body: form !== undefined || query.body !== 'none',
    })
    if (forms.length > 0) vary(reply, 'Accept')
    return answer(request, reply, found, form)
  }

  async function answer(
    request: FastifyRequest<WithRef>,
    reply: FastifyReply,
    found: Found<T>,
    form: Form<T> | undefined,
  ): Promise<FastifyReply> {
    const { id, lang } = found.document ?? (found.item as { id: string; lang?: string })
    const also = (await resource.translations?.(request.caller, id)) ?? { items: [], visibleUntil: null }
    linkToAlternates(reply, kind, id, forms, also.items, lang, form)
    if (form) return sendForm(request, reply, kind, form, context, found, also)
    return sendItem(request, reply, resource, context, found, also)
  }

  /** Its form is JSON, whatever is accepted. */
  async function readAsOf(
    request: FastifyRequest<WithRef>,
    reply: FastifyReply,
    ref: string,
    include: string[],
  ): Promise<FastifyReply> {
    const { query, caller } = request
    require(caller, 'drafts:read', 'An earlier state')
    const other = query.trashed ? 'trashed' : include.some((name) => name !== 'quotes') ? 'include' : null
    if (other) {
      const detail = 'does not go with asOf, but for include=quotes'
      const faults = [{ parameter: other, detail, code: 'not-allowed' }]
      throw new Failure('invalid-parameter', `${other} ${detail}.`, { faults })
    }
    const withQuotes = include.length > 0 || query.quotes === 'marked'
    return sendItem(
      request,
      reply,
      resource,
      context,
      await store.asOf(caller, ref, toUtc(query.asOf as string), withQuotes),
    )
  }

  for (const form of forms) {
    if (form.suffix === null) continue
    app.get<WithRef>(
      `${path}/:ref.${form.suffix}`,
      {
        config: { forms },
        schema: {
          operationId: `read${Name}As${form.suffix[0]?.toUpperCase()}${form.suffix.slice(1)}`,
          tags: [kind],
          summary: `Read ${an} as ${form.mediaType}`,
          description: `${form.description} An external key that ends in \`.${form.suffix}\` is read as it is.`,
          params: RefParams,
          response: withForms(
            answers({ 200: [form.description, item] }, [304, 308, 400, 401, 404, ...gone, 429], 'cached'),
            [form],
          ),
        },
      },
      async (request, reply) => {
        const { ref } = request.params
        if (ref.startsWith('ext:')) {
          const whole = await readItem(request, reply, `${ref}.${form.suffix}`).catch(unlessNotFound)
          if (whole) return whole
        }
        const options = { include: form.include, trashed: false, body: true }
        return answer(request, reply, await store.read(request.caller, ref, options), form)
      },
    )
  }
}

/**
 * The form to answer in instead of JSON. A form has a shape of its own: what shapes
 * the JSON asks for JSON where `Accept` takes it, and is refused where it does not.
 */
function formOf<F extends { mediaType: string }>(headers: IncomingHttpHeaders, query: ItemQuery, forms: F[]) {
  const shaping = (['fields', 'include', 'body', 'quotes'] as const).filter((name) => query[name] !== undefined)
  if (shaping.length > 0 && takesJson(headers)) return undefined
  const form = preferredForm(headers, forms)
  if (!form || shaping.length === 0) return form
  const detail = `does not go with ${form.mediaType}, which Accept asks for; send Accept: application/json`
  const faults = shaping.map((parameter) => ({ parameter, detail, code: 'not-allowed' }))
  throw new Failure('invalid-parameter', `${shaping[0]} ${detail}.`, { faults })
}

function unlessNotFound(error: Error): undefined {
  if (!(error instanceof Failure) || error.code !== 'not-found') throw error
}
