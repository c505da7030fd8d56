import type { IncomingHttpHeaders } from 'node:http'
import Negotiator from 'negotiator'
import type { Site } from './site.ts'

/** Another form that a resource can be read in, besides JSON. */
export interface Form<T> {
  /** As in `Content-Type`, without a charset. */
  mediaType: string
  /** What is added to the address, after a dot, to ask for this form; none when only `Accept` asks for it. */
  suffix: string | null
  description: string
  /** What a browser that shows it may load; nothing without one. */
  contentSecurityPolicy?: string
  /** What must be embedded for it. */
  include: string[]
  /** The form itself, as this server answers it. */
  render(item: T, site: Site): Promise<string>
}

/** The form that `Accept` prefers to JSON (RFC 9110 section 12.5.1), if there is one. All are in UTF-8, which may be asked for. */
export function preferredForm<F extends Pick<Form<never>, 'mediaType'>>(
  headers: IncomingHttpHeaders,
  forms: F[],
): F | undefined {
  if (forms.length === 0 || headers.accept === undefined) return undefined
  const inUtf8 = (mediaType: string) => `${mediaType}; charset=utf-8`
  const offered = ['application/json', ...forms.map(({ mediaType }) => mediaType)].map(inUtf8)
  const accept = withoutHints(headers.accept, offered)
  const wanted = new Negotiator({ headers: { accept } }).mediaType(offered)
  return forms.find(({ mediaType }) => inUtf8(mediaType) === wanted)
}

/** Whether `Accept` takes JSON at all, as that of a browser does, which prefers HTML. */
export function takesJson({ accept }: IncomingHttpHeaders): boolean {
  const json = 'application/json; charset=utf-8'
  return accept === undefined || new Negotiator({ headers: { accept } }).mediaType([json]) !== undefined
}

/** A profile that no form here has is a hint, not a condition (RFC 6906 section 3.1): the type counts without it. */
function withoutHints(accept: string, offered: string[]): string {
  return accept.replace(/\s*;\s*profile\s*=\s*("[^"]*"|[^\s;,"]+)/giu, (parameter, value: string) =>
    offered.some((type) => type.includes(`profile="${value.replaceAll('"', '')}"`)) ? parameter : '',
  )
}
