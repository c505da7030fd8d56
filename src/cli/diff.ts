import { resolve } from 'node:path'
import { canonical } from './canonical.ts'
import { connect, type Server } from './connect.ts'
import { endsAll, UsageError } from './exit-code.ts'
import { articleEndings, type FoundFile, findFiles } from './find-files.ts'
import { readLocal } from './local-article.ts'
import { readRemote } from './remote.ts'
import { createReport, type Result, refused } from './report.ts'
import { paint, type Terminal } from './terminal.ts'
import { textDiff } from './text-diff.ts'
import { talking, talkingHelp, type Verb } from './verb.ts'

export const diff: Verb = {
  summary: 'show how files differ from the server',
  help: `Usage: isnad diff [options] <file or folder>…

Shows what a push would change: the server's lines after -, the file's after +.
Only what is meant is compared, not the way it is written down.

${talkingHelp}
Exit code 0, whether they differ or not.
`,
  options: talking,
  async run(terminal, given) {
    if (given.names.length === 0) throw new UsageError('Name the files or folders to compare.')
    const server = connect(terminal, given.value('url'))
    const files = await findFiles(given.names, terminal.folder, articleEndings)
    const report = createReport(terminal, { json: given.has('json'), total: files.length })
    for (const file of files) await report.result(await compare(file, server, terminal))
    return report.end()
  },
}

async function compare({ path: name, folder }: FoundFile, server: Server, terminal: Terminal): Promise<Result> {
  try {
    const local = await readLocal(resolve(terminal.folder, name), { server: server.url, folder })
    const theirs = local && (await readRemote(server, local.ref))
    if (!local || !theirs) return { name, outcome: 'new' }
    const [present, yours] = [await canonical(theirs.file, local.file), await canonical(local.file, local.file)]
    if (present === yours) return { name, outcome: 'unchanged' }
    const data = { server: present, yours }
    return { name, outcome: 'differs', below: textDiff(present, yours, paint(terminal)), data }
  } catch (error) {
    if (endsAll(error)) throw error
    return refused(name, error)
  }
}
