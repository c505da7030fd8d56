import { isLanguageTag } from './text/direction.ts'

const dateTime = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,3})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** Codes that Unicode knows and ISO 3166-1 does not: withdrawn, reserved (UK is GB) or of its own. XK, assigned by its users, stays. */
const noCountries = new Set(
  'AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH QO RH SU TA TP UK UN VD XA XB YD YU ZR ZZ'.split(' '),
)

/** The formats that schemas name, by name, beyond what a pattern can say. */
export const formats: Record<string, (value: string) => boolean> = {
  /** RFC 3339 with an offset, to the millisecond, a day that the calendar has. */
  'date-time': (value) => {
    const parts = dateTime.exec(value)
    if (!parts) return false
    const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number)
    return isDay(year, month, day) && hour < 24 && minute < 60 && second < 60 && /^\d{4}-/.test(toUtc(value))
  },
  /** ISO 8601: a year, a month or a day. */
  'partial-date': (value) => {
    const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(value)
    return parts !== null && isDay(Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1))
  },
  /** BCP 47. */
  'language-tag': isLanguageTag,
  /** ISO 3166-1 alpha-2. */
  country: (value) => /^[A-Z]{2}$/.test(value) && !noCountries.has(value) && nameOfRegion(value) !== undefined,
  /** An absolute http or https address (RFC 3987). */
  iri: (value) => {
    if (/[\s\p{Cc}]/u.test(value) || !URL.canParse(value)) return false
    const { protocol, hostname } = new URL(value)
    return (protocol === 'http:' || protocol === 'https:') && hostname !== ''
  },
}

/** The same moment in UTC, to the millisecond: all stored times have this one form, so that they sort as text. */
export function toUtc(dateTime: string): string {
  return new Date(dateTime).toISOString()
}

let regions: Intl.DisplayNames | undefined

/** The names are loaded with the first question. */
function nameOfRegion(code: string): string | undefined {
  regions ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  return regions.of(code)
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  date.setUTCFullYear(year)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
