import { Failure } from '../errors.ts'
import type { QuoteState } from './rules.ts'

/** Whether somebody's words stand there without saying whose they are. */
export function isUnattributed({
  kind,
  analystId,
  sourceId,
}: Pick<QuoteState, 'kind' | 'analystId' | 'sourceId'>): boolean {
  return kind !== 'indirect' && analystId === null && sourceId === null
}

/** The refusal to publish quotes without a speaker; it names each, and the member that would mend it. */
export function unattributedQuotes(found: { quote: Pick<QuoteState, 'id' | 'text'>; pointer: string }[]): Failure {
  const faults = found.map(({ quote, pointer }) => ({
    pointer,
    detail: `the quote ${quote.id} has no speaker: "${quote.text.slice(0, 100)}"`,
    code: 'unattributed',
  }))
  const many = found.length === 1 ? 'A quote' : `${found.length} quotes`
  const detail = `${many} would be public without a speaker. Name an analyst or a source for each, or send force=true.`
  return new Failure('unattributed-quotes', detail, { faults })
}
