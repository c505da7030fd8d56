import type { Article } from '../../schemas/articles.ts'
import type { Caller } from '../caller.ts'

/** A link to an article: everything but its address. */
export interface PreviewEntry {
  id: string
  createdAt: string
  expiresAt: string
  /** The name of the key that made it. */
  actor: string
}

/** How many links to one article there may be at a time. */
export const mostPreviews = 100

/**
 * Links that show one article, as its working copy says if there is one, to
 * whoever has them. Making and revoking them needs `content:write`.
 */
export interface PreviewStore {
  /** Makes one. Throws `insufficient-scope`, `not-found`, `in-trash`, and `invalid-content` when there are 100 that still lead there. */
  create(caller: Caller, ref: string, expiresAt: string): Promise<PreviewEntry>

  /** Those that still lead there, the newest first. Throws `insufficient-scope` without `drafts:read`, and `not-found`. */
  list(caller: Caller, ref: string): Promise<PreviewEntry[]>

  /** Makes one lead nowhere. Throws `insufficient-scope`, `not-found`. */
  revoke(caller: Caller, ref: string, id: string): Promise<void>

  /**
   * The article that one leads to, with its body, its source, its quotes and whom
   * they name; null when it was revoked, by a withdrawal as well, or has expired, or the article is in the
   * trash or gone. The caller has checked the signature.
   */
  show(id: string): Promise<Article | null>
}
