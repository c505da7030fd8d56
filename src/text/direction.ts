/**
 * The direction in which a language is written, from its script: the one in the
 * tag (`az-Arab`, `ar-Latn`) or else its usual one (Unicode's likely subtags).
 * Throws a RangeError for what is not a language tag.
 *
 * `Intl.Locale`'s own text direction is not asked: it knows locales, not
 * scripts, and on Node 20 gives `ltr` for az-Arab and for dv.
 */
export function directionOf(lang: string): 'rtl' | 'ltr' {
  const known = directions.get(lang)
  if (known) return known
  const { script } = new Intl.Locale(lang).maximize()
  const direction = RIGHT_TO_LEFT.has(script ?? '') ? 'rtl' : 'ltr'
  if (directions.size < 1000) directions.set(lang, direction)
  return direction
}

/** What was found out before: `Intl` takes longer than all the rest of reading a row. */
const directions = new Map<string, 'rtl' | 'ltr'>()

/** Whether `s` is a well-formed BCP 47 language tag, in any case, as ECMA-402 reads it. */
export function isLanguageTag(s: string): boolean {
  try {
    canonicalLanguage(s)
    return true
  } catch {
    return false
  }
}

/**
 * The canonical form of a tag: `AR-ly` is `ar-LY`, `iw` is `he`.
 * Throws a RangeError for what is not a language tag.
 */
export function canonicalLanguage(s: string): string {
  const known = canonical.get(s)
  if (known !== undefined) return known
  const found = Intl.getCanonicalLocales(s)[0] as string
  if (canonical.size < 1000) canonical.set(s, found)
  return found
}

const canonical = new Map<string, string>()

/** ISO 15924 codes of the scripts whose letters have Bidi_Class R or AL in Unicode, and of their variants. */
const RIGHT_TO_LEFT = new Set(
  (
    'Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo ' +
    'Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Syre Syrj Syrn Thaa Yezi'
  ).split(' '),
)
