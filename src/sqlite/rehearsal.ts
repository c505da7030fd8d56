import type { Quote } from '../../schemas/quotes.ts'
import type { ArticleState } from '../articles/rules.ts'
import type { ArticleOptions, StoredDraft } from '../articles/store.ts'
import { readQuotes } from './article-quotes.ts'
import type { createLifecycle } from './lifecycle.ts'
import { openSavepoint } from './savepoint.ts'
import type { Work } from './work.ts'

type Life = Pick<ReturnType<typeof createLifecycle<ArticleState, StoredDraft, ArticleOptions>>, 'replace'>

/**
 * What an article and its quotes would become, whoever may do it and whatever
 * becomes of the words of quotes: done, looked at and taken back. Throws as the
 * write does.
 */
export function rehearse(
  work: Work,
  life: Life,
  article: ArticleState,
  draft: StoredDraft,
): { state: ArticleState; quotes: Quote[] } {
  const trial: Work = {
    ...work,
    caller: { ...work.caller, scopes: ['admin'] },
    touched: new Set(),
    logged: [],
  }
  const options: ArticleOptions = { ifMatch: '*', createOnly: false, onDrift: 'flag', force: true }
  const point = openSavepoint(work.db.$client)
  try {
    const state = life.replace(trial, article, draft, options)
    return { state, quotes: readQuotes(work.db, state.id) }
  } finally {
    point.undo()
  }
}
