import type { ArticleFile } from './article-file.ts'
import { canonical } from './canonical.ts'
import type { Server } from './connect.ts'
import { exitCode } from './exit-code.ts'
import { lastChange, type Remote } from './remote.ts'
import type { Result } from './report.ts'
import type { Paint } from './terminal.ts'
import { textDiff } from './text-diff.ts'

/** Whether the file says nothing that the server does not have. */
export async function saysTheSame(ours: ArticleFile, theirs: Remote): Promise<boolean> {
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
  const [yours, present] = [await canonical(ours, ours), await canonical(theirs.file, ours)]
  const file = quoted(name)
  return {
    name,
    outcome: 'conflict',
    code: exitCode.conflict,
    detail: 'changed here and on the server; nothing was written',
    below: `${await lastChange(server, theirs)}
${paint('red', '- server')}  ${paint('green', '+ yours')}

${textDiff(present, yours, paint).trimEnd()}
To settle it:
  isnad pull --merge ${file}   bring the server's changes into your file
  isnad push --ours ${file}    put your file in place of the server's
  isnad pull --force ${file}   put the server's in place of your file
`,
    data: { id: theirs.id, version: theirs.version, etag: theirs.etag, server: present, yours },
  }
}

/** As a POSIX shell reads it back. */
function quoted(name: string): string {
  return /^[\p{L}\p{M}\p{N}_./@%+=:,-]+$/u.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`
}
