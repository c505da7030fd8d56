import type { Server } from './connect.ts'
import type { DataLine } from './data-lines.ts'
import { codeOfStatus } from './exit-code.ts'
import { explainProblem } from './explain.ts'
import type { FoundFile } from './find-files.ts'
import { inParallel } from './in-parallel.ts'
import { type PushOptions, planArticle } from './push-article.ts'
import type { Result } from './report.ts'
import { sendLines } from './send-lines.ts'
import type { Terminal } from './terminal.ts'

/**
 * What a push of Markdown files would do, in their order. With `ask` the server
 * checks them all in one dry run, in which they may refer to each other.
 */
export async function planArticles(
  files: FoundFile[],
  server: Server,
  options: PushOptions,
  ask: boolean,
  terminal: Terminal,
): Promise<Result[]> {
  const planned: { result: Result; line?: object }[] = []
  await inParallel([...files.entries()], 4, async ([index, file]) => {
    planned[index] = await planArticle(file, server, options)
  })
  if (!ask) return planned.map(({ result }) => result)
  const { force, onDrift } = options
  const query = { dryRun: true, mode: 'atomic' as const, ...(force && { force }), ...(onDrift && { onDrift }) }
  const refusals = new Map<number, Result>()
  for await (const { line, status, problem } of sendLines(linesOf(planned), server, query, terminal)) {
    const name = planned[line]?.result.name as string
    const below = problem && explainProblem(problem)
    if (problem) refusals.set(line, { name, outcome: 'refused', code: codeOfStatus(status), below, data: { problem } })
  }
  return planned.map(({ result }, index) => refusals.get(index) ?? result)
}

/** Numbered as the files are. */
async function* linesOf(planned: { line?: object }[]): AsyncGenerator<DataLine> {
  for (const [number, { line }] of planned.entries())
    if (line) yield { number, bytes: Buffer.from(JSON.stringify(line)) }
}
