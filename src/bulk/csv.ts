import { finished, type Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import { AnalystDraft } from '../../schemas/analysts.ts'
import { SourceDraft } from '../../schemas/sources.ts'
import { closest } from '../closest.ts'
import { Failure } from '../errors.ts'
import type { RefusedLine } from './lines.ts'
import type { SentLine } from './store.ts'

type TableType = 'source' | 'analyst'

/** Members that hold a list: their cells separate its parts by this. */
const lists = ['aliases', 'topics', 'sameAs']
const separator = '|'

/** The columns of a table, those of `names` aside. */
const columns: Record<TableType, string[]> = {
  source: Object.keys(SourceDraft.properties).filter((name) => name !== 'names'),
  analyst: [
    ...Object.keys(AnalystDraft.properties).filter((name) => !['names', 'roles', 'image'].includes(name)),
    'role',
    'affiliation',
  ],
}

/**
 * Makes lines of a table (RFC 4180): its first row names members, `names.en` and
 * the like besides; a row with an `externalId` is put, another created, and an
 * empty cell is an absent member. The number of a line is that of its row, the first being 1 and empty ones left out.
 * Throws `invalid-parameter` without a type, and `invalid-body` for other columns.
 */
export async function* linesOfTable(
  body: Readable,
  type: TableType | undefined,
  longest: number,
): AsyncGenerator<SentLine | RefusedLine> {
  if (!type) throw refuse('type', 'is needed with text/csv: source or analyst', 'required')
  const skipped: CsvError[] = []
  const rows = parse({
    bom: true,
    columns: (names: string[]) => checkColumns(names, type),
    info: true,
    skip_empty_lines: true,
    max_record_size: longest,
    skip_records_with_error: true,
    on_skip(error) {
      if (error) skipped.push(error)
    },
  })
  finished(body, (error) => error && rows.destroy(error))
  body.pipe(rows)
  let number = 1
  const refused = (error: CsvError) => ({ number: ++number, bytes: null, failure: unreadable(error) })
  try {
    for await (const { record, info } of rows as AsyncIterable<Row>) {
      while (skipped[0] && (skipped[0].lines as number) < info.lines) yield refused(skipped.shift() as CsvError)
      yield { number: ++number, bytes: Buffer.from(JSON.stringify(lineOf(record, type))) }
    }
    for (const error of skipped) yield refused(error)
  } finally {
    rows.destroy()
    body.resume()
  }
}

interface Row {
  record: Record<string, string>
  info: { lines: number }
}

function unreadable({ code }: CsvError): Failure {
  const detail = details[code] ?? 'a quotation mark stands where none can'
  return new Failure('invalid-csv', `The row cannot be read: ${detail}.`)
}

const details: Partial<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_COLUMNS: 'it has another number of cells than the first row',
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed',
  CSV_MAX_RECORD_SIZE: 'it is too long',
}

function checkColumns(names: string[], type: TableType): string[] {
  const faults = names.flatMap((name, index) => {
    if (names.indexOf(name) < index)
      return [{ pointer: `/${name}`, detail: 'is the name of two columns', code: 'duplicate' }]
    if (columns[type].includes(name) || /^names\.[A-Za-z0-9-]+$/.test(name)) return []
    const meant = closest(name, columns[type])
    const detail = `is not a column of a table of ${type}s${meant ? `; did you mean '${meant}'?` : ''}`
    return [{ pointer: `/${name}`, detail, code: 'unknown-member' }]
  })
  if (faults.length === 0) return names
  throw new Failure('invalid-body', `The first row names columns that cannot be taken; see errors.`, { faults })
}

function lineOf(record: Record<string, string>, type: TableType): object {
  const given = Object.entries(record).filter(([, cell]) => cell !== '')
  const names = given.filter(([name]) => name.startsWith('names.')).map(([name, cell]) => [name.slice(6), cell])
  const body: Record<string, unknown> = Object.fromEntries(
    given
      .filter(([name]) => !name.startsWith('names.') && name !== 'role' && name !== 'affiliation')
      .map(([name, cell]) => [name, lists.includes(name) ? cell.split(separator).map((part) => part.trim()) : cell]),
  )
  if (names.length > 0) body.names = Object.fromEntries(names)
  if (record.role) body.roles = [{ title: record.role, affiliation: record.affiliation || null }]
  const { externalId } = record
  return externalId ? { op: 'put', type, externalId, body } : { op: 'create', type, body }
}

function refuse(parameter: string, detail: string, code: string): Failure {
  return new Failure('invalid-parameter', `${parameter} ${detail}.`, { faults: [{ parameter, detail, code }] })
}
