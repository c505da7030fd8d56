import { AnalystDraft, AnalystPatch } from '../../schemas/analysts.ts'
import { ArticleDraft, ArticlePatch } from '../../schemas/articles.ts'
import type { BodyInput } from '../../schemas/body.ts'
import { BulkLine } from '../../schemas/bulk.ts'
import { QuoteDraft, QuotePatch } from '../../schemas/quotes.ts'
import { SourceDraft, SourcePatch } from '../../schemas/sources.ts'
import { writeBody } from '../body/formats.ts'
import type { Conditions } from '../conditions.ts'
import { Failure, summary } from '../errors.ts'
import { conditionsOf } from '../etag.ts'
import { parseJson } from '../json.ts'
import { withWordsOrSpans } from '../quotes/rules.ts'
import type { Kind } from '../store.ts'
import type { Check } from '../validation.ts'
import { withExternalId } from '../with-external-id.ts'

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

const bodies = {
  articles: { draft: ArticleDraft, patch: ArticlePatch },
  sources: { draft: SourceDraft, patch: SourcePatch },
  analysts: { draft: AnalystDraft, patch: AnalystPatch },
  quotes: { draft: QuoteDraft, patch: QuotePatch },
}

/**
 * Makes the reader of lines, which throws the failure that the single request
 * would answer. What a line has in place of a method, an address and headers
 * is named as a parameter; pointers lead into its `body`.
 */
export function createLineReader(compile: (schema: object) => Check): (bytes: Uint8Array) => Promise<Operation> {
  const checkLine = compile(BulkLine)
  const checks = Object.fromEntries(
    Object.entries(bodies).map(([kind, { draft, patch }]) => [kind, { draft: compile(draft), patch: compile(patch) }]),
  ) as Record<Kind, { draft: Check; patch: Check }>

  return async (bytes) => {
    const given = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    const faults = checkLine(given).map(({ pointer = '', ...fault }) => ({ parameter: pointer.slice(1), ...fault }))
    if (faults.length > 0) throw new Failure('invalid-parameter', summary(faults), { faults })
    const line = given as BulkLine
    refuseContradictions(line)
    const kind = kinds[line.type]
    const found = line.body ? checks[kind][line.op === 'patch' ? 'patch' : 'draft'](line.body) : []
    if (found.length > 0) throw new Failure('invalid-body', summary(found), { faults: found })
    const { op, ifMatch, ifNoneMatch } = line
    return {
      op,
      kind,
      ref: op === 'create' ? null : (line.ref ?? `ext:${line.externalId}`),
      conditions: conditionsOf({
        ...(ifMatch && { 'if-match': ifMatch }),
        ...(ifNoneMatch && { 'if-none-match': ifNoneMatch }),
      }),
      purge: line.purge ?? false,
      body: line.body ? await toStore(line, kind, line.body) : null,
    }
  }
}

/** What the members of a line may not be together. */
function refuseContradictions({ op, ref, externalId, ifMatch, ifNoneMatch, purge, body }: BulkLine): void {
  const refuse = (parameter: string, detail: string) => {
    throw new Failure('invalid-parameter', `${parameter} ${detail}.`, {
      faults: [{ parameter, detail, code: 'mismatch' }],
    })
  }
  if (op === 'create' && ref) refuse('ref', 'stands with put, patch and delete; create makes something new')
  if (op === 'create' && ifMatch) refuse('ifMatch', 'stands with put, patch and delete; create makes something new')
  if (op !== 'create' && !ref && !externalId) refuse('ref', `is needed by ${op}, or externalId`)
  if (op !== 'create' && ref && externalId) refuse('externalId', 'says the same as ref; send one of them')
  if (op !== 'put' && ifNoneMatch) refuse('ifNoneMatch', 'stands with put')
  if (op !== 'delete' && purge) refuse('purge', 'stands with delete')
  if (op !== 'delete' && !body) refuse('body', `is needed by ${op}`)
  if (op === 'delete' && body) refuse('body', 'does not stand with delete')
}

async function toStore({ op, externalId }: BulkLine, kind: Kind, given: object): Promise<object> {
  if (kind === 'quotes' && op === 'patch') return withWordsOrSpans(given)
  const keyed = op === 'create' && externalId ? withExternalId(given, externalId, 'line') : given
  const { body } = keyed as { body?: BodyInput | null }
  return kind === 'articles' && body ? { ...keyed, body: await writeBody(body) } : keyed
}
