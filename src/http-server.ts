import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** What answers a request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A server with bounds on how long a client may take, and on what it may send before its body. */
export function createHttpServer(handle: Handler): Server {
  return createServer(
    {
      requestTimeout: 12_000,
      keepAliveTimeout: 72_000,
      headersTimeout: 8_000,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16_384,
      requireHostHeader: false,
    },
    handle,
  )
}
