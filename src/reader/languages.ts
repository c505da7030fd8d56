import type { FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { directionOf, isLanguageTag } from '../text/direction.ts'
import { type Words, words } from './words.ts'

/** The languages that the pages themselves are in. */
export const editions = Object.keys(words)

/** The words of the pages in a language, or in English; with their own language and direction. */
export function wordsIn(lang: string): Words & { lang: string; dir: 'rtl' | 'ltr' } {
  const [primary = ''] = lang.split('-')
  const own = Object.hasOwn(words, primary) ? primary : 'en'
  return { ...(words[own] as Words), lang: own, dir: directionOf(own) }
}

/** The language that a reader asks for: `lang` of the address, else what the browser prefers, else Arabic. */
export function languageOf(request: FastifyRequest): { lang: string; negotiated: boolean } {
  const asked = new URLSearchParams(request.url.split('?')[1]).get('lang')
  if (asked !== null && isLanguageTag(asked)) return { lang: asked, negotiated: false }
  const { headers } = request
  const wanted = headers['accept-language'] ? new Negotiator({ headers }).language(editions) : undefined
  return { lang: wanted ?? 'ar', negotiated: true }
}

/** A language by its own name. */
export function nameOf(lang: string): string {
  return new Intl.DisplayNames([lang, 'en'], { type: 'language' }).of(lang) ?? lang
}

/** A day, as a reader of the language writes it, in the Gregorian calendar. */
export function dayIn(lang: string, time: string): string {
  const written = new Intl.DateTimeFormat([lang, 'en'], { dateStyle: 'long', timeZone: 'UTC', calendar: 'gregory' })
  return written.format(new Date(time))
}
