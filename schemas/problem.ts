import { type Static, Type } from 'typebox'
import { closed, nullable } from './common.ts'

export const Fault = closed(
  {
    pointer: Type.Optional(
      Type.String({
        description: 'JSON Pointer (RFC 6901) to the faulty member of the body.',
        examples: ['/spans/0/text'],
      }),
    ),
    parameter: Type.Optional(
      Type.String({
        description: 'The faulty query parameter or header, when it is not in the body.',
        examples: ['limit'],
      }),
    ),
    detail: Type.String({ description: 'What is wrong and what to do.' }),
    code: Type.String({ description: 'Names the fault for programs.', examples: ['required'] }),
    candidates: Type.Optional(
      Type.Array(Type.Unknown(), { description: 'What could have been meant: places in the text.' }),
    ),
  },
  { $id: 'Fault', description: 'One of the faults of a request.' },
)
export type Fault = Static<typeof Fault>

const DriftingQuote = closed({
  id: Type.String({ description: 'The quote that the edit would change.' }),
  oldText: Type.String({ description: 'Its words now.' }),
  newText: nullable(Type.String({ description: 'What would stand in their place; null when they are lost.' })),
  similarity: Type.Number({
    minimum: 0,
    maximum: 1,
    description: '1 − edit distance ÷ longer length, on folded letters.',
  }),
})

const Referrer = closed({
  resource: Type.String({ description: 'The kind of resource that refers to it.', examples: ['articles'] }),
  id: Type.String(),
  field: Type.String({ description: 'The member that refers to it.', examples: ['sourceId'] }),
})

export const Problem = closed(
  {
    type: Type.String({ description: 'Address of a page of this server that explains the code.' }),
    title: Type.String({ description: 'The kind of problem, the same every time.' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String({ description: 'What is wrong this time, and what to do.' }),
    instance: Type.String({ description: 'The path that was asked for.' }),
    code: Type.String({ description: 'Names the condition for programs; stable.', examples: ['stale-version'] }),
    requestId: Type.String({ description: 'Also in the `X-Request-Id` header and in the log.' }),
    errors: Type.Optional(
      Type.Array(Type.Unsafe<Fault>({ $ref: 'Fault#' }), {
        maxItems: 100,
        description: 'All faults found, at most 100.',
      }),
    ),
    version: Type.Optional(
      Type.Integer({ description: 'With `stale-version` and `working-copy-outdated`: the present version.' }),
    ),
    base: Type.Optional(
      Type.Integer({ description: 'With `working-copy-outdated`: the version that the working copy was begun from.' }),
    ),
    changed: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'With `stale-version` and `working-copy-outdated`: the members changed since the version you hold.',
      }),
    ),
    quotes: Type.Optional(
      Type.Array(DriftingQuote, {
        description: 'With `quote-drift`: the quotes whose words the edit would alter or lose.',
      }),
    ),
    reason: Type.Optional(
      nullable(Type.String({ description: 'With `withdrawn`: why, for readers; null when nobody said.' })),
    ),
    withdrawnAt: Type.Optional(Type.String({ description: 'With `withdrawn`: when.' })),
    lines: Type.Optional(
      Type.Array(
        closed({
          line: Type.Integer({ minimum: 1, description: 'The number of the line.' }),
          status: Type.Integer({ description: 'What the single request would have answered.' }),
          problem: Type.Unsafe<unknown>({ $ref: 'Problem#' }),
        }),
        { maxItems: 1000, description: 'With `bulk-refused`: the lines that failed, at most 1,000.' },
      ),
    ),
    referrers: Type.Optional(
      Type.Array(Referrer, { maxItems: 100, description: 'With `still-referenced`: who refers to it, at most 100.' }),
    ),
  },
  { $id: 'Problem', description: 'A problem document (RFC 9457).' },
)
export type Problem = Static<typeof Problem>
