import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'

/** The address of the client of a request: that of its connection, or what these proxies forward; '' once it is gone. */
export function createAddressOf(trusted: string[]): (request: IncomingMessage) => string {
  if (trusted.length === 0) return ({ socket }) => socket.remoteAddress ?? ''
  const trust = proxyAddr.compile(trusted)
  return (request) => proxyAddr(request, trust) ?? ''
}
