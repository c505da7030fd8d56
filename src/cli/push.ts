import { extname } from 'node:path'
import { connect } from './connect.ts'
import { typeNamed } from './data-lines.ts'
import { planArticles } from './dry-run.ts'
import { UsageError } from './exit-code.ts'
import { articleEndings, type FoundFile, findFiles } from './find-files.ts'
import { inParallel } from './in-parallel.ts'
import { type PushOptions, pushArticle } from './push-article.ts'
import { pushData } from './push-data.ts'
import { createReport, visible, working } from './report.ts'
import type { BulkQuery } from './send-lines.ts'
import { paint } from './terminal.ts'
import { oneOf, talking, talkingHelp, type Verb } from './verb.ts'

export const push: Verb = {
  summary: 'bring files to the server: Markdown, JSON, NDJSON, CSV',
  help: `Usage: isnad push [options] <file or folder>…

Brings articles, sources, analysts and quotes to the server.

A Markdown file is one article: front matter in the names of the API, quotes
among them, then the text. A file without front matter is one too: its first
heading is the title, and its path (without .md) from the folder that was pushed
first is its externalId, so that pushing it again changes the same article.
JSON and NDJSON hold resources with an externalId, or lines as POST /v1/bulk
takes them. CSV is a table of sources or analysts, its first row names members.
Data goes in before articles. What it is says --type, else the name of the file.

Nobody's work is overwritten: when the article has changed on the server since
this folder pulled or pushed it, both versions are shown and nothing is written.

  -n, --dry-run    say what would be done, and do nothing
  --ours           where both have changed, put the file in place of what the
                   server has
  --lang TAG       the language of files that do not say it, such as ar or en-GB
  --type TYPE      what data files hold: article, source, analyst or quote
  --atomic         of a data file all lines or none (at most 50,000)
  --preserve       take back what isnad export wrote, with ids, versions and
                   times; needs the scope admin
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
    type: { type: 'string' },
    atomic: { type: 'boolean' },
    preserve: { type: 'boolean' },
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
    const onDrift = oneOf('--on-drift', given.value('on-drift'), ['refuse', 'flag', 'update'])
    const type = oneOf('--type', given.value('type'), ['article', 'source', 'analyst', 'quote'])
    const files = await findFiles(given.names, terminal.folder, [...articleEndings, ...dataEndings])
    if (files.length === 0) throw new UsageError(`There is nothing to push in ${given.names.join(', ')}.`)
    const options: PushOptions = {
      from: terminal.folder,
      lang: given.value('lang'),
      ours: given.has('ours'),
      onDrift,
      force: given.has('force'),
      message: given.value('message'),
      paint: paint(terminal),
    }
    const query: BulkQuery = {
      ...(given.has('dry-run') && { dryRun: true }),
      ...(given.has('atomic') && { mode: 'atomic' as const }),
      ...(given.has('preserve') && { preserve: true }),
      ...(given.has('force') && { force: true }),
      ...(onDrift && { onDrift }),
    }
    const report = createReport(terminal, { json: given.has('json'), total: files.length })
    const isData = ({ path }: FoundFile) => dataEndings.includes(extname(path).toLowerCase())
    for (const file of files.filter(isData).sort(sourcesFirst)) {
      const onProgress = (lines: number) => working(terminal, `${visible(file.path)}: ${lines} lines`)
      await report.result(await pushData(file, server, { query, type: type ?? null, onProgress }, terminal))
    }
    const articles = files.filter((file) => !isData(file))
    if (query.dryRun) {
      /* What the articles refer to may be in the data, which a dry run does not store. */
      const ask = articles.length === files.length
      for (const result of await planArticles(articles, server, options, ask, terminal)) await report.result(result)
    } else {
      const again: FoundFile[] = []
      await inParallel(articles, 4, async (file) => {
        const result = await pushArticle(file, server, options)
        if (result.isUnresolved) again.push(file)
        else await report.result(result)
      })
      /* They may refer to others that came after them. */
      for (const file of again) await report.result(await pushArticle(file, server, options))
    }
    return report.end()
  },
}

const dataEndings = ['.json', '.ndjson', '.jsonl', '.csv']

/** What others refer to goes in before them. */
function sourcesFirst(a: FoundFile, b: FoundFile): number {
  const rank = ({ path }: FoundFile) => ['source', 'analyst', 'article', null, 'quote'].indexOf(typeNamed(path))
  return rank(a) - rank(b)
}
