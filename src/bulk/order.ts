import { namesSource } from '../analysts/rules.ts'
import type { Kind } from '../store.ts'
import type { Operation } from './operation.ts'

/** What a ref means depends on the kind that is referred to. */
type Name = `${Kind} ${string}`

/** The order in which operations can be done that refer to one another. */
interface Order {
  /** Indices, each after those that it waits for; those that wait for nothing stay in their order. */
  indices: number[]
  /** Whom each waits for: what it refers to, and what comes before it on the same resource. */
  waits: number[][]
  /** Those that wait for themselves, by a circle of references. */
  circular: Set<number>
}

/**
 * Puts operations behind those that make what they refer to; those on one resource
 * stay in their order. null stands for a line that could not be read.
 */
export function inOrder(operations: (Operation | null)[]): Order {
  const makers = new Map<Name, number>()
  for (const [index, operation] of operations.entries())
    for (const name of operation ? namesMadeBy(operation) : []) if (!makers.has(name)) makers.set(name, index)
  const latest = new Map<Name, number>()
  const waits = operations.map((operation, index) => {
    if (!operation) return []
    const target = targetOf(operation)
    const earlier = target === null ? undefined : latest.get(target)
    for (const name of target === null ? namesMadeBy(operation) : [target]) latest.set(name, index)
    const referred = namesReferredToBy(operation).map((name) => makers.get(name))
    return [...new Set([earlier, ...referred])].filter((other) => other !== undefined && other !== index) as number[]
  })
  return { ...sorted(waits), waits }
}

/** Depth first, without recursion: a chain may be as long as the request. */
function sorted(waits: number[][]): Pick<Order, 'indices' | 'circular'> {
  const indices: number[] = []
  const state = new Array<'open' | 'done' | undefined>(waits.length)
  const circular = new Set<number>()
  for (const start of waits.keys()) {
    const path = [{ index: start, next: 0 }]
    while (state[start] !== 'done') {
      const top = path.at(-1) as { index: number; next: number }
      state[top.index] = 'open'
      const other = waits[top.index]?.[top.next++]
      if (other === undefined) {
        state[top.index] = 'done'
        indices.push(top.index)
        path.pop()
      } else if (state[other] === 'open') {
        for (const { index } of path.slice(path.findIndex(({ index }) => index === other))) circular.add(index)
      } else if (state[other] === undefined) path.push({ index: other, next: 0 })
    }
  }
  return { indices, circular }
}

/** The names under which others may refer to what it makes. */
function namesMadeBy({ op, kind, ref, body }: Operation): Name[] {
  if (op !== 'create' && op !== 'put') return []
  const { id, slug, externalId } = body as { id?: string; slug?: string | null; externalId?: string | null }
  const key = ref?.startsWith('ext:') ? ref : externalId ? `ext:${externalId}` : null
  return [key, slug, id].flatMap((name) => (name ? (`${kind} ${name}` as const) : []))
}

function targetOf({ kind, ref }: Operation): Name | null {
  return ref === null ? null : `${kind} ${ref}`
}

type Refs = {
  sourceId?: string | null
  translationOf?: string | null
  analystId?: string | null
  toldToId?: string | null
}

function namesReferredToBy({ kind, body }: Operation): Name[] {
  const { articleId, quotes, roles, ...refs } = (body ?? {}) as Refs & {
    articleId?: string
    quotes?: Refs[]
    roles?: { affiliation?: string | null }[] | null
  }
  const own = kind === 'articles' || kind === 'quotes' ? [refs, ...(quotes ?? [])].flatMap(namesIn) : []
  const affiliations = (roles ?? []).flatMap(({ affiliation }) =>
    affiliation && namesSource(affiliation) ? [`sources ${affiliation}` as const] : [],
  )
  return [...own, ...affiliations, ...(articleId ? [`articles ${articleId}` as const] : [])]
}

function namesIn({ sourceId, translationOf, analystId, toldToId }: Refs): Name[] {
  const named = [
    ['sources', sourceId],
    ['sources', toldToId],
    ['articles', translationOf],
    ['analysts', analystId],
  ] as const
  return named.flatMap(([kind, ref]) => (ref ? [`${kind} ${ref}` as const] : []))
}
