import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { isProblem } from '../client/index.ts'
import type { Server } from './connect.ts'
import { dataConflict } from './data-conflict.ts'
import { dataLines, typeNamed } from './data-lines.ts'
import { codeOfStatus, endsAll, exitCode, UsageError, worst } from './exit-code.ts'
import { explainProblem } from './explain.ts'
import type { FoundFile } from './find-files.ts'
import { type Result, refused } from './report.ts'
import { type BulkQuery, type LineAnswer, sendBody, sendLines } from './send-lines.ts'
import { type Paint, paint, type Terminal } from './terminal.ts'

interface DataOptions {
  query: BulkQuery
  type: 'article' | 'source' | 'analyst' | 'quote' | null
  /** Hears how many lines are done. */
  onProgress(lines: number): void
}

/** So many refused lines are shown; `--json` has all of them, up to a thousand. */
const shown = 10
const kept = 1000

/** Brings a file of data to the server, line by line. What it refuses is a result, too; throws only what ends the whole run. */
export async function pushData(
  { path: name }: FoundFile,
  server: Server,
  options: DataOptions,
  terminal: Terminal,
): Promise<Result> {
  try {
    const counts = new Map<string, number>()
    const failed: LineAnswer[] = []
    const codes: number[] = []
    const differences: string[] = []
    let done = 0
    for await (const { sent, ...answer } of answersOf(name, server, options, terminal)) {
      const outcome = answer.outcome ?? 'refused'
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      if (answer.problem && failed.length < kept) failed.push(answer)
      if (answer.problem) codes.push(codeOfStatus(answer.status))
      const clashes = ['stale-version', 'precondition-required'].includes(answer.problem?.code ?? '')
      if (sent && clashes && differences.length < shown)
        differences.push(`line ${answer.line}:\n${await dataConflict(sent, server, paint(terminal))}`)
      if (++done % 100 === 0) options.onProgress(done)
    }
    const result = resultOf(name, counts, failed, worst([...new Set(codes)]), options.query)
    return differences.length > 0
      ? { ...result, below: `${result.below}\n\n${explained(differences, paint(terminal))}` }
      : result
  } catch (error) {
    if (isProblem(error, 'bulk-refused')) return wholeRefused(name, error.problem as never)
    if (endsAll(error)) throw error
    return refused(name, error)
  }
}

async function* answersOf(name: string, server: Server, options: DataOptions, terminal: Terminal) {
  const path = resolve(terminal.folder, name)
  const type = options.type ?? typeNamed(name)
  if (extname(name).toLowerCase() !== '.csv') {
    const lines = dataLines(path, { type, preserve: options.query.preserve ?? false })
    yield* sendLines(lines, server, options.query, terminal)
    return
  }
  if (type !== 'source' && type !== 'analyst')
    throw new UsageError(`Say what ${name} lists: --type source or --type analyst.`)
  yield* await sendBody(await readFile(path), 'text/csv', server, { ...options.query, type }, terminal)
}

function resultOf(
  name: string,
  counts: Map<string, number>,
  failed: LineAnswer[],
  code: number,
  { dryRun }: BulkQuery,
): Result {
  const changes = ['created', 'changed', 'deleted'].some((outcome) => counts.has(outcome))
  const done = dryRun ? 'to push' : 'pushed'
  return {
    name,
    outcome:
      code !== exitCode.ok ? (code === exitCode.conflict ? 'conflict' : 'refused') : changes ? done : 'unchanged',
    code,
    detail: [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', '),
    below: explainLines(failed, counts.get('refused') ?? 0),
    data: { lines: Object.fromEntries(counts), refused: failed },
  }
}

function wholeRefused(name: string, { detail, lines }: { detail: string; lines: LineAnswer[] }): Result {
  const code = worst(lines.map(({ status }) => codeOfStatus(status)))
  const below = `${detail}\n${explainLines(lines, lines.length)}`
  return { name, outcome: 'refused', code, below, data: { refused: lines } }
}

function explainLines(failed: LineAnswer[], count: number): string {
  const told = failed
    .slice(0, shown)
    .map(({ line, problem }) => `line ${line}: ${problem ? explainProblem(problem) : ''}`)
  if (count > shown) told.push(`and ${count - shown} more; --json tells all`)
  return told.join('\n')
}

function explained(differences: string[], colour: Paint): string {
  return `${colour('red', '- server')}  ${colour('green', '+ yours')}

${differences.join('\n')}
To settle it, write into the file what is to stand, as a line with "ifMatch": "*":
  {"op": "put", "type": …, "externalId": …, "ifMatch": "*", "body": {…}}`
}
