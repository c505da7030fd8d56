import type { FastifyRequest } from 'fastify'
import { Failure } from './errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route takes, where that is not JSON. */
    mediaTypes?: string[]
  }
}

/** What POST and PUT take, and what PATCH takes (RFC 7396). */
export const jsonType = 'application/json'
export const mergePatchType = 'application/merge-patch+json'

/** What bulk takes: JSON objects in lines, or a table. */
export const ndjsonType = 'application/x-ndjson'
export const csvType = 'text/csv'

/**
 * Refuses a body of another media type than the route takes, in another
 * encoding than UTF-8, or compressed. Strict on purpose: a type that is almost
 * right has been parsed without being validated elsewhere.
 */
export function checkMediaType(request: FastifyRequest): void {
  const { headers, method, routeOptions } = request
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    throw new Failure(
      'unsupported-media-type',
      'Content-Encoding is not supported on requests. Send the body as it is.',
    )
  }
  const wanted = routeOptions.config.mediaTypes ?? [method === 'PATCH' ? mergePatchType : jsonType]
  const given = /^([\w!#$&^.+/-]+)(?:\s*;\s*charset\s*=\s*"?(utf-8)"?)?\s*$/i.exec(headers['content-type'] ?? '')
  if (!wanted.includes(given?.[1]?.toLowerCase() ?? '')) {
    throw new Failure('unsupported-media-type', `${method} here takes Content-Type: ${wanted.join(' or ')}, in UTF-8.`)
  }
}
