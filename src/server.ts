import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { createLog } from './log.ts'
import type { Stores } from './stores.ts'

interface Server {
  /** The address for a client on this machine. */
  url: string
  /** Stops listening, lets requests in flight finish, for 4 seconds at most, and closes every connection. */
  stop(): Promise<void>
}

const graceMs = 4_000

/** Listens on the configured address, and serves `moreRoutes` besides. Throws when the address is taken. */
export async function startServer(
  stores: Stores,
  config: Config,
  moreRoutes?: (app: FastifyInstance) => void,
): Promise<Server> {
  const settings = { ...config }
  const app = await buildApp({ stores, config: settings, logger: createLog(config.LOG_LEVEL), moreRoutes })
  let inFlight = 0
  let idle = () => {}
  app.server.prependListener('request', (_request, response) => {
    inFlight++
    response.once('close', () => {
      inFlight--
      if (inFlight === 0) idle()
    })
  })
  try {
    await app.listen({ host: config.HOST, port: config.PORT })
  } catch (error) {
    await app.close()
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? taken(config) : error
  }
  const url = addressOf(config.HOST, (app.server.address() as AddressInfo).port)
  settings.PUBLIC_URL ||= url
  return {
    url,
    async stop() {
      const finished = new Promise<void>((resolve) => {
        idle = resolve
        if (inFlight === 0) resolve()
      })
      app.server.close()
      await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, graceMs).unref())])
      app.server.closeAllConnections()
      await app.close()
    },
  }
}

function taken({ HOST, PORT }: Config): Error {
  return new Error(`Port ${PORT} of ${HOST} is taken. Stop what listens there, or set PORT to another.`)
}

/** Where a server will be for a client on this machine; null when it takes any port that is free. */
export function addressFor({ HOST, PORT }: Config): string | null {
  return PORT === 0 ? null : addressOf(HOST, PORT)
}

/** Where a client on this machine finds what listens on a host, which may be all of them. */
function addressOf(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
