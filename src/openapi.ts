import type { SwaggerOptions } from '@fastify/swagger'
import type { TSchema } from 'typebox'
import { ref } from '../schemas/common.ts'
import { Problem } from '../schemas/problem.ts'
import { problems } from './problem.ts'

type Described = [description: string, schema?: TSchema, mediaType?: string]

const titles: Record<number, string> = {
  304: 'What you hold is still right.',
  308: 'It has another slug now: `Location` leads there.',
}

const text = (description: string) => ({ type: 'string', description })

const headersOf = {
  cached: {
    ETag: text('Strong; names the state and the representation.'),
    'Cache-Control': text('Public for a caller without a key, else `private, no-store`.'),
    'Cache-Tag': text('The ids that the answer contains, and the kind of a list: purge by these.'),
    Vary: text('What else the answer depends on.'),
    Link: text(
      '`rel="next"` leads to the next page of a list, `rel="alternate"` to other forms (`type`) and translations (`hreflang`) of one resource.',
    ),
    'Content-Language': text('The languages of the text.'),
  },
  written: {
    ETag: text('Strong; send it as `If-Match` with the next change.'),
    Location: text('Where the resource is, with 201.'),
  },
}

/** The responses of an operation: what it answers, and the problems it can have. */
export function answers(described: Record<number, Described>, statuses: number[], headers?: keyof typeof headersOf) {
  const entries = Object.entries(described).map(([status, [description, schema, mediaType = 'application/json']]) => [
    status,
    {
      description,
      ...(headers && { headers: headersOf[headers] }),
      ...(schema ? { content: { [mediaType]: { schema } } } : { type: 'null' }),
    },
  ])
  return Object.fromEntries([...entries, ...statuses.map((status) => [status, problemAnswer(status)])])
}

/** The same responses, with the forms that 200 can come in besides JSON. */
export function withForms(responses: Record<string, unknown>, forms: { mediaType: string }[]) {
  const schemaOf = (mediaType: string) => ({ type: mediaType.includes('json') ? 'object' : 'string' })
  const content = Object.fromEntries(forms.map(({ mediaType }) => [mediaType, { schema: schemaOf(mediaType) }]))
  const { 200: answer, ...others } = responses
  const { type: _, ...described } = answer as { type?: string; content?: object }
  return { 200: { ...described, content: { ...described.content, ...content } }, ...others }
}

function problemAnswer(status: number) {
  if (status < 400) {
    const headers = status === 308 ? { Location: text('The present address.') } : { ETag: text('The same as before.') }
    return { description: titles[status], headers, type: 'null' }
  }
  const codes = Object.entries(problems).filter(([, [of]]) => of === status)
  return {
    description: codes.map(([code, [, title]]) => `${title} (\`${code}\`)`).join('; '),
    content: { 'application/problem+json': { schema: ref(Problem) } },
  }
}

/** The header of every write that says why. */
export function messageHeader() {
  return { type: 'object', properties: { 'isnad-message': isnadMessage } }
}

const isnadMessage = {
  type: 'string',
  description:
    'Why: up to 500 characters, kept with the version. UTF-8 as it is, or percent-encoded, also in the form of RFC 8187.',
  examples: ['fix the name of the city', "UTF-8''%D8%AA%D8%B5%D8%AD%D9%8A%D8%AD"],
}

/** The headers of a conditional write. */
export function conditionHeaders(canCreate: boolean) {
  return {
    type: 'object',
    properties: {
      'if-match': text('The ETag you read, or `*` to change it whatever it is now.'),
      ...(canCreate && { 'if-none-match': { type: 'string', enum: ['*'], description: '`*` creates only.' } }),
      'isnad-message': isnadMessage,
    },
  }
}

/** What stands in the document beside the routes. */
export function documentOptions(): SwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Isnad',
        version: '1',
        summary: 'A headless CMS for news analysis in which every quotation is a record.',
        description: [
          'Articles, sources, analysts and quotes over HTTP. Reads of what is public need no key.',
          'Every error is a problem document (RFC 9457); unknown members and parameters are refused, nothing is coerced.',
          'A change to something that exists needs `If-Match` with the ETag you read.',
          'إسناد: نظام إدارة محتوى للتحليل الإخباري، كل اقتباس فيه سجل قائم بذاته.',
        ].join('\n\n'),
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'This server' }],
      security: [{}],
      tags: [
        { name: 'articles', description: 'Pieces of analysis, with a body of blocks.' },
        { name: 'sources', description: 'Who publishes or is cited as an organisation.' },
        { name: 'analysts', description: 'People who are quoted.' },
        { name: 'quotes', description: 'Statements: who said what, in which role, to whom, and where in the text.' },
        { name: 'bulk', description: 'Many writes in one request.' },
        { name: 'feeds', description: 'What is public, for feed readers and search engines.' },
        { name: 'changes', description: 'What has changed, for copies and caches.' },
        { name: 'stats', description: 'What can be said of all content at once.' },
        { name: 'keys', description: 'Keys and what they may do.' },
        { name: 'server', description: 'The server itself.' },
      ],
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'A key: `Authorization: Bearer isn_…`.' },
        },
      },
    },
    hideUntagged: true,
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `schema-${i}`).replace(/#$/, ''),
    },
  }
}
