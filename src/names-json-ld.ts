import { nameIn } from './text/name-in.ts'

/** What somebody is called, in a language if one is given, and every other name, in the words of schema.org. */
export function namesOf(
  named: { name: string; names: Record<string, string>; aliases: string[] },
  lang: string | null,
): { name: string; alternateName: string[] } {
  const name = lang === null ? named.name : nameIn(lang, named)
  const all = new Set([named.name, ...Object.values(named.names), ...named.aliases])
  return { name, alternateName: [...all].filter((one) => one !== name) }
}
