import { dataOf, ifMatch } from '../client/index.ts'
import { saysTheSame } from './conflict.ts'
import type { Server } from './connect.ts'
import { eachArticle, follow, type Target } from './each-article.ts'
import { exitCode, UsageError } from './exit-code.ts'
import type { LocalArticle } from './local-article.ts'
import { type Remote, readRemote } from './remote.ts'
import type { Result } from './report.ts'
import { talking, talkingHelp, type Verb } from './verb.ts'

interface PublishOptions {
  at?: string
  force: boolean
  dryRun: boolean
  message?: string
}

export const publish: Verb = {
  summary: 'publish articles, now or at a time',
  help: `Usage: isnad publish [options] <ref or file>…

Publishes articles that are on the server. A ref is an id, a slug, or ext: and
an externalId; a file is one that was pulled or pushed, and must be what the
server has. Quotes without a speaker are in the way: isnad check shows them.

  --at TIME        not visible before then, such as 2027-01-31T06:00:00+01:00
  --force          publish although quotes have no speaker; it is logged
  -m, --message TEXT
                   why, for the history of the article
  -n, --dry-run    say what would be done, and do nothing
${talkingHelp}
Exit code 6: the article has changed. 7: not fit to be published.
`,
  options: {
    ...talking,
    at: { type: 'string' },
    force: { type: 'boolean' },
    message: { type: 'string', short: 'm' },
    'dry-run': { type: 'boolean', short: 'n' },
  },
  async run(terminal, given) {
    if (given.names.length === 0) throw new UsageError('Name the articles to publish.')
    const options: PublishOptions = {
      at: given.value('at'),
      force: given.has('force'),
      dryRun: given.has('dry-run'),
      message: given.value('message'),
    }
    return eachArticle(terminal, given, given.names, (target) => publishOne(target, options))
  },
}

async function publishOne({ name, local, theirs, server }: Target, options: PublishOptions): Promise<Result> {
  if (local && !(await saysTheSame(local.file, theirs)))
    return {
      name,
      outcome: 'conflict',
      code: exitCode.conflict,
      detail: 'differs from the server; push or pull it first',
    }
  const isPublished = theirs.file.draft.status === 'published'
  if (isPublished && options.at === undefined) return { name, outcome: 'unchanged', detail: 'is published' }
  return options.dryRun ? wouldPublish(name, server, theirs, options) : change(name, server, theirs, local, options)
}

async function wouldPublish(name: string, server: Server, { id }: Remote, { force }: PublishOptions): Promise<Result> {
  const { publishable, items } = await dataOf(
    server.isnad.GET('/v1/articles/{ref}/checks', { params: { path: { ref: id } } }),
  )
  if (publishable || force) return { name, outcome: 'to publish' }
  const faults = items.filter(({ severity }) => severity === 'error').map(({ detail }) => detail)
  return { name, outcome: 'refused', code: exitCode.invalid, below: faults.join('\n') }
}

async function change(
  name: string,
  server: Server,
  { id, etag }: Remote,
  local: LocalArticle | null,
  { at, force, message }: PublishOptions,
): Promise<Result> {
  await server.isnad.PATCH('/v1/articles/{ref}', {
    params: { path: { ref: id }, query: { ...(force && { force }) } },
    headers: { ...ifMatch(etag), ...(message && { 'Isnad-Message': encodeURIComponent(message) }) },
    body: { status: 'published', ...(at !== undefined && { publishAt: at }) },
  })
  const after = await readRemote(server, id)
  if (after && local) await follow(local, after)
  return { name, outcome: 'published', detail: after?.slug, data: { id, version: after?.version, etag: after?.etag } }
}
