import { sliceCodePoints } from '../text/code-points.ts'

/** A place in a text, in Unicode code points, as the API counts. */
interface Place {
  start: number
  end: number
}

/** The words of a span in the plain text of its block. JavaScript's own `slice` counts otherwise once there is an emoji. */
export function cut(text: string, { start, end }: Place): string {
  return sliceCodePoints(text, start, end)
}

/** The text in pieces, each with the spans that cover it, in order; joined they are the text again. */
export function pieces<T extends Place>(text: string, spans: readonly T[]): { text: string; spans: T[] }[] {
  const length = [...text].length
  const edges = new Set([0, length, ...spans.flatMap(({ start, end }) => [start, end])])
  const sorted = [...edges].filter((edge) => edge >= 0 && edge <= length).sort((a, b) => a - b)
  return sorted.slice(1).map((end, index) => {
    const start = sorted[index] as number
    const covering = spans.filter((span) => span.start <= start && end <= span.end)
    return { text: cut(text, { start, end }), spans: covering }
  })
}
