import type { Thing, WithContext } from 'schema-dts'

/** The media type of JSON-LD. */
export const jsonLdType = 'application/ld+json'

/**
 * A thing in the words of schema.org, as JSON that may stand inside a script
 * element as it is: no `<` ends it early, and no line separator breaks it.
 */
export function writeJsonLd(thing: Exclude<Thing, string>): string {
  const document = { '@context': 'https://schema.org', ...thing } as WithContext<Exclude<Thing, string>>
  return JSON.stringify(document).replace(/[<\u2028\u2029]/gu, escapeSequence)
}

function escapeSequence(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
