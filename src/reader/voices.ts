import type { Quote } from '../../schemas/quotes.ts'
import { nameIn } from '../text/name-in.ts'
import { type Html, html } from './html.ts'
import type { wordsIn } from './languages.ts'

/** Somebody who speaks in an article, with what they say there. */
interface Voice {
  number: number
  name: string
  /** Where more of what they said is to be read. */
  page: string
  /** As held and written at the time. */
  role: string | null
  quotes: Quote[]
}

/** Who speaks in an article, numbered in the order in which they are first quoted. */
export function voicesOf(quotes: Quote[], lang: string): Voice[] {
  const voices = new Map<string, Voice>()
  for (const quote of quotes) {
    const { analyst, source, role } = quote
    const speaker = analyst ?? source
    if (!speaker) continue
    const page = `/read/${analyst ? 'analysts' : 'sources'}/${encodeURIComponent(speaker.slug)}?lang=${lang}`
    const voice = voices.get(speaker.id) ?? {
      number: voices.size + 1,
      name: nameIn(lang, speaker),
      page,
      role: null,
      quotes: [],
    }
    voices.set(speaker.id, { ...voice, role: voice.role ?? role, quotes: [...voice.quotes, quote] })
  }
  return [...voices.values()]
}

/** The list of speakers, to which the numbers in the text lead, and which leads back to the words. */
export function voiceList(voices: Voice[], lang: string, words: ReturnType<typeof wordsIn>): Html | null {
  if (voices.length === 0) return null
  return html`<section class="voices" aria-labelledby="voices" lang="${words.lang}" dir="${words.dir}">
<h2 id="voices">${words.voices}</h2>
<ol>
${voices.map(
  ({ number, name, page, role, quotes }) => html`<li id="voice-${number}">
<p class="name"><a href="${page}"><bdi>${name}</bdi></a></p>
${role && html`<p class="role" lang="${lang}">${role}</p>`}
<details><summary>${words.statements(quotes.length)}</summary>
<ul>
${quotes.map((quote) => html`<li>${statement(quote, lang, words)}</li>\n`)}</ul></details>
</li>
`,
)}</ol>
</section>`
}

function statement(quote: Quote, lang: string, words: ReturnType<typeof wordsIn>): Html {
  const { id, kind, anchor, text, toldTo } = quote
  const excerpt = html`<span lang="${quote.lang}" dir="${quote.dir}">${shortened(text)}</span>`
  const isMarked = kind !== 'indirect' && anchor !== 'drifted'
  const audience = toldTo && html`${words.comma}${words.toldTo}<bdi>${nameIn(lang, toldTo)}</bdi>`
  return html`${isMarked ? html`<a href="#q-${id}">${excerpt}</a>` : excerpt} <span class="kind">(${words.kinds[kind]}${audience})</span>`
}

/** The first words, as many as tell one statement from another. */
function shortened(text: string): string {
  const all = text.split(/\s+/u)
  return all.length <= 9 ? text : `${all.slice(0, 8).join(' ')} …`
}
