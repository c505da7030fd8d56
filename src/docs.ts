import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { nothingHere } from './error-handler.ts'

/** The page reads left to right; each text by its own direction, and code never turned round. */
const css = `
.swagger-ui .topbar { display: none }
.swagger-ui .info .title, .swagger-ui .markdown p, .swagger-ui .renderedMarkdown p, .swagger-ui .opblock-summary-description { unicode-bidi: plaintext }
.swagger-ui .opblock-summary-path, .swagger-ui pre, .swagger-ui code, .swagger-ui input { direction: ltr; unicode-bidi: isolate }
.swagger-ui pre, .swagger-ui code { font-family: ui-monospace, "DejaVu Sans Mono", "Noto Sans Arabic", "DejaVu Sans", monospace }
`

const headers = ['content-type', 'content-security-policy', 'location']

/** `/docs`: the reference page, from this server alone. It is put together when it is first asked for. */
export function registerDocs(app: FastifyInstance): void {
  let page: Promise<FastifyInstance> | undefined
  const send = async (request: FastifyRequest, reply: FastifyReply) => {
    page ??= buildPage(app)
    const answer = await (await page).inject(request.url)
    if (answer.statusCode >= 400) throw nothingHere()
    for (const name of headers) if (answer.headers[name] !== undefined) reply.header(name, answer.headers[name])
    return reply.code(answer.statusCode).send(answer.rawPayload)
  }
  for (const url of ['/docs', '/docs/*']) app.get(url, { schema: { hide: true } }, send)
}

async function buildPage(app: FastifyInstance): Promise<FastifyInstance> {
  const [{ default: swagger }, { default: swaggerUi }] = await Promise.all([
    import('@fastify/swagger'),
    import('@fastify/swagger-ui'),
  ])
  const page = Fastify({ routerOptions: { maxParamLength: 4000 } })
  page.register(swagger, { mode: 'static', specification: { document: app.swagger() as never } })
  page.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    theme: { title: 'Isnad API', css: [{ filename: 'isnad.css', content: css }] },
    uiConfig: { docExpansion: 'list', deepLinking: true, validatorUrl: null, tryItOutEnabled: true },
  })
  return page
}
