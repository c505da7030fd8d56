import type { Problem } from '../schemas/problem.ts'
import type { Failure } from './errors.ts'

/** Every code, with its HTTP status, its title, and what its page says. The only place where codes become HTTP. */
export const problems = {
  'invalid-request': [
    400,
    'Invalid request',
    'The request cannot be read as HTTP or as a path of this API. Check the address and the headers.',
  ],
  'invalid-json': [
    400,
    'Invalid JSON',
    'The body is not one JSON value (RFC 8259): broken syntax, a name twice in one object, nesting deeper than 64, or a name such as `__proto__`. Nothing was stored.',
  ],
  'invalid-csv': [
    400,
    'Invalid CSV',
    'The row of a table is not CSV (RFC 4180): a quotation mark is not closed or stands where none can, or the row has another number of cells than the first.',
  ],
  'invalid-text': [
    400,
    'Invalid text',
    'The text is not valid UTF-8 or not well-formed Unicode (a lone surrogate), or it holds U+0000. Nothing is ever stored as U+FFFD: mend the encoding and send it again.',
  ],
  'invalid-body': [
    400,
    'Invalid body',
    'The body does not have the shape that the OpenAPI document describes. `errors` names every member: unknown members are refused, nothing is coerced.',
  ],
  'invalid-parameter': [
    400,
    'Invalid parameter',
    'A query parameter, header or part of the path is unknown, repeated or has a value that it cannot have. `errors` names each.',
  ],
  'invalid-cursor': [
    400,
    'Invalid cursor',
    'The cursor was not made by this server for this list. Use `nextCursor` as it is, with the same filters and sort, or start again without a cursor.',
  ],
  unauthorized: [
    401,
    'Key required',
    'Send `Authorization: Bearer isn_…` with a key that is neither revoked nor expired (RFC 6750).',
  ],
  'insufficient-scope': [
    403,
    'Insufficient scope',
    'The key is valid but lacks the scope that this needs. Ask for a key that has it.',
  ],
  'not-found': [
    404,
    'Not found',
    'There is nothing at this address that you may see. What a key may not see does not exist for it.',
  ],
  'method-not-allowed': [
    405,
    'Method not allowed',
    'This address does not take this method; `Allow` lists those it takes.',
  ],
  'request-timeout': [408, 'Request timeout', 'The request did not arrive in time. Send it again.'],
  'duplicate-external-id': [
    409,
    'Duplicate externalId',
    'Another resource of this kind has this `externalId`, perhaps in the trash. Use PUT on `ext:{externalId}` to create or replace.',
  ],
  'slug-taken': [
    409,
    'Slug taken',
    'Another resource of this kind has, or had, this slug or one that looks the same. Choose another, or leave it out and one is made.',
  ],
  'still-referenced': [
    409,
    'Still referenced',
    'Other resources refer to it: `referrers` lists them. Change or delete those first.',
  ],
  'in-trash': [
    409,
    'In the trash',
    'The resource is in the trash. Take it back with POST to its `restoration`, or purge it.',
  ],
  'working-copy-outdated': [
    409,
    'Working copy outdated',
    'The article has changed since its working copy was begun: `version` is the present one, `base` the one it was begun from, `changed` the members that differ. Bring those changes over, and say so with `base={version}` when you write the working copy.',
  ],
  'idempotency-key-in-use': [
    409,
    'Idempotency key in use',
    'A request with this `Idempotency-Key` is still running. Send the same request again after `Retry-After` seconds to learn what became of it.',
  ],
  'quote-drift': [
    409,
    'Quote drift',
    'The edit would alter or lose the words of quotes, which never change silently: `quotes` lists them. Leave the words as they are, or change or delete those quotes first.',
  ],
  withdrawn: [
    410,
    'Withdrawn',
    'The article was public and has been withdrawn: `reason` says why, for readers. Remove every copy. `/v1/removed` lists all that were withdrawn.',
  ],
  'stale-version': [
    412,
    'Stale version',
    'The resource has changed since the ETag you hold: `version` is the present one, `changed` the members that differ. Read it again, bring your change over, and send it with the new ETag.',
  ],
  'already-exists': [
    412,
    'Already exists',
    'You asked to create only (`If-None-Match: *`), and it exists. Nothing was changed.',
  ],
  'payload-too-large': [413, 'Payload too large', 'The body is larger than this server takes. Send less at once.'],
  'uri-too-long': [414, 'URI too long', 'The address is longer than any that this server gives out.'],
  'unsupported-media-type': [
    415,
    'Unsupported media type',
    'POST and PUT take `application/json`, PATCH takes `application/merge-patch+json`, in UTF-8 and without Content-Encoding.',
  ],
  'invalid-content': [
    422,
    'Invalid content',
    'The body is well-formed, but what it says cannot be stored: a member contradicts another, or a reference leads nowhere. `errors` names each.',
  ],
  'idempotency-key-reused': [
    422,
    'Idempotency key reused',
    'This `Idempotency-Key` stood on another request in the last 24 hours: another address, query or body. A new request needs a new key.',
  ],
  'bulk-refused': [
    422,
    'Bulk refused',
    'With `mode=atomic` all lines stand or none: `lines` has the problem of each that failed, the first 1,000 of them. Nothing was stored. Mend them and send all lines again.',
  ],
  'unattributed-quotes': [
    422,
    'Unattributed quotes',
    'Direct or mixed quotes would be public without a speaker; `errors` names each. Name an analyst or a source for each, or send `force=true`, which is logged.',
  ],
  'precondition-required': [
    428,
    'Precondition required',
    'A change to something that exists needs `If-Match` with the ETag you read, so that nobody’s work is overwritten (RFC 6585). `If-Match: *` says that you know.',
  ],
  'rate-limited': [429, 'Rate limited', 'Too many requests. Wait as long as `Retry-After` says.'],
  'headers-too-large': [431, 'Headers too large', 'The headers are larger than this server takes.'],
  'internal-error': [
    500,
    'Internal error',
    'Something failed here; nothing was stored. The log has the details under the request id.',
  ],
  unavailable: [
    503,
    'Unavailable',
    'The server cannot do this at the moment (the database is locked or the disk is full). Nothing was stored; try again after `Retry-After` seconds.',
  ],
} as const satisfies Record<string, readonly [status: number, title: string, explanation: string]>

export type ProblemCode = keyof typeof problems

/** The media type of every error (RFC 9457). */
export const problemType = 'application/problem+json; charset=utf-8'

/** The problem document of a failure. */
export function problemOf(failure: Failure, at: { publicUrl: string; path: string; requestId: string }): Problem {
  const [status, title] = problems[failure.code]
  return {
    type: `${at.publicUrl}/problems/${failure.code}`,
    title,
    status,
    detail: failure.message,
    instance: at.path,
    code: failure.code,
    requestId: at.requestId,
    ...(failure.faults.length > 0 && { errors: failure.faults.slice(0, 100) }),
    ...failure.members,
  }
}
