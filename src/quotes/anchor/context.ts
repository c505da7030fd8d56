import { codePointLength, sliceCodePoints } from '../../text/code-points.ts'

/** The longest prefix and suffix that a span carries, in code points. */
const CONTEXT_LENGTH = 32

/** What stands directly before and after [start, end) of a text, in code points. */
export function context(text: string, start: number, end: number): { prefix: string; suffix: string } {
  return {
    prefix: sliceCodePoints(text, Math.max(0, start - CONTEXT_LENGTH), start),
    suffix: sliceCodePoints(text, end, Math.min(codePointLength(text), end + CONTEXT_LENGTH)),
  }
}
