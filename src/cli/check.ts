import { dataOf } from '../client/index.ts'
import { saysTheSame } from './conflict.ts'
import { connect, type Server } from './connect.ts'
import { endsAll, exitCode, UsageError } from './exit-code.ts'
import { articleEndings, expandFolders } from './find-files.ts'
import { localNamed } from './local-article.ts'
import { readRemote } from './remote.ts'
import { createReport, type Result, refused } from './report.ts'
import { type Paint, paint, type Terminal } from './terminal.ts'
import { talking, talkingHelp, type Verb } from './verb.ts'

const order = ['error', 'warning', 'notice'] as const
const styles = { error: 'red', warning: 'yellow', notice: 'dim' } as const

export const check: Verb = {
  summary: 'show what to look at before publishing',
  help: `Usage: isnad check [options] <ref, file or folder>…

Shows what an editor should look at before an article is published: words
between quotation marks that no quote covers, quotes without a speaker, the same
words attributed to somebody else elsewhere, and what is missing. Articles are
checked as the server has them; push a file first, as a draft.

${talkingHelp}
Exit code 7: an article is not fit to be published. 3: it is not on the server.
`,
  options: talking,
  async run(terminal, given) {
    if (given.names.length === 0) throw new UsageError('Name the articles to check.')
    const server = connect(terminal, given.value('url'))
    const names = await expandFolders(given.names, terminal.folder, articleEndings)
    const report = createReport(terminal, { json: given.has('json') })
    for (const name of names) await report.result(await checkOne(name, server, terminal))
    return report.end()
  },
}

async function checkOne(name: string, server: Server, terminal: Terminal): Promise<Result> {
  try {
    const local = await localNamed(name, terminal.folder, server.url)
    const theirs = await readRemote(server, local?.ref ?? name)
    if (!theirs) return { name, outcome: 'not found', code: exitCode.notFound, detail: 'not on the server' }
    const asked = { params: { path: { ref: theirs.id } } }
    const { publishable, items: found } = await dataOf(server.isnad.GET('/v1/articles/{ref}/checks', asked))
    const items = order.flatMap((wanted) => found.filter(({ severity }) => severity === wanted))
    const same = !local || (await saysTheSame(local.file, theirs))
    return {
      name,
      outcome: publishable ? 'fit' : 'not fit',
      code: publishable ? exitCode.ok : exitCode.invalid,
      detail: same ? undefined : 'as the server has it; the file differs',
      below: items.map((item) => lineOf(item, paint(terminal))).join('\n'),
      data: { publishable, items },
    }
  } catch (error) {
    if (endsAll(error)) throw error
    return refused(name, error)
  }
}

function lineOf(
  { severity, detail, place }: { severity: keyof typeof styles; detail: string; place: { text: string } | null },
  colour: Paint,
): string {
  const where = place && !detail.includes(place.text) ? `\n         ${place.text}` : ''
  return `${colour(styles[severity], severity.padEnd(8))} ${detail}${where}`
}
