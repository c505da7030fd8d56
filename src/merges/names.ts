/** As much of a source or analyst as it is known by. */
export interface Known {
  name: string
  names: Record<string, string>
  aliases: string[]
}

/** A name that a survivor has from one that was merged into it: `names.{lang}` or `aliases`. */
export interface Taken {
  field: string
  value: string
}

/** The most that a source or analyst can have, as its schema says. */
export const mostAliases = 100
const mostNames = 50

/**
 * The names of the survivor with those of the merged: a name in a language that
 * the survivor has none in goes there, any other becomes an alias. `taken` is
 * what is new, so that it can be given back.
 */
export function takeOver(survivor: Known, merged: Known): Pick<Known, 'names' | 'aliases'> & { taken: Taken[] } {
  const names = { ...survivor.names }
  const taken: Taken[] = []
  for (const [lang, value] of Object.entries(merged.names)) {
    if (Object.hasOwn(names, lang) || Object.keys(names).length >= mostNames) continue
    names[lang] = value
    taken.push({ field: `names.${lang}`, value })
  }
  const known = new Set([survivor.name, ...Object.values(names), ...survivor.aliases])
  const others = [merged.name, ...Object.values(merged.names), ...merged.aliases]
  const added = [...new Set(others)].filter((value) => !known.has(value))
  for (const value of added) taken.push({ field: 'aliases', value })
  return { names, aliases: [...survivor.aliases, ...added], taken }
}

/** The names of a survivor without those that it gives back. */
export function giveBack({ names, aliases }: Known, taken: Taken[]): Pick<Known, 'names' | 'aliases'> {
  const given = (field: string, value: string) => taken.some((one) => one.field === field && one.value === value)
  return {
    names: Object.fromEntries(Object.entries(names).filter(([lang, value]) => !given(`names.${lang}`, value))),
    aliases: aliases.filter((value) => !given('aliases', value)),
  }
}
