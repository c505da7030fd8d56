import type { Source, SourceDraft } from '../../schemas/sources.ts'
import type { Candidate } from '../merges/duplicates.ts'
import { canonicalLanguage, directionOf } from '../text/direction.ts'

/** What a draft says, as members of a source; what it leaves out is null or empty, but `externalId` stays. */
export function composeSource(draft: SourceDraft, before: Source | null) {
  const lang = draft.lang ? canonicalLanguage(draft.lang) : null
  return {
    externalId: draft.externalId === undefined ? (before?.externalId ?? null) : draft.externalId,
    name: draft.name,
    names: draft.names ?? {},
    aliases: draft.aliases ?? [],
    kind: draft.kind ?? ('other' as const),
    url: draft.url ?? null,
    country: draft.country ?? null,
    lang,
    dir: lang === null ? null : directionOf(lang),
    description: draft.description ?? null,
  }
}

/** What two sources have in common when they are of a kind; `other` says nothing. */
export function traitsOf({ kind }: Pick<Source, 'kind'>): Candidate['traits'] {
  return kind === 'other' ? [] : [{ rule: 'same-kind', key: kind, text: kind }]
}
