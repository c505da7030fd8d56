import { existsSync, readFileSync } from 'node:fs'
import type { World } from './helper.ts'

const folder = new URL('../../shared/seed/', import.meta.url)
/** Why tests of the reference article are skipped; false where it is there. */
export const missing = existsSync(new URL('gold.json', folder))
  ? false
  : 'the reference article is not beside this checkout'

export interface Annotated {
  id: string
  kind: 'direct' | 'indirect' | 'not-speech'
  text: string
  paragraph: number
  start: number
  end: number
  partial?: boolean
  groupId?: string
  speakerId: string
  speakerType: string
  speakerMention: string | null
  anaphora: string
  role: string | null
  cue: string | null
  toldTo: string | null
}

export interface Gold {
  lang: string
  title: string
  imageCaption: string
  source: { name: string }
  blocks: { type: 'paragraph' | 'heading'; text: string }[]
  paragraphs: string[]
  speakers: { id: string; name: string; type: string; role: string | null; aliases: string[] }[]
  quotes: Annotated[]
}

/** How the annotation names a mention, in the words of the API. */
const mentions: Record<string, string> = {
  none: 'name',
  'partial-name': 'surname',
  definite: 'title',
  pronoun: 'pronoun',
  elided: 'none',
  'same-sentence': 'none',
}

/** The annotation of the reference article. */
export function readGold(): Gold {
  return JSON.parse(readFileSync(new URL('gold.json', folder), 'utf8'))
}

/** The quotes of the annotation by what they belong to: the parts of a split quotation are one. */
export function groupsOf({ quotes }: Gold): Map<string, Annotated[]> {
  const groups = new Map<string, Annotated[]>()
  for (const quote of quotes.filter(({ kind }) => kind !== 'not-speech')) {
    const key = quote.groupId ?? quote.id
    groups.set(key, [...(groups.get(key) ?? []), quote])
  }
  return groups
}

/** Creates the reference article as `ext:reference`, with its outlet, its speakers and its quotes. */
export async function createReference({ create }: Pick<World, 'create'>, gold: Gold): Promise<void> {
  await create('sources', { externalId: 'outlet', name: gold.source.name, kind: 'outlet', lang: gold.lang })
  for (const { id, name, type, role, aliases } of gold.speakers) {
    if (type === 'person')
      await create('analysts', { externalId: id, name, aliases, roles: role ? [{ title: role }] : [] })
    else await create('sources', { externalId: id, name, aliases, kind: 'military', lang: gold.lang })
  }
  const isPerson = (id: string) => gold.speakers.find((speaker) => speaker.id === id)?.type === 'person'

  const quotes = [...groupsOf(gold).values()].map((parts) => {
    const quote = parts[0] as Annotated
    return {
      externalId: quote.id,
      kind: quote.kind === 'indirect' ? 'indirect' : quote.partial ? 'mixed' : 'direct',
      spans: parts.map(({ text }) => ({ text })),
      ...(isPerson(quote.speakerId) ? { analystId: `ext:${quote.speakerId}` } : { sourceId: `ext:${quote.speakerId}` }),
      role: quote.role,
      mention: { kind: mentions[quote.anaphora], text: quote.speakerMention },
      cue: quote.cue,
      toldToId: quote.toldTo === null ? null : 'ext:outlet',
    }
  })
  const body = gold.blocks.map(({ type, text }) => ({
    _type: 'block',
    style: type === 'heading' ? 'h2' : 'normal',
    children: [{ _type: 'span', text }],
  }))
  await create('articles', {
    externalId: 'reference',
    lang: gold.lang,
    title: gold.title,
    body,
    image: { caption: gold.imageCaption },
    sourceId: 'ext:outlet',
    status: 'published',
    quotes,
  })
}
