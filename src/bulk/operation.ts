import { AnalystDraft, AnalystPatch, Analyst as AnalystSchema } from '../../schemas/analysts.ts'
import { ArticleDraft, ArticlePatch } from '../../schemas/articles.ts'
import type { BodyInput } from '../../schemas/body.ts'
import { BulkLine, PreservedArticle, PreservedQuote } from '../../schemas/bulk.ts'
import { QuoteDraft, QuotePatch } from '../../schemas/quotes.ts'
import { SourceDraft, SourcePatch, Source as SourceSchema } from '../../schemas/sources.ts'
import { writeBody } from '../body/formats.ts'
import type { Conditions } from '../conditions.ts'
import { Failure, summary } from '../errors.ts'
import { conditionsOf } from '../etag.ts'
import { parseJson } from '../json.ts'
import { withWordsOrSpans } from '../quotes/rules.ts'
import type { Kind } from '../store.ts'
import type { Check } from '../validation.ts'
import { withExternalId } from '../with-external-id.ts'
import { refuseContradictions } from './contradictions.ts'
import { preserved } from './preserved.ts'

/** What a line of a bulk request asks for, checked as the single request would be. */
export interface Operation {
  op: BulkLine['op']
  kind: Kind
  /** null with `create`. */
  ref: string | null
  conditions: Conditions
  purge: boolean
  /** A draft or a patch as the store takes it; null with `delete`. */
  body: object | null
}

const kinds = { article: 'articles', source: 'sources', analyst: 'analysts', quote: 'quotes' } as const

/** What a body may be: new, a change, or as it was read. */
const bodies = {
  articles: { draft: ArticleDraft, patch: ArticlePatch, item: PreservedArticle },
  sources: { draft: SourceDraft, patch: SourcePatch, item: SourceSchema },
  analysts: { draft: AnalystDraft, patch: AnalystPatch, item: AnalystSchema },
  quotes: { draft: QuoteDraft, patch: QuotePatch, item: PreservedQuote },
}

/** Reads a line; with `preserve` its body is a resource as it was read. */
export type LineReader = (bytes: Uint8Array, preserve: boolean) => Promise<Operation>

/**
 * Makes the reader of lines, which throws the failure that the single request
 * would answer. What a line has in place of a method, an address and headers
 * is named as a parameter; pointers lead into its `body`.
 */
export function createLineReader(compile: (schema: object) => Check): LineReader {
  const checkLine = compile(BulkLine)
  const checks = Object.fromEntries(
    Object.entries(bodies).map(([kind, { draft, patch, item }]) => [
      kind,
      { draft: compile(draft), patch: compile(patch), item: compile(item) },
    ]),
  ) as Record<Kind, { draft: Check; patch: Check; item: Check }>

  return async (bytes, preserve) => {
    const given = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    const faults = checkLine(given).map(({ pointer = '', ...fault }) => ({ parameter: pointer.slice(1), ...fault }))
    if (faults.length > 0) throw new Failure('invalid-parameter', summary(faults), { faults })
    const line = given as BulkLine
    refuseContradictions(line, preserve)
    const kind = kinds[line.type]
    const found = line.body ? checks[kind][preserve ? 'item' : line.op === 'patch' ? 'patch' : 'draft'](line.body) : []
    if (found.length > 0) throw new Failure('invalid-body', summary(found), { faults: found })
    const { op, ref, externalId, ifMatch, ifNoneMatch } = line
    return {
      op,
      kind,
      ref: op === 'create' || preserve ? null : (ref ?? `ext:${externalId}`),
      conditions: conditionsOf({
        ...(ifMatch && { 'if-match': ifMatch }),
        ...(ifNoneMatch && { 'if-none-match': ifNoneMatch }),
      }),
      purge: line.purge ?? false,
      body: !line.body ? null : preserve ? preserved(kind, line.body) : await toStore(line, kind, line.body),
    }
  }
}

async function toStore({ op, externalId }: BulkLine, kind: Kind, given: object): Promise<object> {
  if (kind === 'quotes' && op === 'patch') return withWordsOrSpans(given)
  const keyed = op === 'create' && externalId ? withExternalId(given, externalId, 'line') : given
  const { body } = keyed as { body?: BodyInput | null }
  return kind === 'articles' && body ? { ...keyed, body: await writeBody(body) } : keyed
}
