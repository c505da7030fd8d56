import type { Analyst } from '../../schemas/analysts.ts'
import type { Fault } from '../../schemas/problem.ts'
import type { Quote } from '../../schemas/quotes.ts'
import type { Source } from '../../schemas/sources.ts'
import { namesSource } from '../analysts/rules.ts'
import type { ArticleState } from '../articles/rules.ts'
import { require } from '../caller.ts'
import { Failure, invalidContent } from '../errors.ts'
import type { QuoteState } from '../quotes/rules.ts'
import { isSameJson } from '../same-json.ts'
import { type Kind, singular } from '../store.ts'
import { inTrash } from './preconditions.ts'
import { articleChanged, indexQuote } from './quote-rules.ts'
import type { Rules } from './rules.ts'
import { assignSlug } from './slugs.ts'
import { insertRow, selectRows } from './statements.ts'
import { tables } from './tables.ts'
import { noteFormerWithdrawal } from './withdrawn.ts'
import { checkExternalId, type Identity, log, resolveReference, type Work } from './work.ts'

/** Stores resources as they were read elsewhere: with their ids, versions and times. */
export interface Adopters {
  articles(work: Work, article: ArticleState & { quotes?: Quote[] }): Identity
  sources(work: Work, source: Source): Identity
  analysts(work: Work, analyst: Analyst): Identity
  quotes(work: Work, quote: Quote): Identity
}

type Adopted = Identity & { externalId: string | null; slug?: string; articleId?: string }

/**
 * The adopters over the rules of all kinds. What is there already and says the
 * same is left as it is; what says something else is refused as `already-exists`.
 * References must lead somewhere. Needs `admin`.
 */
export function createAdopters(rules: Record<Kind, unknown>): Adopters {
  function adopt<T extends Adopted>(work: Work, kind: Kind, item: T, refs: Reference[], state: object = {}): boolean {
    require(work.caller, 'admin', 'Keeping ids, times and versions')
    const { toRow, toItem } = rules[kind] as Rules<T, unknown>
    const row = toRow(item)
    const [present] = selectRows(work.db, tables[kind], 'id = ?', item.id)
    if (present) {
      if (present.trashedAt !== null) throw inTrash(kind, item.id)
      if (isSameJson(toRow(toItem(present as never)), row)) return false
      const detail = `The ${singular[kind]} ${item.id} exists and differs. It is left as it is: preserve only puts back what is not there.`
      throw new Failure('already-exists', detail)
    }
    const faults: Fault[] = []
    if (kind !== 'quotes')
      assignSlug(work, kind, { id: item.id, asked: item.slug as string, present: undefined, from: '' }, faults)
    for (const { kind: to, ref, pointer } of refs) resolveReference(work, to, ref, pointer, faults)
    if (faults.length > 0) throw invalidContent(faults)
    checkExternalId(work, kind, item.id, item.externalId)
    insertRow(work.db, tables[kind], { ...state, ...row, actor: work.caller.keyId } as never)
    log(work, kind, item, 'create')
    return true
  }

  function named<T extends Adopted>(work: Work, kind: 'sources' | 'analysts', item: T, refs: Reference[]): Identity {
    const { written } = rules[kind] as Rules<T, unknown>
    if (adopt(work, kind, item, refs)) written(work, null, item, null, null)
    return item
  }

  function adoptQuote(work: Work, { link: _, ...quote }: Quote, at = ''): boolean {
    const state: QuoteState = { ...quote, wantedPosition: quote.spans.length === 0 ? quote.position : null }
    const refs = [
      { kind: 'articles', ref: quote.articleId, pointer: `${at}/articleId` },
      { kind: 'analysts', ref: quote.analystId, pointer: `${at}/analystId` },
      { kind: 'sources', ref: quote.sourceId, pointer: `${at}/sourceId` },
      { kind: 'sources', ref: quote.toldToId, pointer: `${at}/toldToId` },
    ] as const
    const isNew = adopt(work, 'quotes', state, [...refs])
    if (isNew) indexQuote(work, null, state)
    return isNew
  }

  return {
    articles(work, { quotes = [], ...article }) {
      const refs = [
        { kind: 'sources', ref: article.sourceId, pointer: '/sourceId' },
        { kind: 'articles', ref: article.translationOf, pointer: '/translationOf' },
      ] as const
      const state = { quotesVersion: quotes.length > 0 ? 1 : 0, quotesActor: work.caller.keyId }
      const isNew = adopt(work, 'articles', article, [...refs], state)
      if (isNew) {
        ;(rules.articles as Rules<ArticleState, unknown>).written(work, null, article, null, null)
        noteFormerWithdrawal(work, article)
      }
      const added = quotes.filter((quote, index) => adoptQuote(work, quote, `/quotes/${index}`))
      if (added.length > 0 && !isNew) articleChanged(work, article.id)
      return article
    },
    sources: (work, source) => named(work, 'sources', source, []),
    analysts: (work, analyst) => named(work, 'analysts', analyst, affiliationsOf(analyst)),
    quotes(work, quote) {
      if (adoptQuote(work, quote)) articleChanged(work, quote.articleId)
      return quote
    },
  }
}

interface Reference {
  kind: Kind
  ref: string | null
  pointer: string
}

function affiliationsOf({ roles }: Analyst): Reference[] {
  return roles.flatMap(({ affiliation }, index) =>
    affiliation !== null && namesSource(affiliation)
      ? [{ kind: 'sources' as const, ref: affiliation, pointer: `/roles/${index}/affiliation` }]
      : [],
  )
}
