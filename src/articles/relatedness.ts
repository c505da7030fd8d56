import type { Because } from '../../schemas/related.ts'

/** One thing that an article has in common with another. */
export interface Bond {
  articleId: string
  publishedSort: string
  kind: Because['kind']
  /** A tag, the id of a voice or source, or the language of a translation. */
  about: string
}

const weights: Record<Because['kind'], number> = { translation: 100, voice: 3, tag: 2, source: 1 }
const order = Object.keys(weights)

/** The articles that have most in common, each with its bonds, the strongest first; the newest of equals first. */
export function mostRelated(bonds: Bond[], limit: number): { articleId: string; bonds: Bond[] }[] {
  const byArticle = new Map<string, Bond[]>()
  for (const bond of bonds) byArticle.set(bond.articleId, [...(byArticle.get(bond.articleId) ?? []), bond])
  return [...byArticle]
    .map(([articleId, shared]) => ({ articleId, bonds: shared.sort(strongestFirst), weight: weightOf(shared) }))
    .sort((a, b) => b.weight - a.weight || newestFirst(a, b))
    .slice(0, limit)
    .map(({ articleId, bonds }) => ({ articleId, bonds }))
}

function weightOf(bonds: Bond[]): number {
  return bonds.reduce((sum, { kind }) => sum + weights[kind], 0)
}

function strongestFirst(a: Bond, b: Bond): number {
  return order.indexOf(a.kind) - order.indexOf(b.kind) || (a.about < b.about ? -1 : 1)
}

function newestFirst(a: { articleId: string; bonds: Bond[] }, b: { articleId: string; bonds: Bond[] }): number {
  const key = ({ articleId, bonds }: typeof a) => `${bonds[0]?.publishedSort} ${articleId}`
  return key(a) < key(b) ? 1 : -1
}
