import { and, eq, sql } from 'drizzle-orm'
import type { Fault } from '../../schemas/problem.ts'
import type { ArticleQuoteDraft, Quote, QuoteDraft } from '../../schemas/quotes.ts'
import type { ArticleState } from '../articles/rules.ts'
import { textBlocks } from '../body/text.ts'
import { Failure, invalidContent } from '../errors.ts'
import { isUnattributed, unattributedQuotes } from '../quotes/attribution.ts'
import { type DriftPolicy, followQuotes } from '../quotes/drift.ts'
import { matchDrafts } from '../quotes/match-drafts.ts'
import type { QuoteState } from '../quotes/rules.ts'
import { quotedText } from '../quotes/spans.ts'
import type { Check } from '../validation.ts'
import type { Db } from './connection.ts'
import { createLifecycle } from './lifecycle.ts'
import { type QuoteRow, toAnsweredQuote, toQuote, toQuoteRow } from './quote-row.ts'
import { articleChanged, indexQuote, placeQuotes, quoteRules, quotesFollowed, unindexQuote } from './quote-rules.ts'
import { selectRows, updateRow } from './statements.ts'
import { quotes } from './tables/quotes.ts'
import { keepRevision, log, nextIdentity, resolveReference, type Work } from './work.ts'

/** The quotes of an article in text order. */
export function readQuotes(db: Db, articleId: string): Quote[] {
  return rowsOf(db, articleId).map(toAnsweredQuote)
}

function statesOf(db: Db, articleId: string): QuoteState[] {
  return rowsOf(db, articleId).map(toQuote)
}

function rowsOf(db: Db, articleId: string): QuoteRow[] {
  return selectRows(db, quotes, 'article_id = ? AND trashed_at IS NULL ORDER BY position, id', articleId)
}

/**
 * Makes the quotes of an article those that are listed: matched ones are
 * replaced, new ones created, and those no longer listed go to the trash, from
 * where their external key brings them back.
 * Pointers of faults start at `/quotes/{index}`.
 */
export function writeQuotes(
  work: Work,
  before: ArticleState,
  after: ArticleState,
  drafts: ArticleQuoteDraft[],
  check: Check,
): void {
  const text = quotedText(after.body)
  const life = createLifecycle({ ...quoteRules(check, { ...after, ...text }), written: indexQuote, trashed() {} })
  const stored = statesOf(work.db, after.id)
  const present = before !== after ? moved(before, after, stored) : stored
  const { pairs, unlisted } = matchDrafts(drafts, present, text.blocks)
  const faults: Fault[] = []
  let changed = unlisted.length > 0
  let followed = false
  for (const quote of unlisted) life.trash(work, quote.id, { ifMatch: '*', createOnly: false })
  for (const { draft, quote, index } of pairs) {
    atPointer(`/quotes/${index}`, faults, () => {
      const full = { ...draft, articleId: after.id } as QuoteDraft
      const known = quote ?? recall(work, after.id, draft)
      const kept = stored.find(({ id }) => id === known?.id) ?? known
      if (!known) life.create(work, full)
      else if (life.replace(work, known, full, null, { action: 'update', stored: kept as QuoteState }) === quote) {
        if (quote === kept) return
        writeFollowed(work, quote)
        followed = true
        return
      }
      changed = true
    })
  }
  if (faults.length > 0) throw invalidContent(faults)
  if (changed) articleChanged(work, after.id)
  else if (followed) quotesFollowed(work, after.id)
  else if (before !== after) placeQuotes(work, after.id)
}

/** Finds the quotes of an article again in its new body. Throws `quote-drift`. */
export function followArticle(work: Work, before: ArticleState, after: ArticleState, policy: DriftPolicy): void {
  const present = statesOf(work.db, after.id)
  if (present.length === 0) return
  const { quotes: changed, drifts } = follow(before, after, present, policy)
  if (drifts.length > 0) throw drifted(drifts)
  for (const quote of changed) writeFollowed(work, quote)
  if (changed.length > 0) quotesFollowed(work, after.id)
  else placeQuotes(work, after.id)
}

/** The direct and mixed quotes of an article that say nothing of whose words they are. */
export function unattributedIn(db: Db, articleId: string): QuoteState[] {
  return statesOf(db, articleId).filter(isUnattributed)
}

/** Throws `unattributed-quotes` for those that are not `known`, unless the caller insists. */
export function refuseUnattributed(work: Work, articleId: string, known: QuoteState[], force: boolean): void {
  const ids = new Set(known.map(({ id }) => id))
  refuseThese(
    work,
    unattributedIn(work.db, articleId).filter(({ id }) => !ids.has(id)),
    force,
  )
}

/** Throws `unattributed-quotes` when there are any, unless the caller insists. */
export function refuseThese(work: Work, unattributed: QuoteState[], force: boolean): void {
  if (unattributed.length === 0) return
  if (!force)
    throw unattributedQuotes(
      unattributed.map((quote) => ({ quote, pointer: `/quotes/${quote.position - 1}/analystId` })),
    )
  work.forced = true
}

/** Its quotes are listed by when it was published. */
export function publishQuotes(work: Work, before: ArticleState, after: ArticleState): void {
  if (before.publishedAt === after.publishedAt) return
  work.db
    .update(quotes)
    .set({ publishedSort: after.publishedAt ?? '' })
    .where(eq(quotes.articleId, after.id))
    .run()
}

/** Its quotes go to the trash with it. */
export function trashQuotes(work: Work, article: ArticleState): void {
  for (const quote of statesOf(work.db, article.id)) setTrashed(work, quote, true)
}

/** The quotes that went to the trash with it come back with it. */
export function restoreQuotes(work: Work, article: ArticleState): void {
  const rows = work.db
    .select()
    .from(quotes)
    .where(and(eq(quotes.articleId, article.id), eq(quotes.trashedWithArticle, true)))
    .orderBy(quotes.position, quotes.id)
    .all()
  refuseLostReferences(work, rows)
  for (const row of rows) setTrashed(work, toQuote(row), false)
  if (rows.length > 0) articleChanged(work, article.id)
}

/** All its quotes, in the trash or not, are deleted with it. */
export function purgeQuotes(work: Work, article: ArticleState): void {
  const rows: QuoteRow[] = work.db.select().from(quotes).where(eq(quotes.articleId, article.id)).all()
  for (const row of rows) {
    work.db.delete(quotes).where(eq(quotes.id, row.id)).run()
    work.db.run(sql`DELETE FROM revisions WHERE resource = 'quotes' AND id = ${row.id}`)
    unindexQuote(work.db, row)
    log(work, 'quotes', { ...toQuote(row), version: row.version + 1 }, 'purge')
  }
}

/** Whom they name may have gone to the trash after them. */
function refuseLostReferences(work: Work, rows: QuoteRow[]): void {
  const faults: Fault[] = []
  for (const [index, { analystId, sourceId, toldToId }] of rows.entries()) {
    resolveReference(work, 'analysts', analystId, `/quotes/${index}/analystId`, faults)
    resolveReference(work, 'sources', sourceId, `/quotes/${index}/sourceId`, faults)
    resolveReference(work, 'sources', toldToId, `/quotes/${index}/toldToId`, faults)
  }
  if (faults.length > 0) throw invalidContent(faults)
}

/** One that was dropped from the article, and is listed again. */
function recall(work: Work, articleId: string, { externalId }: ArticleQuoteDraft): QuoteState | null {
  if (!externalId) return null
  const row = work.db
    .select()
    .from(quotes)
    .where(
      and(eq(quotes.articleId, articleId), eq(quotes.externalId, externalId), sql`${quotes.trashedAt} IS NOT NULL`),
    )
    .get()
  return row ? setTrashed(work, toQuote(row), false) : null
}

function setTrashed(work: Work, quote: QuoteState, trashed: boolean): QuoteState {
  const after = { ...quote, ...nextIdentity(work, quote) }
  keepRevision(work, 'quotes', quote)
  updateRow(work.db, quotes, quote.id, {
    ...toQuoteRow(after),
    actor: work.caller.keyId,
    trashedAt: trashed ? work.now : null,
    trashedWithArticle: trashed,
  })
  log(work, 'quotes', after, trashed ? 'trash' : 'restore')
  return after
}

/** The quotes with those moved whose words stay: so that those that are listed are found where they stood, even if they stand twice. */
function moved(before: ArticleState, after: ArticleState, present: QuoteState[]): QuoteState[] {
  const { quotes: changed } = follow(before, after, present, 'flag')
  const found = new Map(
    changed.filter(({ anchor }) => anchor === 'exact' || anchor === 'moved').map((quote) => [quote.id, quote]),
  )
  return present.map((quote) => found.get(quote.id) ?? quote)
}

function follow(before: ArticleState, after: ArticleState, present: QuoteState[], policy: DriftPolicy) {
  return followQuotes(textBlocks(before.body), textBlocks(after.body), present, policy)
}

/** A quote that only follows its words was not changed by the caller: whose it is stays. */
function writeFollowed(work: Work, quote: QuoteState): void {
  const before = work.db.select().from(quotes).where(eq(quotes.id, quote.id)).get() as QuoteRow
  const after = { ...quote, ...nextIdentity(work, quote) }
  keepRevision(work, 'quotes', toQuote(before))
  updateRow(work.db, quotes, quote.id, toQuoteRow(after))
  indexQuote(work, toQuote(before), after)
  log(work, 'quotes', after, 'update')
}

function drifted(drifts: NonNullable<Failure['members']['quotes']>): Failure {
  const many = drifts.length === 1 ? 'a quote' : `${drifts.length} quotes`
  return new Failure('quote-drift', `The edit would alter or lose the words of ${many}; nothing was changed.`, {
    members: { quotes: drifts },
  })
}

/** The faults of a quote that was written with its article point into the article, and wait for those of the others. */
export function atPointer(prefix: string, faults: Fault[], work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Failure) || error.faults.length === 0) throw error
    const inArticle = error.faults.map((fault) => ({ ...fault, pointer: `${prefix}${fault.pointer ?? ''}` }))
    if (error.code !== 'invalid-content') throw new Failure(error.code, error.message, { faults: inArticle })
    faults.push(...inArticle)
  }
}
