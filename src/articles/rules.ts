import type { Article } from '../../schemas/articles.ts'
import type { Body } from '../../schemas/body.ts'
import type { Scope } from '../../schemas/keys.ts'
import type { Fault } from '../../schemas/problem.ts'
import { keepKeys } from '../body/keys.ts'
import { bodyText } from '../body/text.ts'
import { toUtc } from '../formats.ts'
import { pictureOf } from '../picture.ts'
import { isSameJson } from '../same-json.ts'
import { canonicalLanguage, directionOf } from '../text/direction.ts'
import { countWords, readingMinutes } from '../text/words.ts'
import type { StoredDraft } from './store.ts'

/** An article with its body, and nothing embedded. */
export type ArticleState = Omit<Article, 'body' | 'source' | 'quotes'> & { body: Body }

/**
 * What a draft says, as members of an article. What it leaves out is null or
 * empty; `externalId`, `status`, `withdrawnReason` and `corrections` stay.
 * References have been resolved before.
 */
export function composeArticle(
  { id, version, createdAt, updatedAt, slug }: Pick<Article, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'slug'>,
  draft: StoredDraft,
  before: ArticleState | null,
  now: string,
  faults: Fault[],
) {
  const lang = canonicalLanguage(draft.lang)
  const body = keepKeys(draft.body ?? [], before?.body ?? [])
  const wordCount = countWords(bodyText(body))
  const status = draft.status ?? before?.status ?? 'draft'
  const publishAt = timeOf(draft.publishAt)
  const withdrawnReason =
    draft.withdrawnReason === undefined ? (before?.withdrawnReason ?? null) : draft.withdrawnReason
  /* A patch of the status alone brings along the reason that goes with the old one. */
  if (draft.withdrawnReason && status !== 'withdrawn' && draft.withdrawnReason !== before?.withdrawnReason) {
    faults.push({ pointer: '/withdrawnReason', detail: 'needs the status withdrawn', code: 'mismatch' })
  }
  return {
    id,
    version,
    createdAt,
    updatedAt,
    slug,
    externalId: draft.externalId === undefined ? (before?.externalId ?? null) : draft.externalId,
    lang,
    dir: directionOf(lang),
    title: draft.title,
    subtitle: draft.subtitle ?? null,
    summary: draft.summary ?? null,
    body,
    image: pictureOf(draft.image),
    section: draft.section ?? null,
    tags: draft.tags ?? [],
    authors: (draft.authors ?? []).map(({ name, url }) => ({ name, url: url ?? null })),
    sourceId: draft.sourceId ?? null,
    canonicalUrl: draft.canonicalUrl ?? null,
    translationOf: draft.translationOf ?? null,
    status,
    publishAt,
    embargoUntil: timeOf(draft.embargoUntil),
    expireAt: timeOf(draft.expireAt),
    publishedAt: publishedAt(before, status, publishAt, now),
    corrections: correctionsOf(draft, before),
    withdrawnReason: status === 'withdrawn' ? withdrawnReason : null,
    wordCount,
    readingMinutes: readingMinutes(wordCount),
  }
}

/**
 * When it was first published: the time asked for, else that of the first
 * publication. It follows `publishAt` until that moment has come, and then stays.
 */
function publishedAt(
  before: ArticleState | null,
  status: string,
  publishAt: string | null,
  now: string,
): string | null {
  const past = before?.publishedAt && before.publishedAt <= now ? before.publishedAt : null
  if (past !== null || status !== 'published') return past
  return publishAt ?? now
}

/**
 * The scopes that a change of an article needs. Live means published or
 * withdrawn, whatever the time says; null stands for an article that is not there.
 */
export function articleScopes(before: ArticleState | null, after: ArticleState | null): Scope[] {
  const live = [before, after].some((state) => state !== null && state.status !== 'draft')
  const draftChanged =
    before?.status !== 'published' &&
    before?.status !== 'withdrawn' &&
    !(before && after && onlyPublishes(before, after))
  return [...(draftChanged ? (['content:write'] as const) : []), ...(live ? (['content:publish'] as const) : [])]
}

/** The later of the two times before which it is not visible; '' when there is none. */
export function visibleFrom({ publishAt, embargoUntil }: Pick<ArticleState, 'publishAt' | 'embargoUntil'>): string {
  return [publishAt ?? '', embargoUntil ?? ''].sort()[1] as string
}

function onlyPublishes(before: ArticleState, after: ArticleState): boolean {
  const content = ({ status: _s, publishedAt: _p, version: _v, updatedAt: _u, ...rest }: ArticleState) => rest
  return isSameJson(content(before), content(after))
}

function correctionsOf(draft: StoredDraft, before: ArticleState | null): ArticleState['corrections'] {
  if (draft.corrections === undefined) return before?.corrections ?? []
  return (draft.corrections ?? []).map(({ at, note }) => ({ at: toUtc(at), note }))
}

function timeOf(time: string | null | undefined): string | null {
  return time ? toUtc(time) : null
}
