import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import type { Stores } from './stores.ts'

export interface Server {
  url: string
  /** Stops listening, lets requests in flight finish, for 4 seconds at most, and closes every connection. */
  stop(): Promise<void>
}

const graceMs = 4_000

/** Listens on the configured address. Throws when that is taken. */
export async function startServer(stores: Stores, config: Config): Promise<Server> {
  const logger = pino({ level: config.LOG_LEVEL, redact: ['req.headers.authorization', 'headers.authorization'] })
  const PUBLIC_URL = config.PUBLIC_URL || urlOf(config.HOST, config.PORT)
  const app = await buildApp({ stores, config: { ...config, PUBLIC_URL }, logger })
  let inFlight = 0
  let idle = () => {}
  app.server.prependListener('request', (_request, response) => {
    inFlight++
    response.once('close', () => {
      inFlight--
      if (inFlight === 0) idle()
    })
  })
  await app.listen({ host: config.HOST, port: config.PORT })
  const { port } = app.server.address() as AddressInfo
  return {
    url: urlOf(config.HOST, port),
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

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
