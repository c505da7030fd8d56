import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/** The page reads left to right; each text by its own direction, and code never turned round. */
const css = `
.swagger-ui .topbar { display: none }
.swagger-ui .info .title, .swagger-ui .markdown p, .swagger-ui .renderedMarkdown p, .swagger-ui .opblock-summary-description { unicode-bidi: plaintext }
.swagger-ui .opblock-summary-path, .swagger-ui pre, .swagger-ui code, .swagger-ui input { direction: ltr; unicode-bidi: isolate }
.swagger-ui pre, .swagger-ui code { font-family: ui-monospace, "DejaVu Sans Mono", "Noto Sans Arabic", "DejaVu Sans", monospace }
`

/** Headers that a server need not heed; where they do not fit, the package throws errors of its own. */
const optional = ['range', 'if-range', 'if-match', 'if-unmodified-since']

/** `/docs`: the reference page, from this server alone. */
export function registerDocs(app: FastifyInstance): void {
  app.register(async (docs) => {
    docs.addHook('onRequest', async ({ raw: { headers } }) => {
      for (const name of optional) delete headers[name]
    })
    docs.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: true,
      theme: { title: 'Isnad API', css: [{ filename: 'isnad.css', content: css }] },
      uiConfig: { docExpansion: 'list', deepLinking: true, validatorUrl: null, tryItOutEnabled: true },
    })
  })
}
