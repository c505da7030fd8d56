import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { nothingHere } from './error-handler.ts'
import { Failure } from './errors.ts'
import { parseJson } from './json.ts'
import { checkMediaType, csvType, jsonType, mergePatchType, ndjsonType } from './media-type.ts'

/** How bodies are read: JSON strictly, bulk line by line, and nothing where none is taken. */
export function registerParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser([jsonType, mergePatchType], { parseAs: 'buffer' }, (request, body, done) => {
    try {
      if (request.headers['idempotency-key']) request.bodyHash = createHash('sha256').update(body).digest('base64url')
      done(null, parseJson(body as Buffer))
    } catch (error) {
      done(error as Error)
    }
  })
  /* Bulk reads its lines as they come. */
  app.addContentTypeParser([ndjsonType, csvType], (_request, payload, done) => done(null, payload))
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    const hasBody =
      request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
    const takesBody = request.routeOptions.schema?.body !== undefined
    if (request.is404) throw nothingHere()
    if (takesBody) checkMediaType(request)
    else if (hasBody) throw new Failure('invalid-request', `${request.method} here takes no body.`)
    done()
  })
}
