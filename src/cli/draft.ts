import { idempotencyKey, ifMatch, ifNew } from '../client/index.ts'
import type { ArticleFile } from './article-file.ts'
import { canonical } from './canonical.ts'
import { saysTheSame } from './conflict.ts'
import { eachArticle, follow, type Target } from './each-article.ts'
import { exitCode, UsageError } from './exit-code.ts'
import { articleEndings, expandFolders } from './find-files.ts'
import { readRemote } from './remote.ts'
import type { Result } from './report.ts'
import { type Paint, paint } from './terminal.ts'
import { textDiff } from './text-diff.ts'
import { type Given, oneOf, talking, talkingHelp, type Verb } from './verb.ts'
import { type Copy, readCopy, stateOf } from './working-copy.ts'

export const draft: Verb = {
  summary: 'keep a change of a published article aside, then publish it',
  help: `Usage: isnad draft put [options] <file or folder>…
       isnad draft show [options] <ref or file>…
       isnad draft publish [options] <ref or file>…
       isnad draft drop [options] <ref or file>…

put writes files as working copies of articles that are on the server: readers
see nothing of it until publish. show tells how the working copy differs from
the article; drop forgets it. isnad preview makes a link that shows it.

Nobody's work is overwritten: what somebody else has changed since this folder
pulled or pushed it, article or working copy, is shown, and nothing is written.

  --ours           put: write it all the same
  --on-drift HOW   publish: where the text no longer has the words of a quote,
                   refuse (the default), flag the quote, or update its words
  --force          publish although quotes have no speaker; it is logged
  -n, --dry-run    say what would be done, and do nothing
${talkingHelp}
Exit code 6: conflict. 3: no such article, or it has no working copy.
`,
  options: {
    ...talking,
    ours: { type: 'boolean' },
    'on-drift': { type: 'string' },
    force: { type: 'boolean' },
    'dry-run': { type: 'boolean', short: 'n' },
  },
  async run(terminal, given) {
    const [how = '', ...names] = given.names
    const task = Object.hasOwn(tasks, how) ? tasks[how] : undefined
    if (!task || names.length === 0)
      throw new UsageError('draft takes put FILE…, show REF…, publish REF… or drop REF….')
    const files = await expandFolders(names, terminal.folder, articleEndings)
    const onDrift = oneOf('--on-drift', given.value('on-drift'), ['refuse', 'flag', 'update'])
    const options = { given, onDrift, dryRun: given.has('dry-run'), paint: paint(terminal) }
    return eachArticle(terminal, given, files, async (target) => {
      const copy = await readCopy(target.server, target.theirs)
      if (copy || how === 'put') return task(target, copy as Copy, options)
      return { name: target.name, outcome: 'not found', code: exitCode.notFound, detail: 'it has no working copy' }
    })
  },
}

interface DraftOptions {
  given: Given
  onDrift?: 'refuse' | 'flag' | 'update'
  dryRun: boolean
  paint: Paint
}

type Task = (target: Target, copy: Copy, options: DraftOptions) => Promise<Result>

const tasks: Record<string, Task> = {
  put: (target, copy, options) => put(target, copy as Copy | null, options),

  async show({ name, theirs }, copy, { paint }) {
    const [live, yours] = [await canonical(theirs.file, theirs.file), await canonical(copy.file, copy.file)]
    return {
      name,
      outcome: live === yours ? 'unchanged' : 'differs',
      detail: `changed by ${copy.by}${copy.isCurrent ? '' : '; the article has changed since it was begun'}`,
      below: textDiff(live, yours, paint),
      data: { version: copy.version, base: copy.base, isCurrent: copy.isCurrent, article: live, draft: yours },
    }
  },

  async publish({ name, local, theirs, server }, copy, { dryRun, given, onDrift, paint }) {
    if (!copy.isCurrent)
      return conflict(name, copy.file, theirs, 'the article has changed since the working copy was begun', paint)
    if (dryRun) return { name, outcome: 'to publish' }
    const query = { ...(onDrift && { onDrift }), ...(given.has('force') && { force: true }) }
    const params = { path: { ref: theirs.id }, query }
    const headers = { ...ifMatch(copy.etag), ...idempotencyKey() }
    await server.isnad.POST('/v1/articles/{ref}/draft/publication', { params, headers })
    const after = await readRemote(server, theirs.id)
    if (after && local && (await saysTheSame(local.file, after))) await follow(local, after)
    return { name, outcome: 'published', data: { id: theirs.id, version: after?.version, etag: after?.etag } }
  },

  async drop({ name, theirs, server }, copy, { dryRun }) {
    if (dryRun) return { name, outcome: 'to drop' }
    const params = { path: { ref: theirs.id } }
    await server.isnad.DELETE('/v1/articles/{ref}/draft', { params, headers: ifMatch(copy.etag) })
    return { name, outcome: 'dropped' }
  },
}

async function put(
  { name, local, theirs, server }: Target,
  copy: Copy | null,
  { given, dryRun, paint }: DraftOptions,
): Promise<Result> {
  if (!local) throw new UsageError(`There is no file ${name}.`)
  const { file, seen, remembered, memory, path } = local
  const ours = given.has('ours')
  if (await saysTheSame(file, copy ?? theirs)) return { name, outcome: 'unchanged' }
  const against = (other: { file: ArticleFile }, detail: string) => conflict(name, file, other, detail, paint)
  if (!ours && seen && seen !== theirs.etag)
    return against(theirs, 'the article has changed since; isnad pull --merge brings that into your file')
  if (!ours && copy && copy.state !== remembered?.draft)
    return against(copy, `there is a working copy, changed by ${copy.by}; --ours replaces it`)
  if (dryRun) return { name, outcome: copy ? 'to change' : 'to create' }
  const { title, body, status: _, withdrawnReason: _reason, corrections: _corrections, ...members } = file.draft
  const params = { path: { ref: theirs.id }, query: { base: theirs.version } }
  const { data } = file.plain
    ? await server.isnad.PATCH('/v1/articles/{ref}/draft', {
        params,
        headers: copy ? ifMatch(copy.etag) : {},
        body: { title, body } as never,
      })
    : await server.isnad.PUT('/v1/articles/{ref}/draft', {
        params,
        headers: copy ? ifMatch(copy.etag) : ifNew(),
        body: { lang: theirs.file.draft.lang, ...members, title, body } as never,
      })
  const text = remembered?.text ?? theirs.text
  await memory.remember(path, { id: theirs.id, etag: theirs.etag, text, draft: data && stateOf(data) })
  return { name, outcome: copy ? 'changed' : 'created', data: { id: theirs.id, version: data?.version } }
}

async function conflict(
  name: string,
  ours: ArticleFile,
  other: { file: ArticleFile },
  detail: string,
  paint: Paint,
): Promise<Result> {
  const [yours, server] = [await canonical(ours, ours), await canonical(other.file, ours)]
  const below = `${paint('red', '- server')}  ${paint('green', '+ yours')}\n\n${textDiff(server, yours, paint)}`
  return { name, outcome: 'conflict', code: exitCode.conflict, detail, below, data: { server, yours } }
}
