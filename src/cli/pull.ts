import { resolve } from 'node:path'
import { connect } from './connect.ts'
import { UsageError } from './exit-code.ts'
import { articleEndings, expandFolders } from './find-files.ts'
import { inParallel } from './in-parallel.ts'
import { isKnown } from './local-article.ts'
import { memoryOf } from './memory.ts'
import { type PullOptions, pullArticle } from './pull-article.ts'
import { createReport } from './report.ts'
import { paint } from './terminal.ts'
import { talking, talkingHelp, type Verb } from './verb.ts'

export const pull: Verb = {
  summary: 'write articles of the server to Markdown files',
  help: `Usage: isnad pull [options] [<ref, file or folder>…]

Writes each article to a Markdown file named by its slug: front matter in the
names of the API, quotes among them, then the text. A ref is an id, a slug, or
ext: and an externalId; a file is one that was pulled or pushed before. Of a
folder, and without any name of the one you are in, all such files are brought
up to date.

A file that you have changed is left alone, and when the server has changed as
well, both versions are shown.

  -o, --out FOLDER write new files there, not here
  --all            every article that the key may see
  --merge          bring the server's changes into files that you have changed;
                   where both changed the same lines, both stand between marks
  --force          put the server's version in place of files you have changed
  -n, --dry-run    say what would be done, and do nothing
${talkingHelp}
Exit code 6: conflict. 3: no such article. The rest: isnad --help.
`,
  options: {
    ...talking,
    out: { type: 'string', short: 'o' },
    all: { type: 'boolean' },
    merge: { type: 'boolean' },
    force: { type: 'boolean' },
    'dry-run': { type: 'boolean', short: 'n' },
  },
  async run(terminal, given) {
    if (given.has('merge') && given.has('force')) throw new UsageError('--merge and --force exclude each other.')
    const server = connect(terminal, given.value('url'))
    const out = resolve(terminal.folder, given.value('out') ?? '.')
    const memory = await memoryOf(out, out, server.url)
    const known = await memory.all()
    const names = given.has('all') ? [...given.names] : await knownFiles(given.names, terminal.folder, server.url)
    if (given.has('all')) for await (const { id } of server.isnad.items('/v1/articles')) names.push(id)
    if (names.length === 0)
      throw new UsageError('Nothing here was pulled before. Name an id, a slug, ext: and an externalId, or say --all.')
    const options: PullOptions = {
      from: terminal.folder,
      out,
      places: new Map(known.map(({ id, path }) => [id, resolve(memory.root, path)])),
      how: given.has('merge') ? 'merge' : given.has('force') ? 'force' : 'ask',
      dryRun: given.has('dry-run'),
      paint: paint(terminal),
    }
    const report = createReport(terminal, { json: given.has('json'), total: names.length })
    await inParallel(names, 4, async (name) => report.result(await pullArticle(name, server, options)))
    return report.end()
  },
}

/** The names, with the files that the server is known to have in place of a folder; those of `from` without any name. */
async function knownFiles(names: string[], from: string, server: string): Promise<string[]> {
  const given = names.length > 0 ? names : ['.']
  const files = await expandFolders(given, from, articleEndings)
  const known = await Promise.all(
    files.map(async (name) => given.includes(name) || (await isKnown(resolve(from, name), server))),
  )
  return files.filter((_, index) => known[index])
}
