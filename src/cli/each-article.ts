import { relative } from 'node:path'
import { saysTheSame } from './conflict.ts'
import { connect, type Server } from './connect.ts'
import { endsAll, exitCode } from './exit-code.ts'
import { type LocalArticle, localNamed } from './local-article.ts'
import { type Remote, readRemote } from './remote.ts'
import { createReport, type Result, refused } from './report.ts'
import { stamped } from './stamp.ts'
import type { Terminal } from './terminal.ts'
import type { Given } from './verb.ts'
import { readText, writeWhole } from './write-file.ts'

/** An article of the server that was named, by a ref or by its file. */
export interface Target {
  name: string
  /** Its file, when that was named. */
  local: LocalArticle | null
  theirs: Remote
  server: Server
}

/** Does one thing to each article that is named, and answers the exit code. What refuses one does not stop the others. */
export async function eachArticle(
  terminal: Terminal,
  given: Given,
  names: string[],
  task: (target: Target) => Promise<Result>,
): Promise<number> {
  const server = connect(terminal, given.value('url'))
  const report = createReport(terminal, { json: given.has('json'), total: names.length })
  for (const name of names) await report.result(await one(name, server, terminal.folder, task))
  return report.end()
}

async function one(
  named: string,
  server: Server,
  from: string,
  task: (target: Target) => Promise<Result>,
): Promise<Result> {
  try {
    const local = await localNamed(named, from, server.url)
    const name = local ? relative(from, local.path) : named
    const theirs = await readRemote(server, local?.ref ?? named)
    if (!theirs) return { name, outcome: 'not found', code: exitCode.notFound, detail: 'not on the server' }
    return await task({ name, local, theirs, server })
  } catch (error) {
    if (endsAll(error)) throw error
    return refused(named, error)
  }
}

/** Brings the file of an article, which said what the server had, to what the server has now: else the next push would take it back. */
export async function follow({ path, text, file, memory }: LocalArticle, after: Remote): Promise<void> {
  const now = file.plain ? text : stamped(after)
  if ((await readText(path)) === text && now !== text) await writeWhole(path, now)
  await memory.remember(path, { id: after.id, etag: after.etag, text: now })
}

/** What became of an article that was changed. A file that said what the server had says what it has now. */
export async function settled({ name, local, theirs, server }: Target, outcome: string): Promise<Result> {
  const after = await readRemote(server, theirs.id)
  if (after && local && (await saysTheSame(local.file, theirs))) await follow(local, after)
  return { name, outcome, data: { id: theirs.id, version: after?.version, etag: after?.etag } }
}
