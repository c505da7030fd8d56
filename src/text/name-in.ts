/** The name of somebody in a language, else in that language without its region or script, else as it is written in their own. */
export function nameIn(lang: string, { name, names }: { name: string; names: Record<string, string> }): string {
  return names[lang] ?? names[lang.split('-')[0] as string] ?? name
}
