import type { Picture, PictureDraft } from '../schemas/common.ts'

/** What a draft says, as the members of a picture; what it leaves out is null. */
export function pictureOf(draft: PictureDraft | null | undefined): Picture | null {
  if (!draft) return null
  return {
    url: draft.url ?? null,
    alt: draft.alt ?? null,
    caption: draft.caption ?? null,
    credit: draft.credit ?? null,
    width: draft.width ?? null,
    height: draft.height ?? null,
  }
}
