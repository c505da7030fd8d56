import { eq } from 'drizzle-orm'
import type { ArticleState } from '../articles/rules.ts'
import type { ArticleOptions, StoredDraft } from '../articles/store.ts'
import { keepKeys } from '../body/keys.ts'
import { type Caller, require } from '../caller.ts'
import { type Conditions, isCurrent, preconditionRequired, staleVersion } from '../conditions.ts'
import { Failure, invalidContent, notFound } from '../errors.ts'
import { newId } from '../id.ts'
import { isSameJson } from '../same-json.ts'
import type { Check } from '../validation.ts'
import type { CopyOptions, FoundCopy, WorkingCopyStore } from '../working-copies/store.ts'
import { foundArticle } from './articles.ts'
import type { Connection } from './connection.ts'
import type { Life } from './lifecycle.ts'
import { rehearse } from './rehearsal.ts'
import type { Rules, Stored } from './rules.ts'
import { workingCopies } from './tables/articles.ts'
import { changedSince, logAside, type Work } from './work.ts'
import { readWorkingCopy, toFoundCopy } from './working-copy-row.ts'
import { writeAs } from './write-as.ts'

const kind = 'working copy'

type Row = typeof workingCopies.$inferSelect

/** The store of working copies. The check is that of a draft of an article. */
export function createWorkingCopyStore(
  connection: Connection,
  rules: Rules<ArticleState, StoredDraft, ArticleOptions>,
  life: Life<ArticleState, StoredDraft, ArticleOptions>,
  check: Check,
): WorkingCopyStore {
  const write = <R>(caller: Caller, task: (work: Work) => R) => writeAs(connection, caller, task)

  function existing(work: Work, ref: string) {
    const article = rules.toItem(life.existing(work, ref) as Stored as never)
    return { article, copy: work.db.select().from(workingCopies).where(eq(workingCopies.articleId, article.id)).get() }
  }

  function save(
    work: Work,
    ref: string,
    options: CopyOptions,
    isUpsert: boolean,
    draftOf: (previous: ArticleState) => StoredDraft,
  ): FoundCopy & { created: boolean } {
    require(work.caller, 'content:write', 'Writing a working copy')
    const { article, copy } = existing(work, ref)
    checkPreconditions(work, ref, copy, options, isUpsert)
    if (options.base !== null && options.base !== article.version) throw outdated(work, article, options.base)
    const previous = copy?.state ?? article
    const draft = draftOf(previous)
    const faults = check({ ...draft, body: null })
    if (faults.length > 0) throw invalidContent(faults)
    const withKeys = { ...draft, body: keepKeys(draft.body ?? [], previous.body) }
    const { state, quotes } = rehearse(work, life, article, withKeys)
    const quoteDrafts = draft.quotes ?? copy?.quoteDrafts ?? null
    const base = options.base ?? copy?.base ?? article.version
    if (
      copy &&
      copy.base === base &&
      isSameJson([content(copy.state), copy.quoteDrafts], [content(state), quoteDrafts])
    )
      return { ...toFoundCopy(copy, article), created: false }
    const row: Row = {
      articleId: article.id,
      id: copy?.id ?? newId(),
      version: (copy?.version ?? 0) + 1,
      base,
      createdAt: copy?.createdAt ?? work.now,
      updatedAt: work.now,
      actor: work.caller.keyId,
      actorName: work.caller.keyName,
      state,
      quoteDrafts,
      quotes,
    }
    work.db.insert(workingCopies).values(row).onConflictDoUpdate({ target: workingCopies.articleId, set: row }).run()
    logAside(work, article, 'draft')
    return { ...toFoundCopy(row, article), created: copy === undefined }
  }

  function end(work: Work, article: ArticleState): void {
    work.db.delete(workingCopies).where(eq(workingCopies.articleId, article.id)).run()
  }

  return {
    read: async (caller, ref) => connection.read((db) => readWorkingCopy(db, caller, ref)),
    put: (caller, ref, draft, options) =>
      write(caller, (work) => save(work, ref, options, ref.startsWith('ext:'), () => draft)),
    patch: (caller, ref, change, options) =>
      write(caller, (work) =>
        save(work, ref, options, false, (previous) => contentOf(life.patched(previous, change) as StoredDraft)),
      ),
    discard: (caller, ref, conditions) =>
      write(caller, (work) => {
        require(work.caller, 'content:write', 'Dropping a working copy')
        const { article, copy } = existing(work, ref)
        if (!copy) throw notFound(kind, ref)
        checkPreconditions(work, ref, copy, conditions, false)
        end(work, article)
        logAside(work, article, 'discard')
      }),
    publish: (caller, ref, options) =>
      write(caller, (work) => {
        require(work.caller, 'content:publish', 'Publishing a working copy')
        const { article, copy } = existing(work, ref)
        if (!copy) throw notFound(kind, ref)
        if (options.ifMatch !== null) checkPreconditions(work, ref, copy, options, false)
        if (copy.base !== article.version) throw outdated(work, article, copy.base)
        return published(work, article, copy, options)
      }),
  }

  /** Who may publish may also change what is not live yet: it becomes so with this. */
  function published(work: Work, article: ArticleState, copy: Row, options: ArticleOptions) {
    const draft: StoredDraft = {
      ...contentOf(life.draftOf(copy.state) as unknown as StoredDraft),
      status: 'published',
      ...(copy.quoteDrafts && { quotes: copy.quoteDrafts }),
    }
    const { caller } = work
    work.caller = { ...caller, scopes: [...caller.scopes, 'content:write'] }
    const { id } = life.replace(work, article, draft, options)
    work.caller = caller
    end(work, article)
    return foundArticle(work.db, id, draft)
  }
}

/** Whether something is public, and what readers are told of it, is no part of a working copy. */
function contentOf(draft: StoredDraft): StoredDraft {
  const { status: _status, withdrawnReason: _reason, corrections: _corrections, ...content } = draft
  return content
}

function content({ version: _version, updatedAt: _updatedAt, ...state }: ArticleState) {
  return state
}

function checkPreconditions(
  work: Work,
  ref: string,
  copy: Row | undefined,
  { ifMatch, createOnly }: Conditions,
  isUpsert: boolean,
): void {
  if (!copy) {
    if (ifMatch === null) return
    const detail = `The article '${ref}' has no ${kind} that If-Match could be held against. Leave it out to begin one.`
    throw new Failure('stale-version', detail)
  }
  if (createOnly) throw new Failure('already-exists', `The article '${ref}' has a ${kind}. Nothing was changed.`)
  if (ifMatch === '*') return
  if (ifMatch === null) {
    if (isUpsert && copy.actor === work.caller.keyId) return
    throw preconditionRequired(kind)
  }
  if (!isCurrent(ifMatch, copy, false)) throw staleVersion(kind, copy.version, [])
}

function outdated(work: Work, article: ArticleState, base: number): Failure {
  const { version } = article
  const changed = base < version ? changedSince(work.db, 'articles', article, base) : []
  const detail = `The article is at version ${version}, the working copy was begun from ${base}. Bring over what has changed, and write it with base=${version}.`
  return new Failure('working-copy-outdated', detail, { members: { version, base, changed } })
}
