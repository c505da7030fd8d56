import type { Results } from './reads.ts'

/** What was measured on so many articles. */
export interface Point {
  articles: number
  results: Results
}

const width = 640
const height = 360
const margin = 56
const colours: Record<string, string> = { article: '#1b6ca8', list: '#c8553d', deepest: '#588157', quotes: '#8d6a9f' }

/** The processor time of an uncached read against the number of articles, both on logarithmic scales, as SVG. */
export function plot(points: Point[]): string {
  const scale = (value: number, from: number, length: number) => ((Math.log10(value) - from) / 3) * length
  const x = (articles: number) => margin + scale(articles, 3, width - 2 * margin)
  const y = (micros: number) => height - margin - scale(micros, 1, height - 2 * margin)
  const lines = Object.entries(colours).map(([name, colour], index) => {
    const measured = points.flatMap(({ articles, results }) => {
      const result = results[name]?.uncached
      return result ? [[x(articles).toFixed(1), y(result.cpu).toFixed(1)] as const] : []
    })
    const dots = measured.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="4" fill="${colour}"/>`).join('')
    const line = `<polyline points="${measured.map((point) => point.join(',')).join(' ')}" fill="none" stroke="${colour}"/>`
    return `${line}${dots}<text x="${width - margin - 60}" y="${20 + index * 16}" fill="${colour}">${name}</text>`
  })
  const across = [1000, 10_000, 100_000, 1_000_000].map(
    (articles) =>
      `<text x="${x(articles)}" y="${height - 30}" text-anchor="middle">${articles.toLocaleString('en')}</text>`,
  )
  const up = [10, 100, 1000, 10_000].map(
    (micros) =>
      `<text x="${margin - 8}" y="${y(micros) + 4}" text-anchor="end">${micros.toLocaleString('en')}</text><path d="M${margin} ${y(micros)}H${width - margin}" stroke="#ddd"/>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<text x="${margin}" y="20">µs of CPU for an uncached read</text><text x="${width / 2}" y="${height - 8}" text-anchor="middle">articles</text>
${[...up, ...across, ...lines].join('\n')}
</svg>
`
}
