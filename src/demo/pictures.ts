import { readdirSync, readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

const folder = new URL('./content/pictures/', import.meta.url)

/** `/demo/pictures/…`: the drawings that the sample content names. Nothing in them can run, whatever opens them. */
export function pictureRoutes(app: FastifyInstance): void {
  for (const name of readdirSync(folder)) {
    const drawing = readFileSync(new URL(name, folder))
    app.get(`/demo/pictures/${name}`, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
        .header('cache-control', 'public, max-age=3600')
        .type('image/svg+xml')
        .send(drawing),
    )
  }
}
