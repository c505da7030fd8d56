import type { Analyst, AnalystDraft } from '../../schemas/analysts.ts'
import type { Candidate } from '../merges/duplicates.ts'
import { pictureOf } from '../picture.ts'
import { headNouns } from './head-nouns.ts'

/** What a draft says, as members of an analyst; what it leaves out is null or empty, but `externalId` stays. */
export function composeAnalyst(draft: AnalystDraft, before: Analyst | null) {
  return {
    externalId: draft.externalId === undefined ? (before?.externalId ?? null) : draft.externalId,
    name: draft.name,
    names: draft.names ?? {},
    aliases: draft.aliases ?? [],
    roles: (draft.roles ?? []).map(({ title, affiliation, from, to }) => ({
      title,
      affiliation: affiliation ?? null,
      from: from ?? null,
      to: to ?? null,
    })),
    country: draft.country ?? null,
    topics: draft.topics ?? [],
    bio: draft.bio ?? null,
    image: pictureOf(draft.image),
    sameAs: draft.sameAs ?? [],
  }
}

const reference = /^(?:ext:.+|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/

/** Whether an affiliation names a source, by id or `ext:` key, and is not just the name of an organisation. */
export function namesSource(affiliation: string): boolean {
  return reference.test(affiliation)
}

/** What two analysts have in common when they hold the same sort of role. */
export function traitsOf({ roles }: Pick<Analyst, 'roles'>): Candidate['traits'] {
  return roles.flatMap(({ title }) => headNouns(title).map((key) => ({ rule: 'same-role' as const, key, text: title })))
}
