import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import cors from '@fastify/cors'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyHttpOptions, type FastifyInstance, LogController } from 'fastify'
import type { Logger } from 'pino'
import { closed } from '../schemas/common.ts'
import { components } from '../schemas/components.ts'
import { createAccount, registerAccount } from './account.ts'
import { analystRoutes } from './analysts/routes.ts'
import { articleRoutes } from './articles/routes.ts'
import { registerAuth } from './auth.ts'
import { bulkRoutes } from './bulk/routes.ts'
import { createFront, type Front } from './cache/front.ts'
import { registerResponseCache } from './cache/hook.ts'
import { createResponseCache } from './cache/response-cache.ts'
import { changeRoutes } from './changes/routes.ts'
import { createAddressOf } from './client-address.ts'
import { compilers } from './compilers.ts'
import type { Config } from './config.ts'
import { createCursors } from './cursor.ts'
import { registerDocs } from './docs.ts'
import { answerClientError, answerError, registerErrors } from './error-handler.ts'
import { etagOf, isNoneMatch } from './etag.ts'
import { robotsRoute } from './feeds/robots.ts'
import { feedRoutes } from './feeds/routes.ts'
import { sitemapRoutes } from './feeds/sitemap-routes.ts'
import { createHttpServer } from './http-server.ts'
import { registerIdempotency } from './idempotency.ts'
import { keyRoutes } from './keys/routes.ts'
import { createLimit } from './limits.ts'
import { registerMessages } from './message.ts'
import { refuseOtherMethods } from './methods.ts'
import { registerMetrics } from './metrics.ts'
import { documentOptions } from './openapi.ts'
import { registerParsers } from './parsers.ts'
import { previewRoutes } from './previews/routes.ts'
import { quoteRoutes } from './quotes/routes.ts'
import { readerRoutes } from './reader/routes.ts'
import { registerRequestChecks, requestIdOf } from './request-checks.ts'
import { registerSecurityHeaders } from './security-headers.ts'
import { serverRoutes } from './server-routes.ts'
import { sourceRoutes } from './sources/routes.ts'
import { statsRoutes } from './stats/routes.ts'
import type { Stores } from './stores.ts'
import { workingCopyRoutes } from './working-copies/routes.ts'

interface AppOptions {
  stores: Stores
  config: Config
  /** Where log lines go; silent without it. */
  logger?: Logger
  /** The clock; tests set it. */
  now?: () => Date
  /** Adds what one command serves besides, such as the pictures of the demo. */
  moreRoutes?: (app: FastifyInstance) => void
}

/** The whole server, ready to listen or to be asked by `inject`. Closing it leaves the stores open. */
export async function buildApp({
  stores,
  config,
  logger,
  now = () => new Date(),
  moreRoutes,
}: AppOptions): Promise<FastifyInstance> {
  const { CACHE_MB } = config
  const unhurried = new WeakSet<Socket>()
  let front: Front | null = null
  const app: FastifyInstance = Fastify({
    ...serverOptions(config, logger, unhurried),
    serverFactory: (handle) =>
      createHttpServer((request, response) =>
        front ? front.take(request, response, handle) : handle(request, response),
      ),
  })
  for (const component of components) app.addSchema(component)
  registerErrors(app, config, now)
  tagOtherAnswers(app)
  registerParsers(app)

  registerRequestId(app)
  takeNoQueryUnlessNamed(app)
  const { allow } = refuseOtherMethods(app)
  const limit = await createLimit(app, config.RATE_LIMIT)
  const cache = CACHE_MB > 0 ? createResponseCache(stores.freshness, CACHE_MB * 2 ** 20, now) : null
  app.decorateRequest('making', null)
  registerSecurityHeaders(app)
  await app.register(cors, { origin: config.CORS_ORIGIN, methods, strictPreflight: false, exposedHeaders, maxAge: 600 })
  limit.enforce()
  const account = createAccount(app.log, registerMetrics(app))
  registerAccount(app, account)
  registerRequestChecks(app)
  answerOddities(app, config)
  registerAuth(app, stores.keys, now)
  registerMessages(app)
  registerIdempotency(app)
  if (cache) {
    front = createFront({ cache, limit, account, now, addressOf: createAddressOf(config.TRUST_PROXY) })
    registerResponseCache(app, { cache, front, now, byOrigin: config.CORS_ORIGIN !== '*' })
  }
  await app.register(swagger, documentOptions())

  const site = () => ({ base: config.PUBLIC_URL, hasReader: config.READER })
  const context = { cursors: createCursors(stores.secret), now, site }
  serverRoutes(app, stores.ready, config.READER)
  const { send } = articleRoutes(app, stores.articles, context)
  workingCopyRoutes(app, stores.workingCopies, context, send)
  previewRoutes(app, stores.previews, context, stores.secret)
  sourceRoutes(app, stores.sources, stores.quotes, context)
  analystRoutes(app, stores.analysts, stores.quotes, context)
  quoteRoutes(app, stores.quotes, stores.articles, context)
  feedRoutes(app, stores, context)
  sitemapRoutes(app, stores.sitemaps, context)
  robotsRoute(app, context)
  changeRoutes(app, stores.changes, context)
  statsRoutes(app, stores.stats, context)
  bulkRoutes(app, stores.bulk, context, unhurried)
  keyRoutes(app, stores.keys, now)
  if (config.READER) readerRoutes(app, site)
  registerDocs(app)
  moreRoutes?.(app)
  allow()
  await app.ready()
  return app
}

function serverOptions(
  config: Config,
  logger: Logger | undefined,
  unhurried: WeakSet<Socket>,
): FastifyHttpOptions<Server> {
  return {
    ...(logger && { loggerInstance: logger }),
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 8 * 1024 * 1024,
    trustProxy: config.TRUST_PROXY.length > 0 ? config.TRUST_PROXY : false,
    routerOptions: { maxParamLength: 4000, ignoreTrailingSlash: false, caseSensitive: true },
    requestIdHeader: false,
    genReqId: requestIdOf,
    rewriteUrl: ({ url = '/' }) => encodedUrl(url),
    return503OnClosing: false,
    schemaController: { compilersFactory: compilers() },
    frameworkErrors(error, request, reply) {
      reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff')
      answerError(error, request, reply, config)
    },
    clientErrorHandler(error, socket) {
      if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && unhurried.has(socket)) return
      answerClientError(error, socket, config)
    },
  }
}

/** Node hands over the bytes of a path that was sent decoded as Latin-1: they are percent-encoded, as they should have been. */
function encodedUrl(url: string): string {
  return url.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** What a route sends without an entity tag of its own, such as the documents of the server, has one by its bytes. */
function tagOtherAnswers(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const isText = typeof payload === 'string' || Buffer.isBuffer(payload)
    if (request.method !== 'GET' || reply.statusCode !== 200 || !isText || reply.hasHeader('etag'))
      return done(null, payload)
    const etag = etagOf(Buffer.from(payload))
    reply.header('etag', etag)
    if (!isNoneMatch(request.headers['if-none-match'], etag)) return done(null, payload)
    reply.code(304).removeHeader('content-length').removeHeader('content-type')
    done(null, '')
  })
}

/** Also where a hook answers before any of ours, and on a preflight. */
function registerRequestId(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
}

/** A documented route that names no query parameters refuses all of them. */
function takeNoQueryUnlessNamed(app: FastifyInstance): void {
  app.addHook('onRoute', ({ schema }) => {
    if (schema?.operationId) schema.querystring ??= closed({})
  })
}

/** What Node answers by itself, without a body or not at all: an Expect that is optional to heed, and CONNECT. */
function answerOddities(app: FastifyInstance, config: Config): void {
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.server.on('connect', (_request, socket) => answerClientError(new Error('CONNECT'), socket as Socket, config))
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

const exposedHeaders = [
  'ETag',
  'Link',
  'Location',
  'Accept-Patch',
  'Content-Language',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'X-Request-Id',
]
