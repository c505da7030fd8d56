import type { ArticleFile } from './article-file.ts'
import { canonical } from './canonical.ts'
import type { Server } from './connect.ts'
import { exitCode } from './exit-code.ts'
import { lastChange, type Remote } from './remote.ts'
import { type Result, visible } from './report.ts'
import type { Paint } from './terminal.ts'
import { textDiff } from './text-diff.ts'

/** Whether the file says nothing that the server does not have. */
export async function saysTheSame(ours: ArticleFile, theirs: Pick<Remote, 'file'>): Promise<boolean> {
  return (await canonical(ours, ours)) === (await canonical(theirs.file, ours))
}

/** Both versions, and the ways to settle it. */
export async function conflict(
  name: string,
  ours: ArticleFile,
  theirs: Remote,
  server: Server,
  paint: Paint,
): Promise<Result> {
  const file = quoted(name)
  return both(name, ours, theirs, server, paint, {
    detail: 'changed here and on the server; nothing was written',
    ways: `  isnad pull --merge ${file}   merge both into your file
  isnad push --ours ${file}    let your file win
  isnad pull --force ${file}   let the server's win`,
  })
}

/**
 * Whether a file that its folder has not pushed yet would take the place of an
 * article that it has no line in common with: its externalId is made of its path
 * and happens to be that of another.
 */
export async function isAnother({ draft, ref }: ArticleFile, theirs: Remote): Promise<boolean> {
  if (draft.externalId !== undefined || !ref.startsWith('ext:')) return false
  const [own = [], other = []] = await Promise.all([draft, theirs.file.draft].map(linesOf))
  return !own.some((line) => other.includes(line))
}

/** Both articles, and how to keep them apart. */
export async function taken(
  name: string,
  ours: ArticleFile,
  theirs: Remote,
  server: Server,
  paint: Paint,
): Promise<Result> {
  return both(name, ours, theirs, server, paint, {
    detail: `another article is ${visible(ours.ref)}; nothing was written`,
    ways: `  give the file an externalId of its own in front matter, or
  isnad push --ours ${quoted(name)}   put it in place of that article`,
  })
}

async function linesOf(draft: ArticleFile['draft']): Promise<string[]> {
  const file = { draft, plain: true, ref: '', etag: null }
  return (await canonical(file, file)).split('\n').filter((line) => line !== '')
}

async function both(
  name: string,
  ours: ArticleFile,
  theirs: Remote,
  server: Server,
  paint: Paint,
  { detail, ways }: { detail: string; ways: string },
): Promise<Result> {
  const [yours, present] = [await canonical(ours, ours), await canonical(theirs.file, ours)]
  return {
    name,
    outcome: 'conflict',
    code: exitCode.conflict,
    detail,
    below: `${await lastChange(server, theirs)}
${paint('red', '- server')}  ${paint('green', '+ yours')}

${textDiff(present, yours, paint).trimEnd()}

To settle it:
${ways}`,
    data: { id: theirs.id, version: theirs.version, etag: theirs.etag, server: present, yours },
  }
}

/** As a POSIX shell reads it back. */
function quoted(name: string): string {
  return /^[\p{L}\p{M}\p{N}_./@%+=:,-]+$/u.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`
}
