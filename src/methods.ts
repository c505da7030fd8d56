import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { Failure } from './errors.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']

/**
 * Collects the methods of each address from now on; `allow`, called when all
 * routes are there, makes every other method answer 405 with `Allow` (RFC 9110).
 */
export function refuseOtherMethods(app: FastifyInstance): { allow(): void } {
  const taken = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = taken.get(url) ?? new Set()
    for (const one of [method].flat()) known.add(one)
    taken.set(url, known)
  })
  return {
    allow() {
      for (const [url, known] of [...taken]) {
        if (url.includes('*')) continue
        const allowed = [...known, ...(known.has('GET') ? ['HEAD'] : [])].filter((method) => method !== 'OPTIONS')
        const others = methods.filter(
          (method) => !known.has(method) && !allowed.includes(method) && method !== 'OPTIONS',
        )
        /** Before the body is read, whatever its type. */
        const refuse = async (request: FastifyRequest, reply: FastifyReply) => {
          reply.header('allow', [...new Set(allowed)].sort().join(', '))
          throw new Failure('method-not-allowed', `This address does not take ${request.method}.`)
        }
        app.route({
          method: others as HTTPMethods[],
          url: exceptKeys(url),
          schema: { hide: true },
          onRequest: refuse,
          handler: refuse,
        })
      }
    },
  }
}

/** An external key may end as the address of a form does: but for reading, it is a ref like any other. */
function exceptKeys(url: string): string {
  return url.replace(/\/:ref\.(\w+)$/, '/:ref((?!ext:).*).$1')
}
