import type { Quote } from '../../../schemas/quotes.ts'
import { nameIn } from '../../text/name-in.ts'

/** Somebody whose words stand in an article. */
interface Voice {
  id: string
  /** In the language of the article. */
  name: string
  /** As held and written there; the first that is said. */
  role: string | null
  quoteIds: string[]
}

/** Who speaks in an article, in the order in which they are first quoted; their names must be embedded. */
export function voicesOf(quotes: Quote[], lang: string): Voice[] {
  const voices = new Map<string, Voice>()
  for (const { id, analyst, source, role } of quotes) {
    const speaker = analyst ?? source
    if (!speaker) continue
    const voice = voices.get(speaker.id) ?? { id: speaker.id, name: nameIn(lang, speaker), role: null, quoteIds: [] }
    voices.set(speaker.id, { ...voice, role: voice.role ?? role, quoteIds: [...voice.quoteIds, id] })
  }
  return [...voices.values()]
}
