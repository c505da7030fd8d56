import type { FastifyInstance } from 'fastify'
import type { Conditions } from './conditions.ts'
import { readRoutes } from './read-routes.ts'
import type { Resource, RouteContext, Send } from './resource.ts'
import { diffRoute } from './revisions/diff-route.ts'
import { revisionRoutes } from './revisions/routes.ts'
import { sendItem } from './send.ts'
import { writeRoutes } from './write-routes.ts'

/** The routes that all resources have: list, create, read, replace, change, delete, restore, and revisions. */
export function resourceRoutes<T, Draft, Options extends Conditions>(
  app: FastifyInstance,
  resource: Resource<T, Draft, Options>,
  context: RouteContext,
): { send: Send<T> } {
  const send: Send<T> = (request, reply, found) => sendItem(request, reply, resource, context, found)
  readRoutes(app, resource, context)
  writeRoutes(app, resource, send)
  revisionRoutes(app, resource, context, send)
  diffRoute(app, resource, context)
  return { send }
}
