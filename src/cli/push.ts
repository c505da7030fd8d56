import { connect } from './connect.ts'
import { UsageError } from './exit-code.ts'
import { articleEndings, type FoundFile, findFiles } from './find-files.ts'
import { inParallel } from './in-parallel.ts'
import { type PushOptions, pushArticle } from './push-article.ts'
import { createReport } from './report.ts'
import { paint } from './terminal.ts'
import { talking, talkingHelp, type Verb } from './verb.ts'

export const push: Verb = {
  summary: 'bring Markdown files to the server',
  help: `Usage: isnad push [options] <file or folder>…

Brings articles to the server. A Markdown file is one article: front matter in
the names of the API, quotes among them, then the text. A file without front
matter is one too: its first heading is the title, and its path (without .md)
from the folder that was pushed first is its externalId, so that pushing it
again changes the same article.

Nobody's work is overwritten: when the article has changed on the server since
this folder pulled or pushed it, both versions are shown and nothing is written.

  -n, --dry-run    say what would be done, and do nothing
  --ours           where both have changed, put the file in place of what the
                   server has
  --lang TAG       the language of files that do not say it, such as ar or en-GB
  --on-drift HOW   where the text no longer has the words of a quote: refuse
                   (the default), flag the quote, or update its words
  --force          publish although quotes have no speaker; it is logged
  -m, --message TEXT
                   why, for the history of the article
${talkingHelp}
Exit code 6: conflict. 7: something is not valid. The rest: isnad --help.
`,
  options: {
    ...talking,
    'dry-run': { type: 'boolean', short: 'n' },
    ours: { type: 'boolean' },
    lang: { type: 'string' },
    'on-drift': { type: 'string' },
    force: { type: 'boolean' },
    message: { type: 'string', short: 'm' },
  },
  async run(terminal, given) {
    if (given.names.length === 0) throw new UsageError('Name the files or folders to push.')
    const server = connect(terminal, given.value('url'))
    const onDrift = driftPolicy(given.value('on-drift'))
    const files = await findFiles(given.names, terminal.folder, articleEndings)
    if (files.length === 0) throw new UsageError(`There are no Markdown files in ${given.names.join(', ')}.`)
    const options: PushOptions = {
      from: terminal.folder,
      lang: given.value('lang'),
      ours: given.has('ours'),
      dryRun: given.has('dry-run'),
      onDrift,
      force: given.has('force'),
      message: given.value('message'),
      paint: paint(terminal),
    }
    const report = createReport(terminal, { json: given.has('json'), total: files.length })
    const again: FoundFile[] = []
    await inParallel(files, 4, async (file) => {
      const result = await pushArticle(file, server, options)
      if (result.isUnresolved) again.push(file)
      else await report.result(result)
    })
    /* They may refer to others that came after them. */
    for (const file of again) await report.result(await pushArticle(file, server, options))
    return report.end()
  },
}

function driftPolicy(given: string | undefined): PushOptions['onDrift'] {
  if (given === undefined || given === 'refuse' || given === 'flag' || given === 'update') return given
  throw new UsageError(`--on-drift is refuse, flag or update, not '${given}'.`)
}
