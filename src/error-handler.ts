import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from './config.ts'
import { Failure, Moved } from './errors.ts'
import { type ProblemCode, problemOf, problems, problemType } from './problem.ts'
import { addressOf, cacheControl, vary } from './respond.ts'

/** Turns everything that is thrown, here or in the framework, into a problem document or a redirect. */
export function registerErrors(app: FastifyInstance, config: Pick<Config, 'PUBLIC_URL'>, now: () => Date): void {
  app.setErrorHandler((error: FastifyError | Failure | Moved, request, reply) =>
    answerError(error, request, reply, config, now),
  )
  app.setNotFoundHandler((request, reply) => sendProblem(nothingHere(), request, reply, config))
}

/** The refusal of an address that no route has. */
export function nothingHere(): Failure {
  return new Failure('not-found', 'There is nothing at this address. GET / lists the entry points.')
}

/** What `frameworkErrors` does: an address that cannot be read has no route, and so no error handler. */
export function answerError(
  error: FastifyError | Failure | Moved,
  request: FastifyRequest,
  reply: FastifyReply,
  config: Pick<Config, 'PUBLIC_URL'>,
  now: () => Date = () => new Date(),
): FastifyReply {
  if (error instanceof Moved) return redirect(error, request, reply, now)
  const failure = error instanceof Failure ? error : failureOf(error)
  if (failure.code === 'internal-error') request.log.error({ err: error, reqId: request.id }, 'internal error')
  return sendProblem(failure, request, reply, config)
}

function sendProblem(
  failure: Failure,
  request: FastifyRequest,
  reply: FastifyReply,
  config: Pick<Config, 'PUBLIC_URL'>,
): FastifyReply {
  const [status] = problems[failure.code]
  const path = request.raw.url?.split('?')[0] ?? '/'
  const problem = problemOf(failure, { publicUrl: config.PUBLIC_URL, path, requestId: request.id })
  if (failure.retryAfter !== undefined) reply.header('retry-after', String(failure.retryAfter))
  if (status === 401) reply.header('www-authenticate', challenge(request))
  if (status === 403) reply.header('www-authenticate', 'Bearer realm="isnad", error="insufficient_scope"')
  if (status === 415 && request.method === 'PATCH') reply.header('accept-patch', 'application/merge-patch+json')
  vary(reply, 'Authorization')
  reply.header('cache-control', 'no-store').removeHeader('etag')
  return reply.code(status).type(problemType).send(JSON.stringify(problem))
}

/** RFC 6750 section 3: no error code when no key was sent. */
function challenge({ headers }: FastifyRequest): string {
  return headers.authorization === undefined ? 'Bearer realm="isnad"' : 'Bearer realm="isnad", error="invalid_token"'
}

/** 308 to the same address with the present slug: the method and the query stay. Until when is not known, so caches ask. */
function redirect({ slug }: Moved, request: FastifyRequest, reply: FastifyReply, now: () => Date): FastifyReply {
  const path = addressOf(request.routeOptions.url, { ...(request.params as object), ref: slug })
  const query = /\?.*/s.exec(request.url)?.[0] ?? ''
  vary(reply, 'Authorization')
  reply.header('cache-control', cacheControl(request.caller, now().toISOString(), now()))
  return reply.code(308).header('location', `${path}${query}`).send()
}

const frameworkCodes: Record<string, [ProblemCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload-too-large', 'The body is larger than 8 MiB. Send less at once.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'The Content-Type is missing or not supported here.'],
  FST_ERR_CTP_EMPTY_TYPE: ['unsupported-media-type', 'The Content-Type is missing.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid-request', 'The body is not as long as Content-Length says.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid-json', 'The body is empty. Send one JSON value.'],
  FST_ERR_BAD_URL: ['invalid-request', 'The path is not valid percent-encoded UTF-8.'],
  FST_ERR_MAX_PARAM_LENGTH: ['uri-too-long', 'The address is longer than any that this server gives out.'],
  FST_STATIC_FORBIDDEN_PATH: ['not-found', 'There is nothing at this address.'],
  FST_ERR_ASYNC_CONSTRAINT: ['invalid-request', 'The request cannot be routed.'],
}

function failureOf(error: FastifyError): Failure {
  const known = frameworkCodes[error.code]
  if (known) return new Failure(...known)
  if (error.statusCode === 400) return new Failure('invalid-request', 'The request cannot be read.')
  return new Failure(
    'internal-error',
    'Something failed here; nothing was stored. The log has the details under the request id.',
  )
}

/**
 * Answers what the HTTP parser refuses, before there is a request: the same
 * problem document, written to the socket.
 */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  config: Pick<Config, 'PUBLIC_URL'>,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const code: ProblemCode =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'headers-too-large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'request-timeout'
        : 'invalid-request'
  const [status, title, explanation] = problems[code]
  const detail =
    error.code === 'HPE_INVALID_URL' ? 'The address holds bytes that must be percent-encoded.' : explanation
  const failure = new Failure(code, detail)
  const body = JSON.stringify(problemOf(failure, { publicUrl: config.PUBLIC_URL, path: '/', requestId: '-' }))
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: ${problemType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
  )
}
