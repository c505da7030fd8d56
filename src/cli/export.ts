import type { Article } from '../client/index.ts'
import { connect } from './connect.ts'
import { UsageError } from './exit-code.ts'
import { working } from './report.ts'
import type { Verb } from './verb.ts'

export const exporting: Verb = {
  summary: 'write everything but the trash as NDJSON',
  help: `Usage: isnad export [options] > FILE.ndjson

Writes all sources, analysts and articles with their quotes that the key may see
to standard output, one JSON object a line, in an order in which each refers to
earlier ones only. isnad push --preserve FILE.ndjson puts them into another
server, with the same ids, versions and times; exported again they are the same,
byte for byte. The trash, earlier versions, working copies and keys are not part
of it; isnad backup takes them along.

  --url ADDRESS    the server, instead of ISNAD_URL
  -h, --help       show this

The key is taken from ISNAD_KEY: without drafts:read only what is public.
`,
  options: { url: { type: 'string' } },
  async run(terminal, given) {
    if (given.names.length > 0) throw new UsageError('export writes to standard output: isnad export > FILE.ndjson.')
    const server = connect(terminal, given.value('url'))
    let count = 0
    const write = async (type: string, body: object) => {
      await terminal.out(`${JSON.stringify({ op: 'put', type, body })}\n`)
      if (++count % 100 === 0) working(terminal, `${count} exported`)
    }
    const query = { sort: 'createdAt' as const, limit: 100 }
    for await (const source of server.isnad.items('/v1/sources', { params: { query } })) await write('source', source)
    for await (const analyst of server.isnad.items('/v1/analysts', { params: { query } }))
      await write('analyst', analyst)
    const whole = { params: { query: { ...query, body: 'portable-text' as const, include: 'quotes' } } }
    for await (const article of originalsFirst(server.isnad.items('/v1/articles', whole)))
      await write('article', article)
    working(terminal, null)
    return 0
  },
}

/** A translation comes after what it translates, wherever that was written later. */
async function* originalsFirst(articles: AsyncIterable<Article>): AsyncGenerator<Article> {
  const done = new Set<string>()
  const waiting = new Map<string, Article[]>()
  function* follow(article: Article): Generator<Article> {
    yield article
    done.add(article.id)
    const next = waiting.get(article.id) ?? []
    waiting.delete(article.id)
    for (const translation of next) yield* follow(translation)
  }
  for await (const article of articles) {
    const { translationOf } = article
    if (translationOf === null || done.has(translationOf)) yield* follow(article)
    else waiting.set(translationOf, [...(waiting.get(translationOf) ?? []), article])
  }
  for (const left of waiting.values()) yield* left
}
